"""When somebody will have forgotten a card, and when it should come back: FSRS, for one card.

Free Spaced Repetition Scheduler, version 6 (open-spaced-repetition, `fsrs` 6.3). Two numbers say how well somebody has a card in
mind: `stability`, after how many days they recall it with a chance of nine in ten, and `difficulty`, from 1 to 10.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

from fsrs import Card, Rating, Scheduler, State


class Grade(IntEnum):
    """How an answer went."""

    FORGOT = 1
    PARTLY = 2
    KNEW = 3


# Whoever has two minutes a day sees a card once a day at the most: no steps within a day. Nothing is left to chance, so that
# the same answers give the same day.
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
DESIRED = _SCHEDULER.desired_retention
# The curve along which a card is forgotten: https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm.
DECAY = -_SCHEDULER.parameters[20]
FACTOR = DESIRED ** (1 / DECAY) - 1


@dataclass(frozen=True)
class Memory:
    """How well somebody has a card in mind since they answered it last, and when it comes back."""

    stability: float
    difficulty: float
    answered_at: datetime
    due_at: datetime


def answered(memory: Memory | None, grade: Grade, *, at: datetime) -> Memory:
    """Return how well a card is in mind after an answer at the moment `at`; `memory` is None if it is the first.

    The card comes back after one day at the soonest.
    """
    card, _log = _SCHEDULER.review_card(_card(memory), Rating(grade), at.astimezone(UTC))
    return _memory(card)


def retrievability(memory: Memory, *, at: datetime) -> float:
    """Return the chance, from 0 to 1, that a card is recalled at the moment `at`; whole days count.

    What the library says, without an object for each of the thousands of cards that are weighed against each other.
    """
    days = max((at - memory.answered_at).days, 0)
    return float((1 + FACTOR * days / memory.stability) ** DECAY)


def _card(memory: Memory | None) -> Card:
    # The library gives each card a number of its own, by the clock, where none is given.
    if memory is None:
        return Card(card_id=0)
    return Card(
        card_id=0,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due_at.astimezone(UTC),
        last_review=memory.answered_at.astimezone(UTC),
    )


def _memory(card: Card) -> Memory:
    known = card.stability, card.difficulty, card.last_review
    stability, difficulty, answered_at = known
    if stability is None or difficulty is None or answered_at is None:
        raise ValueError(known)
    return Memory(stability, difficulty, answered_at, card.due)
