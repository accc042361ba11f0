"""Finishing erasures: the act takes the name at once, the rest goes piece by piece."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from folkmoot.kernel.keeping import Eraser, erasers
from folkmoot.kernel.models import PersonalPayload
from folkmoot.rights.erasure_list import kept_list
from folkmoot.rights.models import Erasure, Mention, Opening

_AT_ONCE = 20
ROWS = 500
# What was under way when somebody was erased has long been chained and noted by then.
PATIENCE = timedelta(hours=1)


def finish_erasures(at: datetime) -> bool:
    """Sweep up to 20 erasures that are unfinished, and return whether there may be more to do at once.

    Each is first listed beside the database, for backups that were made before. One is finished when nothing is left
    and it is an hour old.
    """
    unfinished = Erasure.objects.filter(finished_at=None).order_by("person")
    people = list(unfinished.values_list("person", flat=True)[:_AT_ONCE])
    if not people:
        return False
    kept_list().append(people)
    for person_id in people:
        sweep(person_id)
    old = Erasure.objects.filter(person__in=people, person__erased_at__lte=at - PATIENCE)
    finished = old.update(finished_at=at)
    return len(people) == _AT_ONCE and finished > 0


def sweep(person_id: UUID) -> int:
    """Forget whatever is left that says something of somebody who was erased, and return how many rows that were."""
    return sum(_all(eraser, person_id) for eraser in erasers())


def erase_from_ledger(person_id: UUID, limit: int) -> int:
    """Forget up to `limit` personal parts of entries that name somebody who was erased, and return how many.

    The chain keeps their hashes, which nobody can guess without the salt. The part of a batch that an import brought
    in goes whole.
    """
    about = Mention.objects.filter(person=person_id, is_about=True).values("entry_id")
    kept = PersonalPayload.objects.filter(entry_id__in=about).order_by("entry_id")
    ids = list(kept.values_list("entry_id", flat=True)[:limit])
    PersonalPayload.objects.filter(entry_id__in=ids).delete()
    return len(ids)


def forget_openings(person_id: UUID, limit: int) -> int:
    """Forget up to `limit` openings of the page of somebody who was erased, and return how many."""
    ids = list(Opening.objects.filter(person=person_id).order_by("pk").values_list("pk", flat=True)[:limit])
    Opening.objects.filter(pk__in=ids).delete()
    return len(ids)


def _all(eraser: Eraser, person_id: UUID) -> int:
    forgotten = 0
    while piece := _piece(eraser, person_id):
        forgotten += piece
    return forgotten


@transaction.atomic
def _piece(eraser: Eraser, person_id: UUID) -> int:
    return eraser(person_id, ROWS)
