"""What people search the library for."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.queries.searching import Search, Which
from folkmoot.documents.languages import language_called
from folkmoot.units.models import Unit

WHICH = [
    (Which.IN_FORCE, _("What is in force")),
    (Which.OVER, _("What is no longer in force")),
    (Which.ALL, _("Everything")),
]
EARLIEST = 1800
LONGEST = 300
LONGEST_CODE = 35


class SearchForm(forms.Form):
    """Words, and what narrows them. What is not understood narrows nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=LONGEST)
    which = forms.ChoiceField(label=_("In force"), required=False, choices=WHICH, initial=Which.IN_FORCE)
    body = forms.TypedChoiceField(label=_("Decided by"), required=False, coerce=UUID, empty_value=None)
    year = forms.IntegerField(
        label=_("Adopted in the year"), required=False, min_value=EARLIEST, max_value=9999
    )
    language = forms.ChoiceField(label=_("Written in"), required=False)
    mine = forms.BooleanField(label=_("Only what is addressed to me"), required=False)

    def __init__(
        self,
        given: QueryDict,
        *,
        bodies: Sequence[Unit],
        languages: Sequence[str],
        **kwargs: Any,  # noqa: ANN401  -- passed on as they come
    ) -> None:
        """Offer the units whose decisions can be read, and the languages that the reader reads."""
        super().__init__(given, **kwargs)
        body, language = (cast("forms.ChoiceField", self.fields[name]) for name in ("body", "language"))
        body.choices = [("", _("All bodies")), *((str(unit.pk), unit.name) for unit in bodies)]
        offered = dict.fromkeys([*languages, *filter(None, [given.get("language", "")[:LONGEST_CODE]])])
        language.choices = [
            ("", _("Any language")),
            *((code, language_called(code).name) for code in offered),
        ]

    @property
    def search(self) -> Search:
        """The search, as far as it was understood."""
        self.full_clean()
        said = self.cleaned_data
        return Search(
            words=said.get("q", ""),
            which=Which(said.get("which") or Which.IN_FORCE),
            body=said.get("body"),
            year=said.get("year"),
            is_mine=bool(said.get("mine")),
            language=said.get("language", ""),
        )

    @property
    def narrows(self) -> bool:
        """Whether anything but words was chosen."""
        return self.search != Search(words=self.search.words)

    @property
    def narrowing_fields(self) -> list[forms.BoundField]:
        """The fields that narrow."""
        return [self[name] for name in ("which", "body", "year", "language", "mine")]


def after_key(given: QueryDict) -> int | None:
    """Return the key of the page before, as the address has it; None at the beginning, or if it is none."""
    key = given.get("after", "")
    return int(key) if key.isascii() and key.isdigit() and len(key) < len(str(2**63)) else None
