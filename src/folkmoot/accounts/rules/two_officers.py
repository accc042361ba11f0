"""Who are two officers, and how often they may try the same for one member, so that a refusal is not worn down."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

DAY = timedelta(days=1)
MOST_A_DAY = 3
REST_AFTER_REFUSAL = timedelta(days=7)
# So long the members could see that somebody holds an office, before their word counts.
MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Standing:
    """How an officer stands in the offices by which they act: who entered each of these, and who entered the person.

    None is the operator, who set the organisation up, and has the database anyway.
    """

    person_id: UUID
    person_by: UUID | None
    offices_by: Collection[UUID | None]


def stands_by(officer: Standing, other: UUID) -> bool:
    """Return whether `officer` stands there by the hand of `other`: entered by them, or in all their offices appointed.

    An office that the operator entered is by nobody's hand, whoever entered the person.
    """
    if None in officer.offices_by:
        return False
    return officer.person_by == other or all(hand == other for hand in officer.offices_by)


def is_too_often(begun_at: Iterable[datetime], *, at: datetime) -> bool:
    """Return whether what was begun at these moments was begun three times within the 24 hours before `at`."""
    return sum(at - DAY < each <= at for each in begun_at) >= MOST_A_DAY


def rests_until(refused_at: datetime | None) -> datetime | None:
    """Return the first moment at which a member who refused may be asked again, or None if they refused nothing."""
    return None if refused_at is None else refused_at + REST_AFTER_REFUSAL
