"""What a feature gives to have its acts taken in by the live server; `config` brings them together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

# From session keys to the people who signed in with them; keys that are unknown, ended or revoked are left out.
PeopleOfSessions = Callable[[Sequence[str], datetime], Mapping[str, UUID]]


@dataclass(frozen=True)
class Arrival:
    """One person's act, as it came in."""

    person_id: UUID
    subject_id: UUID


class Intake(Protocol):
    """Takes in many people's acts of one kind."""

    def verify(self, arrivals: Sequence[Arrival], at: datetime, /) -> Sequence[str]:
        """Return for each arrival the sentence that refuses it, or "" where it may be entered."""

    def insert_many(self, arrivals: Sequence[Arrival], at: datetime, /) -> None:
        """Enter arrivals that were verified, in one transaction; a repeated one changes nothing."""
