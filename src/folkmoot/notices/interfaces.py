"""What notices ask of the features above: how much is new for people, and which days and devices are theirs."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from folkmoot.people.models import Person


@dataclass(frozen=True)
class Appointment:
    """A day for a person's calendar, in words that name no paper; `path` leads to it here.

    One that has an hour lasts from `begins_at` to `ends_at`; `sequence` grows with every change to it (RFC 5545 §3.8.7.4).
    """

    uid: str
    on: date
    summary: str
    path: str
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    sequence: int = 0
    is_cancelled: bool = False
    place: str = ""


# Given up to when each of some hundred people was told, and the moment: how many things are new for each of them since.
News = Callable[[Mapping[UUID, datetime], datetime], Mapping[UUID, int]]
Appointments = Callable[[Person, datetime], Iterable[Appointment]]

# Given the same as for news: the appointments that were made or changed for each of them since.
Invitations = Callable[[Mapping[UUID, datetime], datetime], Mapping[UUID, Sequence[Appointment]]]

# Given the key of a session: the number under which it stands on its owner's list of devices, or None.
DeviceOf = Callable[[str], int | None]

_news: list[News] = []
_asides: list[News] = []
_appointments: list[Appointments] = []
_invitations: list[Invitations] = []
_devices: list[DeviceOf] = []


def register_news(source: News) -> None:
    """Let digests count what `source` finds. Called by `config`."""
    _news.append(source)


def register_aside(source: News) -> None:
    """Let a digest that is sent anyway count what `source` finds beside the rest. Called by `config`."""
    _asides.append(source)


def register_appointments(source: Appointments) -> None:
    """Let calendars show what `source` finds. Called by `config`."""
    _appointments.append(source)


def register_invitations(source: Invitations) -> None:
    """Let mails bring what `source` finds to whoever wants that. Called by `config`."""
    _invitations.append(source)


def register_devices(device_of: DeviceOf) -> None:
    """Learn from `device_of` in which session somebody asks. Called by `config`."""
    _devices[:] = [device_of]


def this_device(session_key: str) -> int | None:
    """Return the session with this key as its owner's list has it; None if it is not listed."""
    return _devices[0](session_key) if _devices else None


def news_of(since: Mapping[UUID, datetime], until: datetime) -> dict[UUID, int]:
    """Return how many things became new for each person after their own moment, and no later than `until`."""
    return _counted(_news, since, until)


def asides_of(since: Mapping[UUID, datetime], until: datetime) -> dict[UUID, int]:
    """Return as much of what waits for nobody: it is told of beside something else, and never makes a mail."""
    return _counted(_asides, since, until)


def invitations_of(since: Mapping[UUID, datetime], until: datetime) -> dict[UUID, list[Appointment]]:
    """Return what was put into each person's calendar or changed there in that time."""
    found: dict[UUID, list[Appointment]] = {person: [] for person in since}
    for source in _invitations if since else ():
        for person, appointments in source(since, until).items():
            found[person] += appointments
    return found


def appointments_of(person: Person, at: datetime) -> Iterator[Appointment]:
    """Yield what stands in a person's calendar at the moment `at`."""
    for source in _appointments:
        yield from source(person, at)


def _counted(sources: Iterable[News], since: Mapping[UUID, datetime], until: datetime) -> dict[UUID, int]:
    counts: dict[UUID, int] = dict.fromkeys(since, 0)
    for source in sources if since else ():
        for person_id, count in source(since, until).items():
            counts[person_id] += count
    return counts
