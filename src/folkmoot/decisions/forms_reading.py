"""What a secretary says of a reading: on which day, and who was there."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.rules.reading import NOBODY_PRESENT
from folkmoot.people.models import Person
from folkmoot.units.models import Unit

EARLIEST = date(1800, 1, 1)


class DayForm(forms.Form):
    """Which text of a decision is wanted, and in which language.

    That of a day, one by its number (two can begin on a day), or today's with what changed since a day.
    """

    on = forms.DateField(
        label=_("The text as it was on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Give a day such as 2010-07-01.")},
    )
    since = forms.DateField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=10**6)
    language = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for, as far as it can be understood and is a day of a calendar with four figures a year."""
        given = self.cleaned_data if self.is_valid() else {"language": self.data.get("language", "")}
        days = {name: given[name] for name in ("on", "since") if given.get(name) and given[name] >= EARLIEST}
        return {"language": given.get("language", ""), "version": given.get("version"), **days}


class ReadingForm(forms.Form):
    """The day it was read aloud, and those present who agreed."""

    read_on = forms.DateField(
        label=_("Read aloud on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    present = forms.TypedMultipleChoiceField(
        label=_("Who was there, and agreed that you enter it for them"),
        help_text=_(
            "Tick those who heard it and are content to be entered as having received it: each sees that you entered "
            "it, and can withdraw it. Leave out whoever would rather acknowledge it themselves."
        ),
        widget=forms.CheckboxSelectMultiple,
        coerce=UUID,
        error_messages={"required": NOBODY_PRESENT},
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        members: Sequence[Person],
        cell: Unit,
        at: datetime,
        **kwargs: Any,  # noqa: ANN401  -- passed on as they come
    ) -> None:
        """Offer the members of a cell, and its today."""
        super().__init__(*args, **kwargs)
        self.fields["read_on"].initial = cell.local(at).date()
        present = cast("forms.TypedMultipleChoiceField", self.fields["present"])
        present.choices = [(str(person.pk), person.name) for person in members]
