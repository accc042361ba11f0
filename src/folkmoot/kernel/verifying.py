"""`folkmoot ledger verify`: finds any change, deletion, insertion, reordering or cut-off tail of the ledger."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import chain
from operator import attrgetter

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from folkmoot.kernel.batches import batched
from folkmoot.kernel.ledger import GENESIS, hash_of, personal_hash_of
from folkmoot.kernel.models import Entry, PersonalPayload, SignedHead
from folkmoot.kernel.signing import HeadLog, Signer

# Few enough that their ids fit into one query on SQLite.
CHUNK = 500


@dataclass
class Verdict:
    """What was found: how many entries are chained, how many wait, and each fault and each thing to know as a sentence."""

    chained: int = 0
    waiting: int = 0
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


Check = Callable[[Verdict], None]


def verify(*, signer: Signer, heads: HeadLog, checks: Iterable[Check] = ()) -> Verdict:
    """Walk the whole ledger in its order and say what is wrong with it, entry by entry; then do what features `checks`.

    Neither entries nor heads are held in memory: both are read in order of position, side by side.
    """
    verdict = Verdict(waiting=Entry.objects.filter(position=None).count())
    signed = _Heads(_heads_in_order(signer, heads, verdict))
    last_position, previous = 0, GENESIS
    for entry in _in_order():
        _check_entry(entry, last_position, previous, verdict)
        last_position, previous = entry.position or 0, entry.hash
        _check_head(entry, signed, verdict)
        verdict.chained += 1
    _check_tail(last_position, signed, verdict)
    _check_file(heads, verdict)
    _check_personal(verdict)
    for check in checks:
        check(verdict)
    return verdict


@dataclass
class _Heads:
    """Signed heads in order of position, taken as the entries pass by."""

    stream: Iterator[SignedHead]

    def __post_init__(self) -> None:
        self.next = next(self.stream, None)

    def at(self, position: int) -> str | None:
        """Return the hash that was signed at `position`, if any, and pass over all heads up to there."""
        found = None
        while self.next is not None and self.next.position <= position:
            found = self.next.hash if self.next.position == position else None
            self.next = next(self.stream, None)
        return found

    def last(self) -> int:
        """Return the highest position among those not passed yet, or 0."""
        return max(
            (head.position for head in chain([self.next] if self.next else [], self.stream)), default=0
        )


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


def _check_head(entry: Entry, signed: _Heads, verdict: Verdict) -> None:
    if signed.at(entry.position or 0) not in {None, entry.hash}:
        verdict.faults.append(
            _(
                "The head that was signed at entry %(place)d does not fit: the chain was rewritten at or before it."
            )
            % {"place": entry.position}
        )


def _check_tail(last_position: int, signed: _Heads, verdict: Verdict) -> None:
    beyond = signed.last()
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
    kept_parts = PersonalPayload.objects.filter(entry_id=OuterRef("pk"))
    gone = Entry.objects.exclude(personal_hash="").filter(~Exists(kept_parts)).count()
    if gone:
        verdict.notes.append(
            _(
                "The personal parts of %(gone)d entries are not kept any more: erased, or deleted from outside."
            )
            % {"gone": gone}
        )


def _heads_in_order(signer: Signer, heads: HeadLog, verdict: Verdict) -> Iterator[SignedHead]:
    """Yield the signed heads of the file and of the table in order of position, one for each position."""
    last = SignedHead(position=0, hash="")
    table = SignedHead.objects.order_by("position").iterator(CHUNK)
    streams = (_rising(_signed(each, signer, verdict), verdict) for each in (heads.heads(), table))
    for head in merge(*streams, key=attrgetter("position")):
        if head.position != last.position:
            last = head
            yield head
        elif head.hash != last.hash:
            verdict.faults.append(
                _("Two different heads were signed for entry %(place)d.") % {"place": head.position}
            )


def _signed(heads: Iterable[SignedHead], signer: Signer, verdict: Verdict) -> Iterator[SignedHead]:
    for head in heads:
        if signer.has_signed(head):
            yield head
        else:
            verdict.faults.append(
                _("The signed head at entry %(place)d has a false signature.") % {"place": head.position}
            )


def _rising(heads: Iterable[SignedHead], verdict: Verdict) -> Iterator[SignedHead]:
    highest = 0
    for head in heads:
        if head.position >= highest:
            highest = head.position
            yield head
        else:
            verdict.faults.append(
                _("The signed head at entry %(place)d stands after the one at entry %(highest)d.")
                % {"place": head.position, "highest": highest}
            )


def _in_order() -> Iterator[Entry]:
    return Entry.objects.filter(position__isnull=False).order_by("position").iterator(CHUNK)
