"""What higher features tell bylaws of units; `config` registers their answers.

**Facts.** Duties are computed from what a unit did. A feature that knows some of it registers a `Source`: the kinds of
clause it is for, and a function that returns what it knows as a `Known`, by one question to the database or two (it is
called only where a clause of these kinds holds). A kind of clause that no source is for asks nothing of anybody: what is
not known is never called late. Meetings, for one, register

    register_source(Source({Kind.FREQUENCY, Kind.CONGRESS}, meetings_known, meetings_known_in))

where `meetings_known(unit, period, at)` returns `Known(meetings=[Held(Meeting.GENERAL, day, meeting_id), …])`: those held, or
called for a day to come, on the days of `period`, and the last congress before it.

**Facts of many.** `meetings_known_in(units, period, at)` returns the same of up to some hundred units, by their ids, by as
many questions as for one: so figures are kept of all. What has an end that is known says so (`until`): a term, a decision in
force. A term to come is told too.

**What changes them.** Figures are kept as things happen. `register_stirring("MeetingCalled", where)` says for an event in the
ledger which units it concerns: `where(payload)` returns a `Stirred`, with units one by one, or units with all below them.

**The button.** `register_way(Kind.FREQUENCY, way)` says where a duty is done: `way(duty, unit)` returns the link that
stands beside it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from folkmoot.bylaws.rules.calendar import Period
from folkmoot.bylaws.rules.duties import Conveyed, Duty, Held, Reported, Served
from folkmoot.bylaws.rules.kinds import Kind
from folkmoot.ui.links import Link
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class Known:
    """What one feature knows of a unit."""

    meetings: Sequence[Held] = ()
    decisions: Sequence[Conveyed] = ()
    terms: Sequence[Served] = ()
    reports: Sequence[Reported] = ()
    visits: Sequence[date] = ()


@dataclass(frozen=True)
class Source:
    """A feature that knows what clauses of these kinds ask about: `tell(unit, period, at)`, and the same of many units.

    Without `tell_many` it is asked on desks alone, and no figures are kept of it.
    """

    kinds: frozenset[Kind]
    tell: Callable[[Unit, Period, datetime], Known]
    tell_many: Callable[[Sequence[Unit], Period, datetime], Mapping[UUID, Known]] | None = None


@dataclass(frozen=True)
class Stirred:
    """The units of which something changed that duties are told from: one by one, and `below`: with all below them."""

    units: Collection[UUID] = ()
    below: Collection[UUID] = ()


Way = Callable[[Duty, Unit], Link]
Where = Callable[[Mapping[str, Any]], Stirred]
_SOURCES: list[Source] = []
_STIRRINGS: dict[str, Where] = {}
_WAYS: dict[Kind, Way] = {}


def register_source(source: Source) -> None:
    """Register who knows what clauses of some kinds ask about; called by `config`."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def register_way(kind: Kind, way: Way) -> None:
    """Register where a duty by clauses of a kind is done; called by `config`."""
    _WAYS[kind] = way


def register_stirring(event: str, where: Where) -> None:
    """Register which units an event in the ledger concerns, by its payload; called by `config`."""
    _STIRRINGS[event] = where


def stirred_by(event: str, payload: Mapping[str, Any]) -> Stirred:
    """Return the units that an event concerns; none by one that nobody registered."""
    where = _STIRRINGS.get(event)
    return where(payload) if where else Stirred()


def sources_of_many(kinds: Collection[Kind]) -> list[Source]:
    """Return the sources for clauses of some kinds that tell of many units at once."""
    return [source for source in sources_for(kinds) if source.tell_many is not None]


def way_to(duty: Duty, unit: Unit) -> Link | None:
    """Return the link to where a duty of a unit is done, None if no feature does it."""
    way = _WAYS.get(duty.kind)
    return way(duty, unit) if way else None


def sources_for(kinds: Collection[Kind]) -> list[Source]:
    """Return the sources for clauses of some kinds."""
    return [source for source in _SOURCES if source.kinds & set(kinds)]


def kinds_known(sources: Iterable[Source]) -> set[Kind]:
    """Return the kinds of clause that these sources know enough for."""
    return {kind for source in sources for kind in source.kinds}
