"""Receipts are sealed in batches: the ledger can show that none was changed, without telling that any was made."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.decisions.actions.receiving import TOGETHER
from folkmoot.decisions.events import ReceiptsSealed
from folkmoot.decisions.models import Receipt, ReceiptBatch
from folkmoot.decisions.rules.seals import SEALED, seal_of
from folkmoot.kernel.acts import Via, act, run, running
from folkmoot.kernel.batches import batched
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person

# So many are sealed at once; fewer wait for a day, and fewer than the least wait on.
ENOUGH = 20
LEAST = 5
MOST = 1_000
PATIENCE = timedelta(days=1)


def seal_waiting(at: datetime) -> bool:
    """Seal a batch of receipts if enough are waiting, and return whether there was one."""
    waiting = list(Receipt.objects.unsealed().values_list("acknowledged_at", flat=True)[:MOST])
    is_due = len(waiting) >= ENOUGH or (len(waiting) >= LEAST and waiting[0] <= at - PATIENCE)
    if is_due:
        run(seal_receipts, {"until": waiting[-1]}, act_id=new_id(), by=None, at=at, via=Via.WORKER)
    return is_due


@act("decisions.seal_receipts", bulk=True)
def seal_receipts(*, until: datetime, by: Person | None, at: datetime) -> UUID:
    """Seal up to 1,000 of the receipts made up to and including `until` into one batch, and enter its number and digest.

    :raises Refused: if fewer than five are waiting, which would tell too much.
    """
    # Locked, so that none of them is withdrawn before it is sealed; more may come meanwhile, and are left waiting.
    waiting = Receipt.objects.unsealed().filter(acknowledged_at__lte=until).select_for_update()
    rows = list(waiting.values_list(*SEALED)[:MOST])
    if len(rows) < LEAST:
        raise Refused(_("Fewer than five receipts are waiting; they are sealed with the next ones."))
    salt = secrets.token_hex(32)
    # By the act's id the batch is found from its entry, and the entry from the batch.
    batch = ReceiptBatch.objects.create(
        id=running().act_id, sealed_at=at, count=len(rows), salt=salt, digest=seal_of(salt, rows)
    )
    for some in batched([(decision, person) for decision, person, *_rest in rows], TOGETHER):
        Receipt.objects.filter(pk__in=some).update(batch=batch)
    record(ReceiptsSealed(batch.pk, batch.count, batch.digest), by=by, at=at)
    return batch.pk
