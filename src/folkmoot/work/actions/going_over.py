"""Work of a unit that is merged into another: what is still to be done goes over, with who does it; what was done stays."""

from datetime import datetime

from django.utils.translation import ngettext

from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.structure.interfaces import Part
from folkmoot.units.models import Unit
from folkmoot.work.events import WorkHandedOver
from folkmoot.work.models import Assignment, AssignmentQuerySet

BATCH = 100


def hand_over_work(from_unit: Unit, to_unit: Unit, *, by: Person | None, at: datetime) -> int:
    """Make the next work of a unit that is still to be done that of the unit it is merged into."""
    chosen = list(_standing(from_unit).order_by("pk").values_list("pk", flat=True)[:BATCH])
    if chosen:
        Assignment.objects.filter(pk__in=chosen).update(unit=to_unit)
        record(WorkHandedOver(from_unit.pk, to_unit.pk, len(chosen)), by=by, at=at)
    return len(chosen)


def _standing(unit: Unit) -> AssignmentQuerySet:
    return Assignment.objects.filter(unit=unit).standing()


def _count(unit: Unit) -> int:
    return _standing(unit).count()


def _fate(count: int, into: Unit) -> str:
    return ngettext(
        "%(count)d piece of work that is to be done is one of %(into)s.",
        "%(count)d pieces of work that are to be done are those of %(into)s.",
        count,
    ) % {"count": count, "into": into.name}


WORK_GOES = Part("work", _count, _fate, hand_over_work)
