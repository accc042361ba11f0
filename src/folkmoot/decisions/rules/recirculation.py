"""When a decision comes back, and which of its points is then in focus: reckoned from dates, written down for nobody.

A round begins so many days after the decision was conveyed and lasts two weeks. Rounds do not wait: whoever was away
finds the one that is on, and none that is over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(days=14)
YEAR_DAYS = 365
# What nobody changed in so many years is in the library; it need not come back.
MOST_YEARS = 30


class Rhythm(StrEnum):
    """How often a decision comes back."""

    USUAL = "usual"
    OFTEN = "often"
    YEARLY = "yearly"
    NEVER = "never"


# Days after it was conveyed, before it goes on every year. Two rounds are never on at once.
FIRST_DAYS: dict[Rhythm, tuple[int, ...]] = {
    Rhythm.USUAL: (30, 90, 180),
    Rhythm.OFTEN: (7, 30, 60, 90, 180, 270),
    Rhythm.YEARLY: (),
}


@dataclass(frozen=True)
class Round:
    """One time that a decision comes back: the first has the number 1."""

    number: int
    begun_at: datetime


def round_at(rhythm: Rhythm, *, conveyed_at: datetime, at: datetime) -> Round | None:
    """Return the round that is on at the moment `at`, None between rounds. It is over at the end of its two weeks."""
    for number, after in enumerate(_offsets(rhythm), start=1):
        begun_at = conveyed_at + after
        if begun_at <= at < begun_at + LASTS:
            return Round(number, begun_at)
    return None


def spans_on(rhythm: Rhythm, *, at: datetime) -> list[tuple[datetime, datetime]]:
    """Return when a decision must have been conveyed for a round of it to be on: after the first moment, until the second.

    What `round_at` tells of one decision, as ranges in which a database finds all of them.
    """
    return [(at - after - LASTS, at - after) for after in _offsets(rhythm)]


def in_focus(number: int, points: Sequence[str]) -> str | None:
    """Return which of a decision's points, in their order, is in focus in a round: each in its turn; None without points."""
    return points[(number - 1) % len(points)] if points else None


def _offsets(rhythm: Rhythm) -> Iterator[timedelta]:
    if rhythm is Rhythm.NEVER:
        return
    yield from (timedelta(days=days) for days in FIRST_DAYS[rhythm])
    yield from (timedelta(days=YEAR_DAYS * year) for year in range(1, MOST_YEARS + 1))
