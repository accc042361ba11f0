"""What the pages on merging and splitting units ask for; the acts check it."""
# ruff: noqa: ANN401
# Forms pass on to Django whatever they are given.

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.structure.forms import NameForm, UnitField
from folkmoot.structure.queries.reorganisations import Divisible
from folkmoot.units.models import UnitQuerySet


class MergeForm(forms.Form):
    """Into which unit another is merged."""

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        """Ask for one of `units`."""
        super().__init__(*args, **kwargs)
        self.fields["into_unit_id"] = UnitField(units, label=_("Into which unit?"))


class ConfirmedMergeForm(forms.Form):
    """A merge that was read over once more."""

    into_unit_id = forms.CharField(widget=forms.HiddenInput)
    confirmed = forms.CharField(widget=forms.HiddenInput, initial="yes")


class SplitForm(NameForm):
    """What the new unit is called, and who and what goes there."""

    def __init__(self, *args: Any, there: Divisible, **kwargs: Any) -> None:
        """Ask who of the members and which of the units that are `there` go."""
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the new unit")
        offered = {
            "members": (_("Members who go there"), there.members),
            "units": (_("Units that go there"), [(unit.pk, unit.name) for unit in there.units]),
        }
        for name, (label, choices) in offered.items():
            if choices:
                self.fields[name] = forms.TypedMultipleChoiceField(
                    label=label,
                    choices=[(str(pk), said) for pk, said in choices],
                    coerce=UUID,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )

    @property
    def chosen(self) -> dict[str, Any]:
        """What the act takes."""
        return {"members": [], "units": [], **self.cleaned_data}
