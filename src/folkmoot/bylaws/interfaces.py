"""What higher features tell bylaws of units; `config` registers their answers.

**Facts.** Duties are computed from what a unit did. A feature that knows some of it registers a `Source`: the kinds of
clause it is for, and a function that returns what it knows as a `Known`, by one question to the database at most (it is
called only where a clause of these kinds holds). A kind of clause that no source is for asks nothing of anybody: what is
not known is never called late. Meetings, for one, register

    register_source(Source({Kind.FREQUENCY, Kind.CONGRESS}, meetings_held))

where `meetings_held(unit, period, at)` returns `Known(meetings=[Held(Meeting.GENERAL, day, meeting_id), …])`: those held, or
called for a day to come, on the days of `period`, and the last congress before it.

**The button.** `register_way(Kind.FREQUENCY, way)` says where a duty is done: `way(duty, unit)` returns the link that
stands beside it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

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
    """A feature that knows what clauses of these kinds ask about: `tell(unit, period, at)`."""

    kinds: frozenset[Kind]
    tell: Callable[[Unit, Period, datetime], Known]


Way = Callable[[Duty, Unit], Link]
_SOURCES: list[Source] = []
_WAYS: dict[Kind, Way] = {}


def register_source(source: Source) -> None:
    """Register who knows what clauses of some kinds ask about; called by `config`."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def register_way(kind: Kind, way: Way) -> None:
    """Register where a duty by clauses of a kind is done; called by `config`."""
    _WAYS[kind] = way


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
