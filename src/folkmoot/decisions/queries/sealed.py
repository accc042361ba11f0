"""Whether receipts are still those that were sealed: what `folkmoot ledger verify` asks of decisions."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.decisions.events import ReceiptsSealed
from folkmoot.decisions.models import Receipt, ReceiptBatch
from folkmoot.decisions.rules.seals import SEALED, seal_of
from folkmoot.decisions.rules.thresholds import SMALLEST
from folkmoot.kernel.batches import batched
from folkmoot.kernel.canonical import canonical_json
from folkmoot.kernel.models import Entry
from folkmoot.kernel.verifying import Verdict

CHUNK = 200


def check_seals(verdict: Verdict) -> None:
    """Add to `verdict` each batch of receipts that fits its seal or the ledger no longer, and how many there are.

    A batch is opened when somebody withdraws a receipt of it: its salt is gone and so is the receipt, so that nobody can
    try out whose it was. Such a batch can only be held to have fewer receipts than were sealed.
    """
    batches = gone = 0
    for some in _batches():
        entered = _entered(some)
        for batch in some:
            rows = list(Receipt.objects.filter(batch=batch).values_list(*SEALED))
            verdict.faults += _faults_of(batch, rows, entered)
            batches += 1
            gone += 0 if batch.salt else max(0, batch.count - len(rows))
    verdict.faults += _entered_without_batch()
    verdict.notes += [_("Sealed batches of receipts: %(batches)d.") % {"batches": batches}, _withdrawn(gone)]


def _withdrawn(gone: int) -> str:
    # A private figure, whoever keeps the server: two looks must not tell that somebody withdrew in between.
    safe = gone // SMALLEST * SMALLEST
    if not safe:
        return _("Fewer than five receipts in them were withdrawn.")
    return _("At least %(safe)d receipts in them were withdrawn.") % {"safe": safe}


def _batches() -> Iterator[list[ReceiptBatch]]:
    return batched(ReceiptBatch.objects.order_by("id").iterator(CHUNK), CHUNK)


def _entered(batches: list[ReceiptBatch]) -> Mapping[UUID, str]:
    entries = Entry.objects.filter(act_id__in=[batch.pk for batch in batches], event=ReceiptsSealed.__name__)
    return dict(entries.values_list("act_id", "payload"))


def _faults_of(
    batch: ReceiptBatch, rows: list[tuple[object, ...]], entered: Mapping[UUID, str]
) -> Iterator[str]:
    event = ReceiptsSealed(batch.pk, batch.count, batch.digest)
    if entered.get(batch.pk) != canonical_json(asdict(event)):
        yield _("The batch of receipts %(id)s is not as the ledger has it.") % {"id": batch.pk}
    if batch.salt and (len(rows) != batch.count or seal_of(batch.salt, rows) != batch.digest):
        yield _(
            "The batch of receipts %(id)s does not fit its seal: %(count)d were sealed, %(found)d are there, and one or"
            " more were changed, deleted or inserted."
        ) % {"id": batch.pk, "count": batch.count, "found": len(rows)}
    if not batch.salt and len(rows) >= batch.count:
        yield _(
            "The batch of receipts %(id)s has no salt as if one of them had been withdrawn, but %(count)d were sealed and"
            " %(found)d are there."
        ) % {"id": batch.pk, "count": batch.count, "found": len(rows)}


def _entered_without_batch() -> Iterator[str]:
    sealed = Entry.objects.filter(event=ReceiptsSealed.__name__).order_by("id")
    for payloads in batched(sealed.values_list("payload", flat=True).iterator(CHUNK), CHUNK):
        ids = [UUID(json.loads(payload)["batch_id"]) for payload in payloads]
        there = set(ReceiptBatch.objects.filter(pk__in=ids).values_list("pk", flat=True))
        for missing in (each for each in ids if each not in there):
            yield _("The batch of receipts %(id)s, which the ledger has, is missing.") % {"id": missing}
