"""What the pages on merges and splits show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from folkmoot.access.policy import units_where
from folkmoot.people.models import Person
from folkmoot.structure.interfaces import members_of_cells, parts_of_units
from folkmoot.structure.models import Reorganisation, ReorganisationQuerySet
from folkmoot.structure.rules.succession import CHOSEN_MOST
from folkmoot.units.models import Unit, UnitQuerySet

PAGE = 50
MERGING = "structure.merge_units"
SPLITTING = "structure.split_unit"
REFOUNDING = "structure.refound_unit"


@dataclass(frozen=True)
class Divisible:
    """Who and what can go from a unit to a new one: members of a cell, units right below."""

    members: Sequence[tuple[UUID, str]]
    units: Sequence[Unit]


def units_decided_by(person: Person, permission: str, *, at: datetime) -> UnitQuerySet:
    """Return the units right below those where `person` holds a permission: what becomes of a unit is decided above it."""
    above = units_where(person, permission, at=at).order_by().values("pk")
    return Unit.objects.filter(parent__in=above).select_related("kind", "parent")


def places_to_merge_into(person: Person, unit: Unit, *, at: datetime) -> UnitQuerySet:
    """Return the other open units of the kind of `unit` below units where `person` may merge."""
    return units_decided_by(person, MERGING, at=at).open().filter(kind=unit.kind_id).exclude(pk=unit.pk)


def what_goes(unit: Unit, into: Unit) -> list[str]:
    """Return in sentences what becomes of all that is going on in `unit` when it is merged into another."""
    counted = ((part, part.count(unit)) for part in parts_of_units.values())
    return [part.fate(count, into) for part, count in counted if count]


def divisible(unit: Unit) -> Divisible:
    """Return who and what is in `unit`, up to as many as can be chosen at once of each."""
    members = members_of_cells().named(unit, most=CHOSEN_MOST) if unit.kind.is_cell else []
    return Divisible(members, list(Unit.objects.filter(parent=unit).open().in_order()[:CHOSEN_MOST]))


def reorganisations_shown(person: Person, *, at: datetime) -> ReorganisationQuerySet:
    """Return the merges and splits of units below those where `person` may merge or split."""
    above = units_where(person, MERGING, at=at).order_by().values("pk")
    found = Reorganisation.objects.filter(Q(from_unit__parent__in=above) | Q(to_unit__parent__in=above))
    return found.select_related("from_unit__kind", "from_unit__parent", "to_unit__kind", "to_unit__parent")


def reorganisation_rows(person: Person, *, words: str, at: datetime) -> Iterator[Sequence[object]]:
    """Yield a header and a row for each merge and split of `reorganisations_page`, of all its pages."""
    yield "from", "to", "way", "stage", "begun_at", "ended_at"
    before: UUID | None = None
    while True:
        page, following = reorganisations_page(person, words=words, before=before, at=at)
        for each in page:
            yield (
                each.from_unit.code,
                each.to_unit.code,
                each.way,
                each.stage,
                each.created_at,
                each.ended_at,
            )
        if not following:
            return
        before = UUID(following)


def reorganisations_page(
    person: Person, *, words: str = "", before: UUID | None = None, at: datetime
) -> tuple[list[Reorganisation], str]:
    """Return a page of merges and splits, the newest first, and the key of the next page, "" at the end."""
    found = reorganisations_shown(person, at=at).order_by("-pk")
    if words:
        found = found.filter(Q(from_unit__name__icontains=words) | Q(to_unit__name__icontains=words))
    page = list((found.filter(pk__lt=before) if before else found)[: PAGE + 1])
    return page[:PAGE], str(page[PAGE - 1].pk) if len(page) > PAGE else ""
