"""What a qualification says, for how long it is valid, and in which state somebody's is."""

from calendar import monthrange
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

WORDS_LONGEST = 2_000
MONTHS_MOST = 120
# From so long before it runs out, it can be renewed without a gap.
RENEWED_MONTHS_BEFORE = 3
MOST_OF_A_UNIT = 50


class Stage(StrEnum):
    """How far somebody is with a qualification."""

    NONE = "none"
    ASKED = "asked"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    HELD = "held"
    OVER = "over"


def months_given(months: int | None) -> int | None:
    """Return for how many months a qualification is valid; None if for good.

    :raises Refused: if it is less than one, or more than ten years.
    """
    if months is not None and not 1 <= months <= MONTHS_MOST:
        raise Refused(
            _("Choose between 1 and %(most)d months, or none if it is valid for good.")
            % {"most": MONTHS_MOST},
            field="months",
        )
    return months


def months_after(moment: datetime, months: int) -> datetime:
    """Return the same day so many months after a moment, or the last of its month if that has none."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def valid_until(held_until: datetime | None, months: int | None, *, at: datetime) -> datetime | None:
    """Return until when a qualification is valid that is accepted at the moment `at`; None if for good.

    What is renewed before it runs out is valid from then on, so that nobody loses by coming early.
    """
    if months is None:
        return None
    return months_after(max(at, held_until or at), months)


def is_renewable(until: datetime | None, *, at: datetime) -> bool:
    """Return whether what is held until then can be asked for anew: in its last months, and after."""
    return until is not None and months_after(at, RENEWED_MONTHS_BEFORE) >= until
