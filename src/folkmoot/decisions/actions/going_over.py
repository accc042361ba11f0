"""Papers of a body that is merged into another: drafts go over, what was adopted stays."""

from datetime import datetime

from django.utils.translation import ngettext

from folkmoot.decisions.events import DraftsHandedOver
from folkmoot.decisions.models import Decision
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.structure.interfaces import Part
from folkmoot.units.models import Unit

BATCH = 100


def hand_over_drafts(from_unit: Unit, to_unit: Unit, *, by: Person | None, at: datetime) -> int:
    """Make the next drafts of a body those of the body it is merged into."""
    drafts = list(
        Decision.objects.drafts().filter(body=from_unit).order_by("pk").values_list("pk", flat=True)[:BATCH]
    )
    if drafts:
        Decision.objects.filter(pk__in=drafts).update(body=to_unit)
        record(DraftsHandedOver(from_unit.pk, to_unit.pk, tuple(drafts)), by=by, at=at)
    return len(drafts)


def _count_drafts(unit: Unit) -> int:
    return Decision.objects.drafts().filter(body=unit).count()


def _fate_of_drafts(count: int, into: Unit) -> str:
    return ngettext(
        "%(count)d draft goes on as one of %(into)s.", "%(count)d drafts go on as those of %(into)s.", count
    ) % {"count": count, "into": into.name}


def _waiting(unit: Unit) -> str:
    count = Decision.objects.waiting().filter(body=unit).count()
    if not count:
        return ""
    return ngettext(
        "%(count)d decision of %(unit)s was adopted and conveyed to nobody. Convey or repeal it first.",
        "%(count)d decisions of %(unit)s were adopted and conveyed to nobody. Convey or repeal them first.",
        count,
    ) % {"count": count, "unit": unit.name}


DRAFTS_GO = Part("drafts", _count_drafts, _fate_of_drafts, hand_over_drafts, _waiting)
