"""What may be shown of how well a text is known: apart from how it is reckoned, because that takes numpy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from folkmoot.decisions.rules.thresholds import SMALLEST

# One member, as figures count them.
WHOLE = 1_000_000
# What all figures of a text in one week may tell of one member at the most: a factor of e^1 between any two courses of events,
# half of it by the figure of the whole text, half by those of its points together.
WEEK = Fraction(1)
# What all weeks of half a year may tell; it ends with the half-year, however often anybody asks.
HALF_YEAR = Fraction(26)
_JUNE = 6


@dataclass(frozen=True)
class Shown:
    """What is shown: `low` to `high` of so many `members`, most likely `likely`; None each where too few are, or are not."""

    members: int
    low: int | None = None
    likely: int | None = None
    high: int | None = None

    @property
    def percent(self) -> int | None:
        """The likely share in whole per cent, None where nothing is shown."""
        return None if self.likely is None or not self.members else 100 * self.likely // self.members


def scale_of_text(*, week: Fraction = WEEK) -> Fraction:
    """Return the scale of the noise of a text's own figure, in millionths of a member."""
    return WHOLE / (week / 2)


def scale_of_point(points: int, *, week: Fraction = WEEK) -> Fraction:
    """Return the scale of the noise of each of so many points, in millionths of a member: they share what they may tell."""
    return points * WHOLE / (week / 2)


def week_of(day: date) -> date:
    """Return the Monday of the week that `day` lies in."""
    return day - timedelta(days=day.weekday())


def half_year_of(week: date) -> date:
    """Return the first day of the half-year to which a week counts: that of its Monday."""
    return date(week.year, 1 if week.month <= _JUNE else 7, 1)


def is_left(spent: Sequence[Fraction], *, half_year: Fraction = HALF_YEAR, week: Fraction = WEEK) -> bool:
    """Return whether a text may tell of another week, after what it has `spent` in the same half-year."""
    return sum(spent, Fraction(0)) + week <= half_year


def shown_of(noised: int, spread: int, *, members: int) -> Shown:
    """Return what is shown of a noised sum of millionths over so many `members`, which most likely is within `spread`.

    Nothing where fewer than five may recall it or may not, or where the noise leaves no more than a guess.
    """
    likely = round(Fraction(noised, WHOLE))
    within = -(-spread // WHOLE)
    if 2 * within >= members or not SMALLEST <= likely <= members - SMALLEST:
        return Shown(members)
    return Shown(members, max(likely - within, 0), likely, min(likely + within, members))
