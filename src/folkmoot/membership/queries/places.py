"""Where people belong."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from folkmoot.access.policy import may
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


def place_of(person_id: UUID) -> Unit:
    """Return the unit that answers for a person: their cell, else the last one they had, else the whole organisation."""
    memberships: Any = Membership.objects.filter(person=person_id).select_related("unit__kind")
    latest = memberships.order_by(F("ended_at").desc(nulls_first=True), "-started_at", "pk").first()
    return latest.unit if latest is not None else Unit.objects.select_related("kind").get(path=paths.ROOT)


def latest_by_person(rows: Iterable[Membership]) -> Mapping[UUID, Membership]:
    """Return of the memberships of some people the open one of each, or else the one that ended last."""
    latest: dict[UUID, Membership] = {}
    for row in sorted(rows, key=lambda each: (each.ended_at is None, each.ended_at or each.started_at)):
        latest[row.person_id] = row
    return latest


def home_of(person_id: UUID) -> Unit | None:
    """Return the cell of a person's open membership, None if they have none."""
    memberships: Any = Membership.objects.open().filter(person=person_id).select_related("unit__kind")
    home = memberships.first()
    return None if home is None else home.unit


def may_see(viewer: Person | None, person_id: UUID, *, at: datetime) -> bool:
    """Return whether `viewer` may see this person by name: they themselves, and those who see their unit's members."""
    if viewer is None:
        return False
    return viewer.pk == person_id or may(viewer, "people.see_members", on=place_of(person_id), at=at)
