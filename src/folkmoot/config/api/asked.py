"""What a list is asked for: how many rows, after which, below which unit, with which words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from folkmoot.access.requests import SignedInRequest
from folkmoot.config.api.answers import NotAnswered
from folkmoot.kernel.ids import as_id
from folkmoot.people.models import Person
from folkmoot.units.models import Unit, UnitQuerySet

LIMIT = 100
MOST = 500
EARLIEST = date(1800, 1, 1)


@dataclass(frozen=True)
class Asked:
    """One question of one person at one moment."""

    person: Person
    at: datetime
    unit: str
    words: str
    after: str
    limit: int
    on: str = ""

    def day(self) -> date | None:
        """Return the day asked for, None if none was.

        :raises NotAnswered: 400 if it is no day from the year 1800 on.
        """
        if not self.on:
            return None
        try:
            day = date.fromisoformat(self.on)
        except ValueError:
            day = date.min
        if day < EARLIEST:
            raise NotAnswered(400, _("“on” is a day such as 2010-07-01."), field="on")
        return day

    def narrowed(self, units: UnitQuerySet) -> UnitQuerySet:
        """Keep those of `units` at or below the unit asked for, by its id or code; all of them if none was."""
        if not self.unit:
            return units
        top = self.top()
        return units.none() if top is None else units & Unit.objects.within(top)

    def top(self) -> Unit | None:
        """Return the unit asked for, None if there is none."""
        pk = as_id(self.unit)
        return Unit.objects.filter(**({"pk": pk} if pk else {"code": self.unit})).first()

    def key(self) -> str:
        """Return where the list goes on, where keys end with an id.

        :raises NotAnswered: 400 if it is no key that a page gave.
        """
        if self.after:
            key_as_uuid(self.after.rpartition("~")[2])
        return self.after

    def after_id(self) -> UUID | None:
        """Return the key after which the list goes on, where keys are ids.

        :raises NotAnswered: 400 if it is no key that a page gave.
        """
        return key_as_uuid(self.after) if self.after else None

    def after_pair(self) -> tuple[str, UUID] | None:
        """Return the key after which the list goes on, where keys are words and then an id.

        :raises NotAnswered: 400 if it is no key that a page gave.
        """
        words, _sign, pk = self.after.rpartition("~")
        return (words, key_as_uuid(pk)) if self.after else None


def asked_of(request: HttpRequest, person: Person, known: frozenset[str]) -> Asked:
    """Return what a request asks for with its query string.

    :raises NotAnswered: 400 for a parameter that is not `known`, or a limit that is no number from 1 to 500.
    """
    given = request.GET
    for name, text in given.items():
        if name not in known:
            raise NotAnswered(
                400,
                _("There is no parameter “%(name)s” here.") % {"name": name},
                field=name,
                known=sorted(known),
            )
        if "\0" in text:
            raise NotAnswered(400, _("A text has the character U+0000 in it. Leave it out."), field=name)
    return Asked(
        person=person,
        at=cast("SignedInRequest", request).at,
        unit=given.get("unit", "").strip(),
        words=given.get("q", "").strip(),
        after=given.get("after", ""),
        limit=_limit_of(given.get("limit", str(LIMIT))),
        on=given.get("on", "").strip(),
    )


def key_as_uuid(text: str) -> UUID:
    """Return the id in a key.

    :raises NotAnswered: 400 if it is none.
    """
    pk = as_id(text)
    if pk is None:
        raise NotAnswered(
            400, _("This is not where a page ended. Follow its “next” as it is."), field="after"
        )
    return pk


def _limit_of(text: str) -> int:
    if text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST:
        return int(text)
    raise NotAnswered(
        400, _("A page has 1 to %(most)d rows. Ask for so many.") % {"most": MOST}, field="limit"
    )
