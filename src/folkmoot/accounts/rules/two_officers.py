"""Who are two officers, and how often they may try the same for one member, so that a refusal is not worn down."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

DAY = timedelta(days=1)
MOST_A_DAY = 3
REST_AFTER_REFUSAL = timedelta(days=7)
# So long the members could see that somebody holds an office, before their word counts.
MONTH = timedelta(days=30)


# Whose hands put each officer there; None is the operator, who set the organisation up, and has the database anyway.
Hands = Mapping[UUID, Collection[UUID | None]]


@dataclass(frozen=True)
class Standing:
    """How an officer stands in the offices by which they act: who entered each of these, and who entered the person.

    `hands` says of whoever put somebody there, as far as it goes back, who had ever put them into an office.
    """

    person_id: UUID
    person_by: UUID | None
    offices_by: Collection[UUID | None]
    hands: Hands = field(default_factory=dict)


def stands_by(officer: Standing, other: UUID) -> bool:
    """Return whether `officer` stands there by the hand of `other`, were it through the hands of those whom they put there.

    That is, if they are there by no hand but that one, their own, and those that are there by these; or were entered as a
    person by such a hand. An office that the operator entered is by nobody's hand, whoever entered the person.
    """
    if None in officer.offices_by:
        return False
    through = {officer.person_id, other}
    if officer.person_by is not None and not _is_free([officer.person_by], officer.hands, through):
        return True
    return not _is_free(officer.offices_by, officer.hands, through)


def are_two(one: Standing, other: Standing) -> bool:
    """Return whether two officers are two: not one person, and neither there by the hand of the other."""
    is_one = one.person_id == other.person_id
    return not (is_one or stands_by(one, other.person_id) or stands_by(other, one.person_id))


def _is_free(by: Iterable[UUID | None], hands: Hands, through: Collection[UUID]) -> bool:
    """Return whether one of the hands `by` leads back to the operator past all of `through`."""
    waiting, seen = set(by) - set(through), set(through)
    while waiting:
        hand = waiting.pop()
        # Of whom nothing is known any more, it is not known that somebody put them there.
        if hand is None or not hands.get(hand):
            return True
        seen.add(hand)
        waiting |= set(hands[hand]) - seen
    return False


def is_too_often(begun_at: Iterable[datetime], *, at: datetime) -> bool:
    """Return whether what was begun at these moments was begun three times within the 24 hours before `at`."""
    return sum(at - DAY < each <= at for each in begun_at) >= MOST_A_DAY


def rests_until(refused_at: datetime | None) -> datetime | None:
    """Return the first moment at which a member who refused may be asked again, or None if they refused nothing."""
    return None if refused_at is None else refused_at + REST_AFTER_REFUSAL
