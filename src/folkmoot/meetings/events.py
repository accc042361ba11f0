"""What can happen to meetings and at them.

Where they are held may be somebody's home, and is kept apart. Of those who attend the ledger has their numbers alone: who they
were is kept with the meeting, for as long as the data map says. Who spoke is kept nowhere, nor that
somebody did.
"""

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
    """A meeting has another agenda, of so many items; `decisions` are to be read aloud, `motions` dealt with."""

    meeting_id: UUID
    items: int
    decisions: tuple[UUID, ...]
    motions: tuple[UUID, ...] = ()


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


@dataclass(frozen=True)
class MeetingOpened(Event):
    """A meeting was opened; `members` have a vote, `quorum` of them have to be there by `article`, None if none asks."""

    meeting_id: UUID
    members: int
    quorum: int | None
    article: str


@dataclass(frozen=True)
class UncalledMeetingEntered(Event):
    """A meeting that was not called here was entered afterwards; what was on its sheet is told by the next event."""

    meeting_id: UUID
    unit_id: UUID
    kind: str
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class MeetingEntered(Event):
    """A meeting was entered afterwards, from a sheet that was signed there; so many with a vote attended, and so many guests."""

    meeting_id: UUID
    opened_at: datetime
    closed_at: datetime
    members: int
    quorum: int | None
    article: str
    attended: int
    guests: int


@dataclass(frozen=True)
class ArrivalsNoted(Event):
    """So many people with a vote came to a meeting, and so many guests; from `came_at` on they count."""

    meeting_id: UUID
    members: int
    guests: int
    came_at: datetime


@dataclass(frozen=True)
class DeparturesNoted(Event):
    """So many people with a vote left a meeting, and so many guests; until `left_at` they count."""

    meeting_id: UUID
    members: int
    guests: int
    left_at: datetime


@dataclass(frozen=True)
class ItemTakenUp(Event):
    """A meeting turned to an item of its agenda."""

    meeting_id: UUID
    agenda_item_id: UUID


@dataclass(frozen=True)
class ItemFinished(Event):
    """A meeting is through with an item of its agenda."""

    meeting_id: UUID
    agenda_item_id: UUID


@dataclass(frozen=True)
class ItemAdded(Event):
    """A meeting that goes on has one more item on its agenda."""

    meeting_id: UUID
    agenda_item_id: UUID


@dataclass(frozen=True)
class MeetingAdjourned(Event):
    """A meeting was interrupted, until a moment if one was named."""

    meeting_id: UUID
    goes_on_at: datetime | None


@dataclass(frozen=True)
class MeetingWentOn(Event):
    """A meeting that was adjourned goes on."""

    meeting_id: UUID


@dataclass(frozen=True)
class MeetingClosed(Event):
    """A meeting was held and closed; so many with a vote attended it, and so many guests."""

    meeting_id: UUID
    attended: int
    guests: int


@dataclass(frozen=True)
class MeetingWithoutQuorum(Event):
    """A meeting was closed, as `present` were fewer than the `quorum` that `article` asks: it was not held."""

    meeting_id: UUID
    present: int
    quorum: int
    article: str


@dataclass(frozen=True)
class MeetingReopened(Event):
    """A meeting that had been closed, by mistake, goes on."""

    meeting_id: UUID


@dataclass(frozen=True)
class MeetingCalledAgain(Event):
    """A meeting that had no quorum was called again, by `article`."""

    meeting_id: UUID
    first_id: UUID
    article: str


@dataclass(frozen=True)
class TapKept(Event):
    """What was tapped without a connection could not be done any more, and waits for whoever keeps the meeting."""

    meeting_id: UUID
    tapped: str


@dataclass(frozen=True)
class TapDone(Event):
    """What had been tapped without a connection was done after all."""

    meeting_id: UUID
    tapped: str


@dataclass(frozen=True)
class TapLeftOut(Event):
    """What had been tapped without a connection was left out."""

    meeting_id: UUID
    tapped: str
