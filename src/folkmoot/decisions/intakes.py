"""Acknowledgements as the live server takes them in."""

from collections.abc import Sequence
from datetime import datetime

from folkmoot.decisions.actions.receiving import ReceiptGiven, enter_receipts
from folkmoot.decisions.queries.amendments import read_together
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.batches import batched
from folkmoot.kernel.errors import SomeRefused
from folkmoot.kernel.ids import new_id
from folkmoot.live.interfaces import Arrival

MOST_ROWS = 1_000


class Acknowledgements:
    """Members acknowledge decisions, each for themselves."""

    def enter(self, arrivals: Sequence[Arrival], at: datetime, /) -> Sequence[str]:
        """Enter what may be entered, and return for each arrival the sentence that refuses it, or "".

        In one transaction, unless much amended texts make them too many.
        """
        receipts = [_given(arrival) for arrival in arrivals]
        batches = batched(receipts, _so_many(receipts, at=at))
        return [refusal for some in batches for refusal in _entered(some, at)]


def _entered(receipts: Sequence[ReceiptGiven], at: datetime) -> list[str]:
    refusals = [""] * len(receipts)
    places = list(range(len(receipts)))
    # Mostly nothing is refused. What is, is told and left out; until then nothing was entered.
    while places:
        try:
            _enter([receipts[place] for place in places], at)
        except SomeRefused as some:
            for place, sentence in zip(places, some.sentences, strict=True):
                refusals[place] = sentence
            places = [place for place in places if not refusals[place]]
        else:
            break
    return refusals


def _enter(receipts: Sequence[ReceiptGiven], at: datetime) -> None:
    run(enter_receipts, {"receipts": receipts}, act_id=new_id(), by=None, at=at, via=Via.WORKER)


def _so_many(receipts: Sequence[ReceiptGiven], *, at: datetime) -> int:
    """Return how many receipts are entered in one transaction, so that with the amendments of their texts they stay few."""
    amendments = read_together({given.decision_id for given in receipts}, at=at).values()
    return max(1, MOST_ROWS // (1 + max(map(len, amendments), default=0)))


def _given(arrival: Arrival) -> ReceiptGiven:
    return ReceiptGiven(arrival.subject_id, arrival.person_id)
