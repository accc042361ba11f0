"""How often two officers may try the same for one member, so that a refusal is not worn down."""

from collections.abc import Iterable
from datetime import datetime, timedelta

DAY = timedelta(days=1)
MOST_A_DAY = 3
REST_AFTER_REFUSAL = timedelta(days=7)


def is_too_often(begun_at: Iterable[datetime], *, at: datetime) -> bool:
    """Return whether what was begun at these moments was begun three times within the 24 hours before `at`."""
    return sum(at - DAY < each <= at for each in begun_at) >= MOST_A_DAY


def rests_until(refused_at: datetime | None) -> datetime | None:
    """Return the first moment at which a member who refused may be asked again, or None if they refused nothing."""
    return None if refused_at is None else refused_at + REST_AFTER_REFUSAL
