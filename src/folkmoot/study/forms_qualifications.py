"""What people fill in about qualifications."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.ids import as_id
from folkmoot.study.rules.qualifications import MONTHS_MOST


class QualificationForm(forms.Form):
    """What a unit confirms of those who ask."""

    title = forms.CharField(label=_("What it is called"))
    words = forms.CharField(
        label=_("What somebody can do who has it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("And what is asked of those who want it."),
    )
    months = forms.IntegerField(
        label=_("Months it is valid"),
        required=False,
        widget=forms.NumberInput(attrs={"min": 1, "max": MONTHS_MOST}),
        help_text=_("Leave it empty if it is valid for good."),
    )
    programme_id = forms.ChoiceField(label=_("Programme that leads to it"), required=False)

    def __init__(self, programmes: Iterable[tuple[UUID, str]], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Offer these programmes, by their ids and titles, and none."""
        super().__init__(*args, **kwargs)
        offered = [("", _("None")), *((str(pk), title) for pk, title in programmes)]
        self.fields["programme_id"].choices = offered  # type: ignore[attr-defined]  # of a choice field

    @property
    def given(self) -> dict[str, object]:
        """What the act takes."""
        return {**self.cleaned_data, "programme_id": as_id(self.cleaned_data["programme_id"])}


class LearningForm(forms.Form):
    """With what somebody asks for a qualification."""

    words = forms.CharField(
        label=_("What you have learnt, where and when"), widget=forms.Textarea(attrs={"rows": 5})
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("If you like: a certificate, for example, as a PDF or a picture."),
    )


class MissingForm(forms.Form):
    """What is missing for a qualification."""

    answer = forms.CharField(label=_("What is missing"), widget=forms.Textarea(attrs={"rows": 4}))
