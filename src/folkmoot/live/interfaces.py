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


@dataclass(frozen=True)
class Finding:
    """What a look at the installation found: a word or two for each part, which name nobody."""

    words: Mapping[str, str]
    is_well: bool


class Intake(Protocol):
    """Takes in many people's acts of one kind."""

    def enter(self, arrivals: Sequence[Arrival], at: datetime, /) -> Sequence[str]:
        """Enter in one transaction what may be entered, and return for each arrival the sentence that refuses it, or "".

        A repeated one changes nothing. Judging and writing are one: between the two nothing can happen. Where one
        arrival spoils the batch, nothing of it was entered; its parts are then handed over, and judged, anew.
        """
