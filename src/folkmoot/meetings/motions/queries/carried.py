"""Motions that were carried and wait to be made decisions, as a desk tells of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from folkmoot.meetings.motions.models import Forwarding, Motion
from folkmoot.meetings.motions.rules.states import MotionState
from folkmoot.units.models import Unit

_WAITS = timedelta(days=365)
# A desk names so many.
_MOST = 30


@dataclass(frozen=True)
class Carried:
    """A motion that was carried and waits to be made a decision."""

    pk: UUID
    title: str
    language: str


def carried_in(units: Collection[Unit], *, at: datetime) -> dict[UUID, list[Carried]]:
    """Return the motions of each of `units`, by its id, that were carried and are neither a decision nor sent up: one question.

    One that was submitted over a year ago waits for nobody any more.
    """
    found: dict[UUID, list[Carried]] = {unit.pk: [] for unit in units}
    carried = Motion.objects.filter(state=MotionState.CARRIED, decision=None, submitted_at__gt=at - _WAITS)
    sent = Forwarding.objects.filter(motion=OuterRef("pk"), is_for_information=False)
    for motion in carried.filter(~Exists(sent), unit__in=found).order_by("submitted_at", "pk")[:_MOST]:
        found[motion.unit_id].append(Carried(motion.pk, motion.title, motion.language))
    return found
