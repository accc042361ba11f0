"""Acknowledgements as the live server takes them in."""

from collections.abc import Sequence
from datetime import datetime

from folkmoot.decisions.actions.receiving import ReceiptGiven, enter_receipts, judge
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.live.interfaces import Arrival


class Acknowledgements:
    """Members acknowledge decisions, each for themselves."""

    def verify(self, arrivals: Sequence[Arrival], at: datetime, /) -> Sequence[str]:
        """Return for each arrival the sentence that refuses it, or ""."""
        return [each.refusal for each in judge([_given(arrival) for arrival in arrivals], at=at)]

    def insert_many(self, arrivals: Sequence[Arrival], at: datetime, /) -> None:
        """Enter the arrivals in one transaction; those that are there already change nothing."""
        receipts = [_given(arrival) for arrival in arrivals]
        run(enter_receipts, {"receipts": receipts}, act_id=new_id(), by=None, at=at, via=Via.WORKER)


def _given(arrival: Arrival) -> ReceiptGiven:
    return ReceiptGiven(decision_id=arrival.subject_id, person_id=arrival.person_id)
