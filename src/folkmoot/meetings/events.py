"""What can happen to meetings. Where they are held may be somebody's home, and is kept apart."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class MeetingCalled(Event):
    """A unit called a meeting; `article` is that of the notice which had to be given, "" if none had."""

    meeting_id: UUID
    unit_id: UUID
    kind: str
    how: str
    begins_at: datetime
    ends_at: datetime
    article: str


@dataclass(frozen=True)
class MeetingPostponed(Event):
    """A meeting was called anew for another moment."""

    meeting_id: UUID
    begins_at: datetime
    ends_at: datetime
    article: str


@dataclass(frozen=True)
class MeetingCancelled(Event):
    """A meeting that was called is not held."""

    meeting_id: UUID


@dataclass(frozen=True)
class MeetingPlaced(Event):
    """A meeting is held in another place or way."""

    meeting_id: UUID
    how: str


@dataclass(frozen=True)
class AgendaChanged(Event):
    """A meeting has another agenda, of so many items; `decisions` are to be read aloud."""

    meeting_id: UUID
    items: int
    decisions: tuple[UUID, ...]


@dataclass(frozen=True)
class MeetingsHandedOver(Event):
    """Meetings to come of a unit that is merged into another are now that one's."""

    from_unit_id: UUID
    to_unit_id: UUID
    meetings: tuple[UUID, ...]


@dataclass(frozen=True)
class MeetingsPlanned(Event):
    """A unit called several meetings at once; `begins_at` are in the order of `meetings`, and all last so many minutes."""

    unit_id: UUID
    kind: str
    how: str
    meetings: tuple[UUID, ...]
    begins_at: tuple[datetime, ...]
    minutes: int
    article: str
