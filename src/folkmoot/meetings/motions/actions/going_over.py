"""Motions of a unit that is merged into another: those on which nothing was decided go over, and so do those from below."""

from datetime import datetime

from django.utils.translation import ngettext

from folkmoot.kernel.ledger import record
from folkmoot.meetings.motions.events import MotionsHandedOver
from folkmoot.meetings.motions.models import Forwarding, ForwardingQuerySet, Motion, MotionQuerySet
from folkmoot.people.models import Person
from folkmoot.structure.interfaces import Part
from folkmoot.units.models import Unit

BATCH = 100


def hand_over_motions(from_unit: Unit, to_unit: Unit, *, by: Person | None, at: datetime) -> int:
    """Make motions of a unit that stand, and those that wait there for an answer, those of the unit it is merged into."""
    motions = list(_standing(from_unit).order_by("pk").values_list("pk", flat=True)[:BATCH])
    waiting = list(_waiting(from_unit, to_unit).order_by("pk").values_list("pk", flat=True)[:BATCH])
    Motion.objects.filter(pk__in=motions).update(unit=to_unit)
    Forwarding.objects.filter(pk__in=waiting).update(to_unit=to_unit)
    if motions or waiting:
        gone = MotionsHandedOver(from_unit.pk, to_unit.pk, tuple(motions), tuple(waiting))
        record(gone, by=by, at=at)
    return len(motions) + len(waiting)


def _standing(unit: Unit) -> MotionQuerySet:
    return Motion.objects.standing().filter(unit=unit)


def _waiting(unit: Unit, into: Unit | None = None) -> ForwardingQuerySet:
    rows = Forwarding.objects.waiting().filter(to_unit=unit)
    # What the other unit has already is not sent there twice.
    there = Forwarding.objects.filter(to_unit=into, is_for_information=False).values("motion")
    return rows if into is None else rows.exclude(motion__in=there)


def _count(unit: Unit) -> int:
    return _standing(unit).count() + _waiting(unit).count()


def _fate(count: int, into: Unit) -> str:
    return ngettext(
        "%(count)d motion that nobody has decided on is one of %(into)s.",
        "%(count)d motions that nobody has decided on are those of %(into)s.",
        count,
    ) % {"count": count, "into": into.name}


MOTIONS_GO = Part("motions", _count, _fate, hand_over_motions)
