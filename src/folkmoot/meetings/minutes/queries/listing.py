"""Adopted minutes as programs are shown them: the latest version of each, people by their names."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import OuterRef, Subquery

from folkmoot.access.policy import units_where
from folkmoot.meetings.minutes.models import MinutesName, MinutesVersion
from folkmoot.meetings.minutes.rules.minutes import with_names
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.rules.permissions import ADOPTED
from folkmoot.people.models import Person

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from folkmoot.units.models import UnitQuerySet


@dataclass(frozen=True)
class PartListed:
    """A part of adopted minutes."""

    heading: str
    text: str


@dataclass(frozen=True)
class MinutesListed:
    """The version of the minutes of a meeting that was adopted last."""

    version: MinutesVersion
    meeting: Meeting
    parts: Sequence[PartListed]


def units_minuted(person: Person, *, at: datetime) -> "UnitQuerySet":
    """Return the units whose adopted minutes `person` reads, whether or not they were there."""
    return units_where(person, ADOPTED, at=at)


def minutes_listed(units: "UnitQuerySet") -> "QuerySet[MinutesVersion]":
    """Return the version adopted last of the minutes of each meeting of `units`, the latest first."""
    latest = MinutesVersion.objects.filter(minutes=OuterRef("minutes")).order_by("-number").values("pk")[:1]
    found = MinutesVersion.objects.filter(minutes__meeting__unit__in=units, pk=Subquery(latest))
    return found.select_related("minutes__meeting__unit").order_by("-pk")


def with_parts(versions: Sequence[MinutesVersion]) -> list[MinutesListed]:
    """Return versions with the names of people in their texts: one question."""
    named = MinutesName.objects.filter(minutes__in=[each.minutes_id for each in versions])
    names: dict[UUID, dict[int, str]] = defaultdict(dict)
    for row in named.filter(person__erased_at=None, person__isnull=False).select_related("person"):
        assert row.person is not None  # noqa: S101  -- as asked
        names[row.minutes_id][row.number] = row.person.name
    return [_listed(each, names[each.minutes_id]) for each in versions]


def _listed(version: MinutesVersion, names: Mapping[int, str]) -> MinutesListed:
    parts = [
        PartListed(with_names(each.heading, names), with_names(each.text, names)) for each in version.parts
    ]
    return MinutesListed(version, version.minutes.meeting, parts)
