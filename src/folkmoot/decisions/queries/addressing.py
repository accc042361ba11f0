"""Whom an audience reaches now, asked as sets of rows. `rules.audience` says the same of one person."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from folkmoot.decisions.rules.audience import Audience
from folkmoot.decisions.rules.thresholds import SMALLEST
from folkmoot.membership.queries.counts import members_below, members_in
from folkmoot.people.models import Membership, Term
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.rules import paths

# Counting stops here: a page must not take longer for six million members than for a thousand.
PEOPLE_COUNTED = 200_000


def units_of(audience: Audience) -> UnitQuerySet:
    """Return the open units in which somebody can be addressed: of the subtree, kinds and sectors of `audience`."""
    units = Unit.objects.open().within_paths([audience.unit_path])
    if audience.kinds:
        units = units.filter(kind__code__in=audience.kinds)
    elif not audience.offices:
        units = units.cells()
    return _in_sectors(units, audience)


def people_of(audience: Audience, *, at: datetime) -> QuerySet[Any]:
    """Return the rows, memberships or terms, that make somebody addressed at the moment `at`: one or more a person."""
    return _places_held(audience, at).filter(unit__in=units_of(audience).order_by().values("pk"))


def count_units(audience: Audience) -> int:
    """Return in how many units somebody can be addressed."""
    return units_of(audience).count()


def count_people(audience: Audience, *, at: datetime) -> int:
    """Return how many people are addressed: members from their cells' counters, officers one by one up to PEOPLE_COUNTED + 1.

    Everybody below a unit of more than 2,000 cells is the last total that was taken there. Whoever is at home in several
    circles counts once, up to PEOPLE_COUNTED.
    """
    if audience.offices:
        people = people_of(audience, at=at).order_by().values("person").distinct()
        return int(people[: PEOPLE_COUNTED + 1].count())
    if audience.kinds or audience.sectors:
        homes = members_in(units_of(audience))
    else:
        homes = members_below(Unit.objects.get(path=audience.unit_path)).members
    # Above that no number is shown, and looking through so many would take too long.
    return homes if homes > PEOPLE_COUNTED else homes - _counted_twice(audience)


def are_few(audience: Audience, *, readers: Collection[UUID], at: datetime) -> bool:
    """Return whether so few are addressed that words without a name would tell `readers` whose they are: fewer than five.

    The readers do not count: they know what is theirs.
    """
    if count_people(audience, at=at) >= SMALLEST + len(readers):
        return False
    others = people_of(audience, at=at).exclude(person__in=readers).order_by()
    return len(others.values("person").distinct()[:SMALLEST]) < SMALLEST


def reaches_anybody(audience: Audience, *, at: datetime) -> bool:
    """Return whether anybody is addressed at the moment `at`: as quickly however many are."""
    # Asked from the units: the first one with a member in it ends the search. Asked from the people, the database
    # would first gather every unit.
    held = _places_held(audience, at).filter(unit=OuterRef("pk"))
    return units_of(audience).filter(Exists(held)).exists()


def _counted_twice(audience: Audience) -> int:
    places = units_of(audience).order_by().values("pk")
    others = Membership.objects.open().filter(person=OuterRef("person"), unit__in=places)
    before = others.filter(Q(circle=None) | Q(circle__lt=OuterRef("circle")))
    again = Membership.objects.open().filter(Exists(before), circle__isnull=False, unit__in=places)
    return int(again.count())


def _places_held(audience: Audience, at: datetime) -> QuerySet[Any]:
    if not audience.offices:
        rows: QuerySet[Any] = Membership.objects.current(at)
        return rows
    return Term.objects.current(at).filter(office__code__in=audience.offices)


def _in_sectors(units: UnitQuerySet, audience: Audience) -> UnitQuerySet:
    if not audience.sectors:
        return units
    # What a unit works in holds for all below it: one of its path's beginnings is the path of such a unit.
    working = Unit.objects.filter(sectors__code__in=audience.sectors).order_by().values("path")
    chosen = Q()
    for depth in range(1, paths.DEEPEST + 1):
        units = units.alias(**{f"line_{depth}": Substr("path", 1, depth * paths.STEP)})
        chosen |= Q(**{f"line_{depth}__in": working})
    return units.filter(chosen)
