"""Where people belong.

Somebody has one home in the organisation itself, and one in each affiliated organisation that admitted them. Whoever sees the
members of one of these sees them. What concerns the whole of somebody (their name, their ways in, whether they were entered
twice) is for the one home that answers for them: the one in the organisation itself comes first.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OrderBy, QuerySet

from folkmoot.access.policy import may, permitted_in
from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

_NEVER = datetime.max.replace(tzinfo=UTC)


def answering_first() -> tuple[OrderBy | str, ...]:
    """Return the order in which the first of somebody's memberships is the one that answers for them."""
    open_first = F("ended_at").desc(nulls_first=True)
    return open_first, F("circle").asc(nulls_first=True), "-started_at", "pk"


def place_of(person_id: UUID) -> Unit:
    """Return the unit that answers for a person: their cell, else the last one they had, else the whole organisation."""
    return places_of(person_id)[0]


def places_of(person_id: UUID) -> Sequence[Unit]:
    """Return the units to which a person belongs: their cells, the one that answers for them first, else as `place_of` says."""
    found = _memberships(person=person_id)
    if not found:
        return [Unit.objects.select_related("kind").get(path=paths.ROOT)]
    return [each.unit for each in found if each.ended_at is None] or [found[0].unit]


@prepared
def _memberships(*, person: UUID) -> QuerySet[Membership]:
    memberships: Any = Membership.objects.filter(person=person).select_related("unit__kind")
    found: QuerySet[Membership] = memberships.order_by(*answering_first())
    return found


def in_answering_order(rows: Iterable[Membership]) -> Sequence[Membership]:
    """Return memberships in the order of `answering_first`, for many people at once."""
    return sorted(rows, key=_answers_last, reverse=True)


def latest_by_person(rows: Iterable[Membership]) -> Mapping[UUID, Membership]:
    """Return of the memberships of some people the one of each that answers for them, by the rule of `place_of`."""
    latest: dict[UUID, Membership] = {}
    for row in sorted(rows, key=_answers_last):
        latest[row.person_id] = row
    return latest


def belonging(rows: Iterable[Membership]) -> Mapping[UUID, Sequence[Membership]]:
    """Return of the memberships of some people the open ones of each, or else the last, by the rule of `places_of`."""
    found: dict[UUID, list[Membership]] = {}
    for row in in_answering_order(rows):
        theirs = found.setdefault(row.person_id, [])
        if not theirs or row.ended_at is None:
            theirs.append(row)
    return found


def home_of(person_id: UUID) -> Unit | None:
    """Return the cell that answers for a person, None if they have none."""
    return next(iter(homes_of(person_id)), None)


def homes_of(person_id: UUID) -> Sequence[Unit]:
    """Return the cells of a person: the one in the organisation itself first."""
    return [each.unit for each in open_memberships(person_id)]


def open_memberships(person_id: UUID) -> Sequence[Membership]:
    """Return the memberships of a person that have not ended, with their units: the one in the organisation itself first."""
    return _open(person=person_id)


@prepared
def _open(*, person: UUID) -> QuerySet[Membership]:
    memberships: Any = Membership.objects.open().filter(person=person).select_related("unit__kind")
    found: QuerySet[Membership] = memberships.order_by(*answering_first())
    return found


def last_in(person_id: UUID, circle_id: UUID | None) -> Membership | None:
    """Return the membership of a person in this circle, or the last one they had there; None for the organisation itself."""
    memberships: Any = Membership.objects.filter(person=person_id, circle=circle_id)
    found: Membership | None = memberships.select_related("unit__kind").order_by(*answering_first()).first()
    return found


def may_see(viewer: Person | None, person_id: UUID, *, at: datetime) -> bool:
    """Return whether `viewer` may see this person by name: they themselves, and those who see members where they belong."""
    if viewer is None:
        return False
    if viewer.pk == person_id:
        return True
    seen = permitted_in(viewer, ["people.see_members"], units=places_of(person_id), at=at)
    return any(seen.values())


def person_seen(viewer: Person, person_id: UUID, *, at: datetime) -> Person | None:
    """Return a person whom `viewer` may see by name, None if there is none."""
    return Person.objects.filter(pk=person_id).first() if may_see(viewer, person_id, at=at) else None


def sees_members(viewer: Person | None, unit: Unit, *, at: datetime) -> bool:
    """Return whether `viewer` sees the members of a unit by name, and so may be told that somebody belongs to it."""
    return viewer is not None and may(viewer, "people.see_members", on=unit, at=at)


def homes_seen(person_id: UUID, viewer: Person | None, *, at: datetime) -> Sequence[Membership]:
    """Return those of the open memberships of a person that `viewer` may be told of: all of their own."""
    homes = open_memberships(person_id)
    if viewer is not None and viewer.pk == person_id:
        return homes
    return [each for each in homes if sees_members(viewer, each.unit, at=at)]


def _answers_last(row: Membership) -> tuple[bool, datetime, int, datetime]:
    # The same order as `answering_first`, from its end.
    circle = 1 if row.circle_id is None else -row.circle_id.int
    return row.ended_at is None, row.ended_at or _NEVER, circle, row.started_at
