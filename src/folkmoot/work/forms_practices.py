"""What people fill in where something worked, and where that is copied."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.forms import DayField
from folkmoot.work.models import Plan


class PracticeForm(forms.Form):
    """What worked, about the work."""

    title = forms.CharField(
        label=_("What worked"), help_text=_("In a few words. Say nothing here of people.")
    )
    done = forms.CharField(
        label=_("What was done"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Step by step, one a line: whoever copies it has them as steps."),
    )
    result = forms.CharField(label=_("What came of it"), widget=forms.Textarea(attrs={"rows": 3}))
    mind = forms.CharField(label=_("What to mind"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class CopyForm(forms.Form):
    """Where it is copied to: the work of the unit by a day, or a draft of its plan."""

    to = forms.ChoiceField(label=_("Where to"), widget=forms.RadioSelect)
    due_on = DayField(
        label=_("By when"), required=False, help_text=_("Of work. A target has the last day of its plan.")
    )

    def __init__(self, drafts: Iterable[Plan], *args: Any, is_for_work: bool, **kwargs: Any) -> None:  # noqa: ANN401
        """Offer the work of the unit, if the reader puts some up there, and these drafts."""
        super().__init__(*args, **kwargs)
        work = [("", _now("The work of the unit"))] if is_for_work else []
        plans = [(str(each.pk), _now("The plan “%(title)s”") % {"title": each.title}) for each in drafts]
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  -- as it stands above
        field.choices = [*work, *plans]
        field.required, field.initial = not work, [*work, *plans][0][0] if work or plans else None

    @property
    def given(self) -> dict[str, object]:
        """What the act takes."""
        return {"plan_id": self.cleaned_data["to"] or None, "due_on": self.cleaned_data["due_on"]}
