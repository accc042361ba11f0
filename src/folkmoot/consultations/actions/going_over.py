"""Consultations of a body that is merged into another: they go with their drafts."""

from datetime import datetime

from django.utils.translation import ngettext

from folkmoot.consultations.events import ConsultationsHandedOver
from folkmoot.consultations.models import Consultation
from folkmoot.consultations.models.consultation import ConsultationQuerySet
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.structure.interfaces import Part
from folkmoot.units.models import Unit

BATCH = 100


def hand_over_consultations(from_unit: Unit, to_unit: Unit, *, by: Person | None, at: datetime) -> int:
    """Make the next consultations of a body those of the body it is merged into."""
    found = list(_of(from_unit).order_by("pk").values_list("pk", flat=True)[:BATCH])
    if found:
        Consultation.objects.filter(pk__in=found).update(body=to_unit)
        record(ConsultationsHandedOver(from_unit.pk, to_unit.pk, tuple(found)), by=by, at=at)
    return len(found)


def _of(unit: Unit) -> ConsultationQuerySet:
    return Consultation.objects.standing().filter(body=unit)


def _count(unit: Unit) -> int:
    return _of(unit).count()


def _fate(count: int, into: Unit) -> str:
    return ngettext(
        "%(count)d consultation goes on as one of %(into)s.",
        "%(count)d consultations go on as those of %(into)s.",
        count,
    ) % {"count": count, "into": into.name}


CONSULTATIONS_GO = Part("consultations", _count, _fate, hand_over_consultations)
