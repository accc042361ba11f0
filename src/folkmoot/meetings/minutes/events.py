"""What can happen to minutes. The ledger has the hash of what was adopted; its words and names are outside."""

from dataclasses import dataclass
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class MinutesWritten(Event):
    """The minutes of a meeting wrote themselves."""

    meeting_id: UUID


@dataclass(frozen=True)
class MinutesChanged(Event):
    """Somebody changed a draft of minutes, which has this revision since."""

    meeting_id: UUID
    revision: int


@dataclass(frozen=True)
class MinutesChecked(Event):
    """Somebody who was at a meeting found its minutes, at this revision, right."""

    meeting_id: UUID
    revision: int


@dataclass(frozen=True)
class MinutesAdopted(Event):
    """A later meeting adopted minutes as a version; `sha256` is over its salt and its text, in which people are references."""

    meeting_id: UUID
    adopted_by: UUID
    number: int
    sha256: str


@dataclass(frozen=True)
class MeetingEntryTakenBack(Event):
    """What a unit had entered from the sheet of a meeting was taken back; if it had been called, it stands there as it was."""

    meeting_id: UUID
    unit_id: UUID
    was_called: bool


@dataclass(frozen=True)
class MinutesReopened(Event):
    """A new version of adopted minutes is being written, to correct them; those adopted stay as they are."""

    meeting_id: UUID
