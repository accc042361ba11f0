"""What meetings ask of the parts and features above them; `config` registers their answers.

Three parts share this feature, and each imports only those after it: minutes, motions, and meetings themselves. A meeting has
motions on its agenda and minutes in the end, so where it must know something of them it asks here.

**Motions** know which of them an agenda can take and how they are called, whether people vote, and what the page of a meeting
shows of all that. **Minutes** know which meetings have adopted ones, and which wait to be adopted by the next meeting.

Other features add to meetings. **On the agenda:** `register_topics`, lines that the agenda of a meeting is proposed with;
whoever calls the meeting changes them as they like. **While it is held:** `register_page`, a link on the screen on which a
meeting is run, to a page of the feature. **Before it too:** `register_planning`, such a link on the page of the meeting, for
whoever runs it. A link may be for meetings of one kind alone. **In its minutes:** `register_outcomes`, what the feature has to
say of a meeting, as lines at the end of its minutes. They name nobody: minutes are for good.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Exists

from folkmoot.meetings.models import AgendaItem, Meeting
from folkmoot.ui.links import Link
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class Offer:
    """What an item of the agenda offers to whoever runs the meeting: something to read, and what ends the matter.

    That is a page at `url` which asks once more and comes back to the meeting; `note` says what stands in the way, if anything
    does.
    """

    read_url: str
    read: str
    url: str
    label: str
    note: str = ""


class Motions(Protocol):
    """What motions tell meetings."""

    def to_decide(self, unit: Unit) -> Sequence[tuple[UUID, str]]:
        """Return the motions that the next agenda of a unit can take, each with its title; the first one first."""

    def titles(self, motions: Collection[UUID]) -> Mapping[UUID, str]:
        """Return how motions are called, by their ids."""

    def all_stand(self, motions: Collection[UUID], unit_id: UUID) -> bool:
        """Return whether all of these are motions of that unit on which nobody has decided."""

    def is_voting(self, meeting_id: UUID) -> bool:
        """Return whether a vote goes on at a meeting."""

    def voted_last(self, meeting_id: UUID) -> datetime | None:
        """Return when a meeting was last asked to vote; None if it never was."""

    def held(self, meeting: Meeting, items: Sequence[AgendaItem], *, may_run: bool) -> object | None:
        """Return what the page of a meeting with these items shows of motions, for its templates; None if nothing."""


class Minutes(Protocol):
    """What minutes tell meetings."""

    def are_adopted(self) -> Exists:
        """Return the condition that a meeting, of which one asks, has minutes that were adopted."""

    def to_adopt(self, unit: Unit) -> str:
        """Return the lines of an agenda by which a unit adopts the minutes that wait for it."""

    def offered(self, meeting: Meeting, item: AgendaItem) -> Offer | None:
        """Return what an item of the agenda of a meeting that goes on offers; None if it is not about minutes."""


_motions: list[Motions] = []
_minutes: list[Minutes] = []


def register_motions(answer: Motions) -> None:
    """Register who knows of motions; called by `config`."""
    _motions[:] = [answer]


def register_minutes(answer: Minutes) -> None:
    """Register who knows of minutes; called by `config`."""
    _minutes[:] = [answer]


def motions() -> Motions:
    """Return who knows of motions."""
    return _motions[0]


def minutes() -> Minutes:
    """Return who knows of minutes."""
    return _minutes[0]


class Held(Protocol):
    """A meeting, as features above are told of it."""

    @property
    def pk(self) -> Any: ...  # noqa: ANN401  -- Django types primary keys so

    kind: str


Topics = Callable[[Unit, datetime], Iterable[str]]
PageOf = Callable[[Held], Link | None]
Outcomes = Callable[[Held], Iterable[str]]

_topics: list[Topics] = []
_pages: list[PageOf] = []
_plannings: list[PageOf] = []
_outcomes: list[Outcomes] = []


def register_topics(topics: Topics) -> None:
    """Propose what `topics` returns for the agendas of a unit; called by `config`."""
    if topics not in _topics:
        _topics.append(topics)


def register_page(page_of: PageOf) -> None:
    """Lead from where a meeting is run to a page of a feature; called by `config`."""
    if page_of not in _pages:
        _pages.append(page_of)


def register_planning(page_of: PageOf) -> None:
    """Lead from the page of a meeting to where a feature prepares it; called by `config`."""
    if page_of not in _plannings:
        _plannings.append(page_of)


def register_outcomes(outcomes: Outcomes) -> None:
    """Say in minutes what `outcomes` returns; called by `config`."""
    if outcomes not in _outcomes:
        _outcomes.append(outcomes)


def topics_for(unit: Unit, at: datetime) -> list[str]:
    """Return the lines that an agenda of `unit` is proposed with."""
    return [line for topics in _topics for line in topics(unit, at)]


def pages_of(meeting: Held) -> list[Link]:
    """Return where features go on with a meeting that is held."""
    return [link for page_of in _pages if (link := page_of(meeting))]


def plannings_of(meeting: Held) -> list[Link]:
    """Return where features prepare a meeting that is to be held, for whoever runs it."""
    return [link for page_of in _plannings if (link := page_of(meeting))]


def outcomes_of(meeting: Held) -> list[str]:
    """Return what features say of a meeting in its minutes."""
    return [line for outcomes in _outcomes for line in outcomes(meeting)]
