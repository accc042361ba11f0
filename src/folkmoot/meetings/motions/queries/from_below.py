"""Motions that units below sent up and that wait for an answer, as a desk tells of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from folkmoot.meetings.motions.models import Forwarding
from folkmoot.meetings.motions.queries.carried import TOLD_AS_CARRIED
from folkmoot.meetings.motions.rules.forwarding import is_overdue
from folkmoot.units.models import Unit

# A desk names so many of each unit's; the list of its motions has all.
_MOST = 30


@dataclass(frozen=True)
class FromBelow:
    """A motion that waits for an answer: who sent it and on which day, and whether it was put on an agenda since."""

    pk: UUID
    motion: UUID
    title: str
    language: str
    sender: str
    sent_on: date
    is_late: bool
    is_taken_up: bool


def from_below(units: Collection[Unit], *, at: datetime) -> dict[UUID, list[FromBelow]]:
    """Return the motions that wait for an answer of each of `units`, by its id, the longest first: one question, of none none.

    One that was carried here waits to be made a decision first, and is told of as that alone.
    """
    by_id = {unit.pk: unit for unit in units}
    found: dict[UUID, list[FromBelow]] = {pk: [] for pk in by_id}
    if not by_id:
        return found
    rows = Forwarding.objects.waiting().filter(to_unit__in=by_id).select_related("motion__unit")
    rows = rows.exclude(TOLD_AS_CARRIED)
    for each in rows.longest_waiting_first()[: _MOST * len(by_id)]:
        unit, sent = by_id[each.to_unit_id], each.motion
        found[unit.pk].append(
            FromBelow(
                each.pk,
                sent.pk,
                sent.title,
                sent.language,
                sent.unit.name,
                unit.local(each.forwarded_at).date(),
                is_overdue(each.forwarded_at, at),
                each.taken_up_id is not None,
            )
        )
    return found
