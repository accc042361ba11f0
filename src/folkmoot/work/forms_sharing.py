"""What people fill in where a target is shared out, and a share is answered."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.forms import DayField
from folkmoot.work.forms_plans import AdoptionForm
from folkmoot.work.rules.shares import OF_AMOUNTS, RULES, Rule


class ShareOutForm(forms.Form):
    """By what a target is shared out, and whose share is fixed."""

    rule = forms.ChoiceField(
        label=_("By what"),
        choices=[(each, RULES[each]) for each in OF_AMOUNTS],
        initial=Rule.MEMBERS,
        widget=forms.RadioSelect,
    )
    exceptions = forms.CharField(
        label=_("Shares fixed by hand"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One a line: the code of a unit right below, a space, and its share. The rest is shared among the others."
        ),
    )

    answer_by = DayField(
        label=_("Answer by"),
        required=False,
        help_text=_("The desk of each unit says so until it has answered."),
    )

    renews = forms.BooleanField(
        label=_("Propose new shares to those who accepted, too"),
        required=False,
        help_text=_(
            "Without this they keep what they accepted, and the rest is shared among the others. With it each of them is asked "
            "again; what it accepted stands until it answers."
        ),
    )

    def __init__(
        self,
        units: Mapping[str, UUID],
        *args: Any,  # noqa: ANN401
        is_counted: bool,
        was_accepted: bool,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Know the units right below by their codes; a target in words goes to each of them alike."""
        super().__init__(*args, **kwargs)
        self._units = units
        if not was_accepted:
            del self.fields["renews"]
        if not is_counted:
            del self.fields["rule"], self.fields["exceptions"]

    @property
    def given(self) -> dict[str, object]:
        """What the act takes."""
        return {"rule": str(Rule.EACH), **self.cleaned_data}

    def clean_exceptions(self) -> list[dict[str, object]]:
        """Return the exceptions as the act takes them."""
        found = []
        for line in self.cleaned_data["exceptions"].splitlines():
            code, _space, amount = line.strip().partition(" ")
            if code and code not in self._units:
                raise forms.ValidationError(
                    _now("No unit right below has the code “%(code)s”.") % {"code": code}
                )
            if code:
                found.append({"unit_id": self._units[code], "amount": amount.strip()})
        return found


class AcceptForm(AdoptionForm):
    """At which meeting a share was adopted, or on which day; and which share was looked at."""

    share = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Ask for no revision."""
        super().__init__(*args, **kwargs)
        del self.fields["revision"]


class AskForm(forms.Form):
    """Which share is asked for instead, and why."""

    amount = forms.CharField(
        label=_("The share you ask for"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("Less or more than was proposed."),
    )
    title = forms.CharField(
        label=_("What you want to reach instead"), help_text=_("In a few words. Say nothing here of people.")
    )
    words = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, is_counted: bool, **kwargs: Any) -> None:  # noqa: ANN401
        """Ask for an amount, or for words."""
        super().__init__(*args, **kwargs)
        del self.fields["title" if is_counted else "amount"]


class SettleForm(forms.Form):
    """Whether the body above takes what is asked for, and why."""

    is_taken = forms.TypedChoiceField(
        label=_("What becomes of it"),
        choices=[("yes", _("Take what they ask for")), ("no", _("Keep the share as proposed"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("In your words"), widget=forms.Textarea(attrs={"rows": 3}))
