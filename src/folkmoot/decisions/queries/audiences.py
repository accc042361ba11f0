"""Audiences by themselves, for features that put something before people whom they choose as a decision's are chosen."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from folkmoot.decisions.models import Audience
from folkmoot.decisions.models.audience import Standing, places_of, standings_of
from folkmoot.decisions.queries.addressees import Addressees, addressees_of
from folkmoot.decisions.queries.standings import (
    Conveyed,
    fetch_what_narrows,
    is_addressed_now,
    rule_of,
    stays_of,
)
from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Membership, Person, Term
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

# In the order of its fields, as Django asks for what is loaded of a row.
_OF_A_HOME = ["id", "kind_id", "name", "path", "time_zone"]
# Where somebody stands, asked once for all that a page looks up from there.
Standings = Sequence[Standing]


def standings(person: Person, *, at: datetime) -> list[Standing]:
    """Return where a person stands at the moment `at`, for questions that are asked from there."""
    return standings_of(person, at=at)


def standings_with_homes(person: Person, *, at: datetime) -> tuple[list[Standing], list[Unit]]:
    """Return where a person stands, and the cells to which they belong, the one that answers for them first: one query.

    Of a cell come its name, kind, path and time zone.
    """
    rows = list(_places(person=person.pk, at=at))
    stands = [
        (tuple(paths.ancestors_of(path)), kind, office)
        for office, _elsewhere, _pk, _unit, kind, _name, path, _zone in rows
    ]
    own = sorted((elsewhere, pk, unit) for office, elsewhere, pk, *unit in rows if office is None)
    return stands, [Unit.from_db(None, _OF_A_HOME, unit) for _elsewhere, _pk, unit in own]


@prepared
def _places(*, person: UUID, at: datetime) -> QuerySet[Any, Any]:
    return places_of(person, ["held", "elsewhere", "pk", *(f"unit__{name}" for name in _OF_A_HOME)], at=at)


def audiences_reached_from(standings: Sequence[Standing]) -> QuerySet[Audience]:
    """Return the audiences that whoever stands so is among."""
    return Audience.objects.reaching_from(standings)


def audiences_reaching(person: Person, *, at: datetime) -> QuerySet[Audience]:
    """Return the audiences that `person` is among at the moment `at`."""
    return Audience.objects.reaching(person, at)


def addressees_called(audience_id: UUID) -> Addressees:
    """Return an audience, which is there, with its words."""
    return addressees_of(Audience.objects.select_related("unit__kind").get(pk=audience_id))


def lines_of(people: Collection[UUID], at: datetime) -> dict[UUID, frozenset[str]]:
    """Return the paths of the units in which each person stands at the moment `at`, and of all above them; one question."""
    homes = Membership.objects.current(at).filter(person__in=people).values_list("person", "unit__path")
    terms = Term.objects.current(at).filter(person__in=people).values_list("person", "unit__path")
    lines: dict[UUID, set[str]] = {}
    for person, path in homes.union(terms):
        lines.setdefault(person, set()).update(paths.ancestors_of(path))
    return {person: frozenset(line) for person, line in lines.items()}


def audiences_above(people: Collection[UUID], at: datetime) -> QuerySet[Audience]:
    """Return the audiences among which one of `people` may be: those of units in which they stand, or above."""
    every_line: frozenset[str] = frozenset().union(*lines_of(people, at).values())
    return Audience.objects.filter(unit__path__in=every_line)


def people_among(
    audiences: Mapping[UUID, datetime], people: Collection[UUID], *, at: datetime
) -> dict[UUID, list[UUID]]:
    """Return for each audience, by its id, those of `people` who are among it at the moment `at`.

    Each audience comes with the moment from which on it was asked. At most eight questions, however many of either.
    """
    rows = list(Audience.objects.filter(pk__in=audiences).select_related("unit"))
    fetch_what_narrows(rows)
    asked = {row.pk: Conveyed(rule_of(row), audiences[row.pk]) for row in rows}
    stays = stays_of(people, asked.values(), at=at)
    return {
        pk: [person for person in people if is_addressed_now(stays.get(person, ()), conveyed, at=at)]
        for pk, conveyed in asked.items()
    }
