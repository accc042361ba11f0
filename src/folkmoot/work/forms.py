"""What people fill in about work."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.forms import DayField
from folkmoot.people.models import Person
from folkmoot.work.rules.repeating import REPEATS
from folkmoot.work.rules.states import LESSONS


class StepsField(forms.CharField):
    """Steps, one a line, as the act takes them."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> Any:  # noqa: ANN401  -- as Django has it
        """Return the lines."""
        return super().clean(value).splitlines()


class WorkForm(forms.Form):
    """What is to be done, and by when."""

    title = forms.CharField(
        label=_("What is to be done"), help_text=_("In a few words. Say nothing here of people.")
    )
    due_on = DayField(label=_("By when"))
    why = forms.CharField(
        label=_("Why"), help_text=_("What it is for: whoever takes it wants to know."), required=False
    )
    steps = StepsField(label=_("Steps"), required=False, help_text=_("One a line, if there are any."))

    repeats = forms.ChoiceField(
        label=_("How often"),
        choices=[("", _("once")), *REPEATS.items()],
        required=False,
        help_text=_("Work that comes again is open to all each time: duties go round."),
    )

    def __init__(self, *args: Any, has_reason: bool = False, **kwargs: Any) -> None:  # noqa: ANN401
        """Ask why in words, unless the page `has_reason`: a point of a decision, or a meeting."""
        super().__init__(*args, **kwargs)
        if has_reason:
            del self.fields["why"]
        else:
            self.fields["why"].required = True


class OfferForm(forms.Form):
    """Who is asked to do it."""

    person_id = forms.ChoiceField(
        label=_("Whom do you ask?"),
        help_text=_(
            "They find it on their first page, and accept or decline. If they decline, it is open again, and nothing says that"
            " they were asked."
        ),
    )

    def __init__(self, people: Iterable[Person], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Offer these people."""
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((str(each.pk), each.name) for each in people)]
        self.fields["person_id"].choices = choices  # type: ignore[attr-defined]  # of a choice field


class ResultForm(forms.Form):
    """What came of it."""

    result = forms.CharField(
        label=_("What came of it"),
        help_text=_("Members of the unit read it. Say what was done, not how anybody did."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class GivingOutForm(forms.Form):
    """What is to be done, by when, and who of those present says yes."""

    title = forms.CharField(label=_("What is to be done"), help_text=_("In a few words."))
    due_on = DayField(label=_("By when"))
    person_id = forms.ChoiceField(
        label=_("Who says yes"),
        required=False,
        help_text=_(
            "Only if they said so here, aloud. They are told, and confirm it or take it back without giving a reason; until then"
            " no member sees who it is. Of whoever has no account no name is kept."
        ),
    )

    def __init__(self, people: Iterable[Person], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Offer those who are there."""
        super().__init__(*args, **kwargs)
        choices = [("", _("Nobody yet: it stays open")), *((str(each.pk), each.name) for each in people)]
        self.fields["person_id"].choices = choices  # type: ignore[attr-defined]  # of a choice field

    @property
    def given(self) -> dict[str, object]:
        """What the act takes."""
        return {**self.cleaned_data, "person_id": self.cleaned_data["person_id"] or None}


class LessonForm(forms.Form):
    """What was learnt from some work."""

    kind = forms.ChoiceField(
        label=_("What is it about"), choices=list(LESSONS.items()), widget=forms.RadioSelect, initial="well"
    )
    text = forms.CharField(
        label=_("In your words"),
        required=False,
        help_text=_("About the work, not about anybody. Your name is not kept with it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
