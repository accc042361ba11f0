"""What a member is asked before they leave."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.units.models import Unit

_ALL = "all"


class LeavingForm(forms.Form):
    """Whether the account is closed with the membership."""

    unit = forms.ChoiceField(label=_("What do you leave?"), widget=forms.RadioSelect)
    close_account = forms.BooleanField(
        label=_("Close my account as well"),
        help_text=_("You can then no longer sign in, and all programs that act for you stop."),
        required=False,
    )

    def __init__(self, *args: Any, homes: Sequence[Unit] = (), **kwargs: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Ask whoever is at home in several cells which of them they leave."""
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if len(homes) > 1 and isinstance(field, forms.ChoiceField):
            field.choices = [*((str(home.pk), home.name) for home in homes), (_ALL, _("all of them"))]
        else:
            del self.fields["unit"]

    @property
    def unit_id(self) -> UUID | None:
        """The cell that is left, None for all."""
        chosen = self.cleaned_data.get("unit")
        return UUID(chosen) if chosen and chosen != _ALL else None


class ErasureForm(forms.Form):
    """That whoever erases means it."""

    is_meant = forms.BooleanField(
        label=_("I know that this cannot be taken back"),
        error_messages={"required": _("Mark this first: nobody can bring back what is erased.")},
    )
