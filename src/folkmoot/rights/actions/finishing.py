"""Finishing erasures: the act takes the name at once, the rest goes piece by piece."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from folkmoot.kernel.keeping import Eraser, erasers
from folkmoot.kernel.models import PersonalPayload
from folkmoot.rights.erasure_list import kept_list
from folkmoot.rights.models import Erasure, Mention, Opening

_AT_ONCE = 20
ROWS = 500
# What was under way when somebody was erased has long been chained and noted by then.
PATIENCE = timedelta(hours=1)
# Less than the worker lets pass between two rounds.
AGAIN = timedelta(minutes=5)


def finish_erasures(at: datetime) -> bool:
    """Sweep up to 20 erasures that are unfinished, and return whether there may be more to do at once.

    Each is first listed beside the database, for backups that were made before. One is finished when nothing is left
    and it is an hour old; until then it is swept again after a while.
    """
    # Those not yet swept come first, and those that were just swept wait: otherwise the first 20 of an hour would be all
    # that is ever looked at in it.
    waits = Erasure.objects.filter(finished_at=None).filter(
        Q(swept_at=None)
        | Q(swept_at__lte=at - AGAIN)
        | Q(swept_at__lt=at, person__erased_at__lte=at - PATIENCE)
    )
    next_ones = list(waits.order_by(F("swept_at").asc(nulls_first=True), "person")[:_AT_ONCE])
    _sweep_all(next_ones, at)
    return len(next_ones) == _AT_ONCE


def finish_all_erasures(at: datetime) -> None:
    """Sweep every erasure that is unfinished, however lately it was swept."""
    unfinished, last = Erasure.objects.filter(finished_at=None).order_by("person"), UUID(int=0)
    while next_ones := list(unfinished.filter(person__gt=last)[:_AT_ONCE]):
        _sweep_all(next_ones, at)
        last = next_ones[-1].person_id


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


def _sweep_all(erasures: Sequence[Erasure], at: datetime) -> None:
    unlisted = [each.person_id for each in erasures if each.swept_at is None]
    if unlisted:
        kept_list().append(unlisted)
    for each in erasures:
        sweep(each.person_id)
    swept = Erasure.objects.filter(person__in=[each.person_id for each in erasures])
    swept.update(swept_at=at)
    swept.filter(person__erased_at__lte=at - PATIENCE).update(finished_at=at)


def _all(eraser: Eraser, person_id: UUID) -> int:
    forgotten = 0
    while piece := _piece(eraser, person_id):
        forgotten += piece
    return forgotten


@transaction.atomic
def _piece(eraser: Eraser, person_id: UUID) -> int:
    return eraser(person_id, ROWS)
