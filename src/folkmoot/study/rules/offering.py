"""Which cards a day offers: what fits into the minutes somebody set, the most useful first; what was missed never piles up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from folkmoot.study.rules.recall import Memory, retrievability

SECONDS_A_CARD = 40
MINUTES_USUALLY, MINUTES_MOST = 2, 30
# Every new card comes back several times: a third of a day's cards at the most are new.
NEW_EACH = 3
NEAR = timedelta(days=14)


@dataclass(frozen=True)
class Waiting:
    """A card that somebody could be asked: never asked before, if `memory` is None.

    `is_revised` is one whose text was amended since they answered it; `deadline` the day by which its text is to be read.
    """

    pk: UUID
    memory: Memory | None = None
    is_revised: bool = False
    is_in_force: bool = True
    deadline: date | None = None


@dataclass(frozen=True)
class Day:
    """What is left of somebody's day: how many cards fit into it, and how many of them may be new."""

    cards: int
    new: int


def left_of_day(minutes: int, *, answered: int, answered_new: int) -> Day:
    """Return what is left of a day of `minutes` of which `answered` cards were answered, `answered_new` of them new ones.

    However much was missed before, a day is not longer for it.
    """
    cards = minutes * 60 // SECONDS_A_CARD
    new = -(-cards // NEW_EACH)
    return Day(max(cards - answered, 0), max(min(new - answered_new, cards - answered), 0))


def days_together(minutes: int, *, answered: int, answered_new: int, days: int) -> Day:
    """Return what `days` together have room for: what is left of today, as `left_of_day` says, and whole days after it."""
    today = left_of_day(minutes, answered=answered, answered_new=answered_new)
    whole = left_of_day(minutes, answered=0, answered_new=0)
    return Day(today.cards + (days - 1) * whole.cards, today.new + (days - 1) * whole.new)


def minutes_for(cards: int) -> int:
    """Return in how many minutes so many cards are answered, rounded up."""
    return -(-cards * SECONDS_A_CARD // 60)


def offered(waiting: Sequence[Waiting], day: Day, *, today: date, at: datetime) -> list[Waiting]:
    """Return the cards that a day offers at the moment `at`, in the order in which they are asked.

    `today` is that day where the member is at home, which its deadlines go by.

    What is due comes first: by a deadline that is near, what is in force, then the weakest. New cards fill what is left,
    metered, so that they do not come back faster than there is time. What does not fit waits for a later day.
    """
    due = [each for each in waiting if is_due(each, at=at)]
    due.sort(key=lambda each: _urgency(each, today=today, at=at))
    chosen = due[: day.cards]
    new = [each for each in waiting if each.memory is None]
    new.sort(key=lambda each: _urgency(each, today=today, at=at))
    return chosen + new[: min(day.new, day.cards - len(chosen))]


def is_due(card: Waiting, *, at: datetime) -> bool:
    """Return whether a card that was answered before has come back by the moment `at`: by its day, or because it was revised."""
    return card.memory is not None and (card.is_revised or card.memory.due_at <= at)


def _urgency(card: Waiting, *, today: date, at: datetime) -> tuple[bool, date, bool, float, UUID]:
    # A deadline that is far or past presses nobody.
    near = card.deadline is not None and today <= card.deadline <= today + NEAR
    day = card.deadline if near and card.deadline else date.max
    weak = retrievability(card.memory, at=at) if card.memory else 0.0
    return not near, day, not card.is_in_force, weak, card.pk
