"""Acknowledgements as the live server takes them in."""

from collections.abc import Sequence
from datetime import datetime

from folkmoot.decisions.actions.receiving import ReceiptGiven, enter_receipts
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import SomeRefused
from folkmoot.kernel.ids import new_id
from folkmoot.live.interfaces import Arrival


class Acknowledgements:
    """Members acknowledge decisions, each for themselves."""

    def enter(self, arrivals: Sequence[Arrival], at: datetime, /) -> Sequence[str]:
        """Enter what may be entered, and return for each arrival the sentence that refuses it, or ""."""
        refusals = [""] * len(arrivals)
        places = list(range(len(arrivals)))
        # Mostly nothing is refused. What is, is told and left out; until then nothing was entered.
        while places:
            try:
                _enter([_given(arrivals[place]) for place in places], at)
            except SomeRefused as some:
                for place, sentence in zip(places, some.sentences, strict=True):
                    refusals[place] = sentence
                places = [place for place in places if not refusals[place]]
            else:
                break
        return refusals


def _enter(receipts: Sequence[ReceiptGiven], at: datetime) -> None:
    run(enter_receipts, {"receipts": receipts}, act_id=new_id(), by=None, at=at, via=Via.WORKER)


def _given(arrival: Arrival) -> ReceiptGiven:
    # Both were read as ids already: checking them again would take a third of the writer's time.
    return ReceiptGiven.model_construct(decision_id=arrival.subject_id, person_id=arrival.person_id)
