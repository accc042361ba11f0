"""Meetings of a unit that is merged into another: those to come go over, those that were held stay."""

from datetime import datetime

from django.utils.translation import ngettext

from folkmoot.kernel.clock import now
from folkmoot.kernel.ledger import record
from folkmoot.meetings.events import MeetingsHandedOver
from folkmoot.meetings.models import Meeting, MeetingQuerySet
from folkmoot.people.models import Person
from folkmoot.structure.interfaces import Part
from folkmoot.units.models import Unit

BATCH = 100


def hand_over_meetings(from_unit: Unit, to_unit: Unit, *, by: Person | None, at: datetime) -> int:
    """Make the next meetings of a unit that are to come those of the unit it is merged into."""
    to_come = _to_come(from_unit, at=at).order_by("pk")
    chosen = list(to_come.values_list("pk", flat=True)[:BATCH])
    if chosen:
        Meeting.objects.filter(pk__in=chosen).update(unit=to_unit)
        record(MeetingsHandedOver(from_unit.pk, to_unit.pk, tuple(chosen)), by=by, at=at)
    return len(chosen)


def _to_come(unit: Unit, *, at: datetime) -> MeetingQuerySet:
    # One that was opened stays: who came to it is for the officers of the unit that held it.
    return Meeting.objects.upcoming(at).filter(unit=unit, sitting=None)


def _count(unit: Unit) -> int:
    return _to_come(unit, at=now()).count()


def _fate(count: int, into: Unit) -> str:
    return ngettext(
        "%(count)d meeting that is to come is one of %(into)s.",
        "%(count)d meetings that are to come are those of %(into)s.",
        count,
    ) % {"count": count, "into": into.name}


MEETINGS_GO = Part("meetings", _count, _fate, hand_over_meetings)
