"""What whoever leads a study circle fills in."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.study.rules.circles import EVENINGS, GROUPS_MOST

_Choices = Iterable[tuple[UUID, str]]


class PlanningForm(forms.Form):
    """What is studied, and for how long."""

    studied = forms.ChoiceField(label=_("What is studied"))
    minutes = forms.TypedChoiceField(
        label=_("How long"),
        coerce=int,
        widget=forms.RadioSelect,
        initial=45,
    )

    def __init__(self, programmes: _Choices, decisions: _Choices, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Offer these programmes and decisions, by their ids and titles."""
        super().__init__(*args, **kwargs)
        offered = [
            (_("Programmes"), [(f"programme {pk}", title) for pk, title in programmes]),
            (_("Decisions"), [(f"decision {pk}", title) for pk, title in decisions]),
        ]
        lengths = [(each, gettext("%(minutes)d minutes") % {"minutes": each}) for each in EVENINGS]
        self.fields["minutes"].choices = lengths  # type: ignore[attr-defined]  # of a choice field
        self.fields["studied"].choices = [each for each in offered if each[1]]  # type: ignore[attr-defined]  # of a choice field

    @property
    def given(self) -> dict[str, object]:
        """What the act takes."""
        kind, pk = self.cleaned_data["studied"].split(" ")
        return {f"{kind}_id": pk, "minutes": self.cleaned_data["minutes"]}


class QuizForm(forms.Form):
    """How many groups there are, and how many of them had a card right."""

    groups = forms.IntegerField(
        label=_("How many groups"),
        widget=forms.NumberInput(attrs={"min": 1, "max": GROUPS_MOST}),
        help_text=_("A group has at least two people, and is called by a number or a colour."),
    )
    right = forms.IntegerField(
        label=_("How many of them had it right"),
        widget=forms.NumberInput(attrs={"min": 0, "max": GROUPS_MOST}),
    )
