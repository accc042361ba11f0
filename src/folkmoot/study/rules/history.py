"""What somebody answered, in the forms in which other programs for learning keep it, so that they can go on elsewhere.

Anki keeps a table `revlog`; FSRS's optimizer reads `review_logs` (https://github.com/open-spaced-repetition/fsrs-optimizer).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.study.rules import recall

ANKI = ("id", "cid", "usn", "ease", "ivl", "lastIvl", "factor", "time", "type")
FSRS = ("card_id", "review_time", "review_rating", "review_state", "review_duration")
# Of Anki: not yet sent to its server; the first answer learns, each later one reviews.
_NOT_SENT, _LEARNS, _REVIEWS = -1, 0, 1
# Of FSRS: a card that is new, and one that is reviewed.
_NEW, _REVIEWED = 0, 2
# How long somebody thought is not measured.
_NOT_MEASURED = 0
# An id of ours that tells when something was made begins with the milliseconds, as an id of Anki's does.
_BITS_BEHIND_MILLISECONDS = 80


@dataclass(frozen=True)
class Reviewed:
    """That a card was answered, how it went, and whether for the first time."""

    card: UUID
    grade: int
    at: datetime
    is_first: bool


def as_revlog(reviews: Sequence[Reviewed]) -> Iterator[tuple[object, ...]]:
    """Yield the columns of Anki's `revlog`, and a row for each answer; they come in order.

    Intervals and how hard a card is are reckoned from the answers, from the first that is still kept.
    """
    yield ANKI
    cards, times = _numbers([each.card for each in reviews]), _times(reviews)
    known: dict[UUID, recall.Memory] = {}
    for review, time in zip(reviews, times, strict=True):
        before = known.get(review.card)
        after = recall.answered(before, recall.Grade(review.grade), at=review.at)
        known[review.card] = after
        kind = _LEARNS if review.is_first else _REVIEWS
        factor = round((after.difficulty - 1) / 9 * 1000) + 100
        days = _days(after), _days(before) if before else 0
        yield time, cards[review.card], _NOT_SENT, int(review.grade), *days, factor, _NOT_MEASURED, kind


def as_review_logs(reviews: Sequence[Reviewed]) -> Iterator[tuple[object, ...]]:
    """Yield the columns of FSRS's `review_logs`, and a row for each answer; they come in order."""
    yield FSRS
    cards, times = _numbers([each.card for each in reviews]), _times(reviews)
    for review, time in zip(reviews, times, strict=True):
        state = _NEW if review.is_first else _REVIEWED
        yield cards[review.card], time, int(review.grade), state, _NOT_MEASURED


def _days(memory: recall.Memory) -> int:
    return (memory.due_at - memory.answered_at).days


def _times(reviews: Sequence[Reviewed]) -> list[int]:
    return _apart([round(each.at.timestamp() * 1000) for each in reviews])


def _numbers(cards: Sequence[UUID]) -> dict[UUID, int]:
    made = sorted(set(cards))
    return dict(zip(made, _apart([each.int >> _BITS_BEHIND_MILLISECONDS for each in made]), strict=True))


def _apart(milliseconds: Sequence[int]) -> list[int]:
    """Return these in their order, each later than the one before: both programs take them for ids."""
    found: list[int] = []
    for each in milliseconds:
        found.append(max(each, found[-1] + 1) if found else each)
    return found
