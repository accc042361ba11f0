"""`folkmoot ledger verify`: finds any change, deletion, insertion, reordering or cut-off tail of the ledger."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from folkmoot.kernel.batches import batched
from folkmoot.kernel.ledger import GENESIS, hash_of, personal_hash_of
from folkmoot.kernel.models import Entry, PersonalPayload, SignedHead
from folkmoot.kernel.signing import HeadLog, Signer

# Few enough that their ids fit into one query on SQLite.
CHUNK = 500


@dataclass
class Verdict:
    """What was found: how many entries are chained, how many wait, and each fault as a sentence."""

    chained: int = 0
    waiting: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def verify(*, signer: Signer, heads: HeadLog) -> Verdict:
    """Walk the whole ledger in its order and say what is wrong with it, entry by entry."""
    verdict = Verdict(waiting=Entry.objects.filter(position=None).count())
    hashes = _heads_by_position(signer, heads, verdict)
    last_position, previous = 0, GENESIS
    for entry in _in_order():
        _check_entry(entry, last_position, previous, verdict)
        last_position, previous = entry.position or 0, entry.hash
        _check_head(entry, hashes, verdict)
        verdict.chained += 1
    _check_tail(last_position, hashes, verdict)
    _check_file(heads, verdict)
    _check_personal(verdict)
    return verdict


def _check_entry(entry: Entry, last_position: int, previous: str, verdict: Verdict) -> None:
    place = entry.position or 0
    if place != last_position + 1:
        verdict.faults.append(
            _("Entries %(first)d to %(last)d are missing: they were deleted.")
            % {"first": last_position + 1, "last": place - 1}
        )
    elif entry.hash != hash_of(entry, position=place, previous=previous):
        verdict.faults.append(
            _(
                "Entry %(place)d (%(event)s, id %(id)s) is not what was chained there: it was changed, inserted or moved."
            )
            % {"place": place, "event": entry.event, "id": entry.id}
        )


def _check_head(entry: Entry, hashes: dict[int, str], verdict: Verdict) -> None:
    signed = hashes.pop(entry.position or 0, entry.hash)
    if signed != entry.hash:
        verdict.faults.append(
            _(
                "The head that was signed at entry %(place)d does not fit: the chain was rewritten at or before it."
            )
            % {"place": entry.position}
        )


def _check_tail(last_position: int, hashes: dict[int, str], verdict: Verdict) -> None:
    beyond = max(hashes, default=0)
    if beyond > last_position:
        verdict.faults.append(
            _("The ledger ends at entry %(last)d, but entry %(signed)d was signed: the tail was cut off.")
            % {"last": last_position, "signed": beyond}
        )


def _check_file(heads: HeadLog, verdict: Verdict) -> None:
    if verdict.chained and next(heads.heads(), None) is None:
        verdict.faults.append(
            _(
                "The file of signed heads, %(file)s, is missing or empty: without it, a cut-off tail is not found."
            )
            % {"file": heads.path.name}
        )


def _check_personal(verdict: Verdict) -> None:
    for chunk in batched(PersonalPayload.objects.order_by("entry_id").iterator(CHUNK), CHUNK):
        hashes = dict(
            Entry.objects.filter(pk__in=[kept.pk for kept in chunk]).values_list("pk", "personal_hash")
        )
        verdict.faults += [
            _("The personal part kept for entry %(id)s is not the one that was entered.")
            % {"id": kept.entry_id}
            for kept in chunk
            if hashes.get(kept.entry_id) != personal_hash_of(kept.salt, kept.payload)
        ]


def _heads_by_position(signer: Signer, heads: HeadLog, verdict: Verdict) -> dict[int, str]:
    found: dict[int, str] = {}
    for head in _all_heads(heads):
        if not signer.has_signed(head):
            verdict.faults.append(
                _("The signed head at entry %(place)d has a false signature.") % {"place": head.position}
            )
        elif found.setdefault(head.position, head.hash) != head.hash:
            verdict.faults.append(
                _("Two different heads were signed for entry %(place)d.") % {"place": head.position}
            )
    return found


def _all_heads(heads: HeadLog) -> Iterable[SignedHead]:
    yield from heads.heads()
    yield from SignedHead.objects.order_by("position").iterator(CHUNK)


def _in_order() -> Iterator[Entry]:
    return Entry.objects.filter(position__isnull=False).order_by("position").iterator(CHUNK)
