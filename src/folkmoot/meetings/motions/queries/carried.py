"""Motions that were carried and wait to be made decisions, as a desk tells of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from folkmoot.kernel.counting import number_of
from folkmoot.meetings.motions.models import Forwarding, Motion
from folkmoot.meetings.motions.models.motions import MotionQuerySet
from folkmoot.meetings.motions.rules.states import MotionState
from folkmoot.units.models import Unit

_WAITS = timedelta(days=365)
# A desk names so many.
_MOST = 30
# A motion from below that was carried here waits to be made a decision first, and is told of as that alone.
TOLD_AS_CARRIED = Q(taken_up__isnull=False, taken_up__state=MotionState.CARRIED, taken_up__decision=None)


@dataclass(frozen=True)
class Carried:
    """A motion that was carried and waits to be made a decision."""

    pk: UUID
    title: str
    language: str


def number_carried(*, at: datetime) -> Coalesce:
    """Return, to be asked beside units, how many of their motions `carried_in` names."""
    return number_of(_carried(at).filter(unit=OuterRef("pk")))


def number_from_below() -> Coalesce:
    """Return, to be asked beside units, how many motions from below wait for an answer of each."""
    return number_of(Forwarding.objects.waiting().exclude(TOLD_AS_CARRIED).filter(to_unit=OuterRef("pk")))


def carried_in(units: Collection[Unit], *, at: datetime) -> dict[UUID, list[Carried]]:
    """Return the motions of each of `units`, by its id, that were carried and are neither a decision nor sent up: one question.

    One that was submitted over a year ago waits for nobody any more.
    """
    found: dict[UUID, list[Carried]] = {unit.pk: [] for unit in units}
    for motion in _carried(at).filter(unit__in=found).order_by("submitted_at", "pk")[:_MOST]:
        found[motion.unit_id].append(Carried(motion.pk, motion.title, motion.language))
    return found


def _carried(at: datetime) -> MotionQuerySet:
    carried = Motion.objects.filter(state=MotionState.CARRIED, decision=None, submitted_at__gt=at - _WAITS)
    sent = Forwarding.objects.filter(motion=OuterRef("pk"), is_for_information=False)
    return carried.filter(~Exists(sent))
