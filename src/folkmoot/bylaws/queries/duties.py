"""What the bylaws ask of a unit this month and next, from the facts that features know."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from uuid import UUID

from folkmoot.bylaws.interfaces import Known, kinds_known, sources_for, sources_of_many
from folkmoot.bylaws.queries.provisions import provisions_over, provisions_over_each
from folkmoot.bylaws.rules.calendar import Period, span_around
from folkmoot.bylaws.rules.clauses import Provision
from folkmoot.bylaws.rules.duties import Conveyed, Duty, UnitFacts, duties, duties_by, looks_back_to
from folkmoot.bylaws.rules.kinds import Every, Kind
from folkmoot.bylaws.rules.standing import Asked, window_around
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

_HEARD, _REPORTED = frozenset({Kind.READING}), frozenset({Kind.REPORTING})


@dataclass(frozen=True)
class Given:
    """What whoever asks for duties has read already, so that it is not asked for again.

    The clauses of bodies by their paths, as `provisions_over_each` returns them, and the reports that forms ask of units.
    """

    clauses: Mapping[str, Sequence[Provision]]
    reports: Mapping[UUID, Known]

    def over(self, unit: Unit) -> list[Provision]:
        """Return the clauses of a unit and of those above it."""
        return [each for path in paths.ancestors_of(unit.path) for each in self.clauses.get(path, ())]


def duties_of(
    unit: Unit,
    *,
    heard: Sequence[Conveyed] | None = None,
    given: Given | None = None,
    among: Collection[Kind] = frozenset(Kind),
    at: datetime,
) -> list[Duty]:
    """Return what is due in a unit this month and next, and what is late, by day: one question, and one a source.

    Where no source knows what a kind of clause asks about, nothing is asked by it. Whoever has asked for the decisions that
    the unit heard or has to hear gives them as `heard`, and they are not asked for again, nor is what is `given`. Only what
    clauses of the kinds `among` ask is told.
    """
    period = _this_and_next(unit.local(at).date())
    over = given.over(unit) if given else provisions_over(unit, since=looks_back_to(period))
    provisions = [each for each in over if each.is_for(unit.kind.code)]
    sources = sources_for({each.clause.kind for each in provisions} & set(among))
    asked = [each for each in provisions if each.clause.kind in kinds_known(sources) & set(among)]
    told = (_HEARD if heard is not None else frozenset()) | (_REPORTED if given else frozenset())
    known = [source.tell(unit, period, at) for source in sources if not source.kinds <= told]
    known += [Known(decisions=heard)] if heard else []
    known += [given.reports[unit.pk]] if given and unit.pk in given.reports else []
    return duties(facts_of(unit, known, at=at), asked, period)


def duties_of_each(
    units: Sequence[Unit], *, given: Given | None = None, at: datetime
) -> dict[UUID, list[Duty]]:
    """Return as `duties_of` what is due in each of `units`, by its id: as many questions for many as for one."""
    bodies = given.clauses if given else provisions_over_each(units)
    every = [each for found in bodies.values() for each in found]
    sources = sources_of_many({each.clause.kind for each in every})
    kinds, found = kinds_known(sources), dict[UUID, list[Known]]()
    for unit_id, reported in (given.reports if given else {}).items():
        found.setdefault(unit_id, []).append(reported)
    for source in [each for each in sources if not (given and each.kinds <= _REPORTED)] if units else ():
        assert source.tell_many is not None  # noqa: S101  -- as they were chosen
        told = source.tell_many(units, around(at), at)
        for unit_id, known in told.items():
            found.setdefault(unit_id, []).append(known)
    asked: dict[_Key, Asked] = {}
    return {unit.pk: _due_in(unit, bodies, kinds, asked, found.get(unit.pk, []), at=at) for unit in units}


# Of units of a kind below the same bodies the same is asked.
_Key = tuple[tuple[str, ...], str]


def _due_in(
    unit: Unit,
    bodies: Mapping[str, Sequence[Provision]],
    kinds: Collection[Kind],
    asked: dict[_Key, Asked],
    known: Sequence[Known],
    *,
    at: datetime,
) -> list[Duty]:
    line, kind, today = tuple(paths.ancestors_of(unit.path)), str(unit.kind.code), unit.local(at).date()
    key = tuple(path for path in line if path in bodies), kind
    if key not in asked:
        every = [each for path in key[0] for each in bodies[path]]
        chosen = [each for each in every if each.is_for(kind) and each.clause.kind in kinds]
        asked[key] = Asked(chosen, kind, window_around(today))
    same = asked[key]
    facts = facts_of(unit, known, at=at)
    about = [each for subjects in same.subjects.values() for each in subjects]
    return duties_by(facts, about, same.holding, _this_and_next(today))


def _this_and_next(today: date) -> Period:
    month = span_around(today, Every.MONTH)
    return Period(month.first, span_around(month.until, Every.MONTH).until)


def around(at: datetime) -> Period:
    """Return this month and the next, by whatever clocks: a day before and after."""
    day = timedelta(days=1)
    return Period(_this_and_next(at.date() - day).first, _this_and_next(at.date() + day).until)


def facts_of(unit: Unit, known: Sequence[Known], *, at: datetime) -> UnitFacts:
    """Return what features know of a unit, put together as the rules take it."""
    return UnitFacts(
        unit_kind=unit.kind.code,
        founded_on=unit.local(unit.founded_at).date(),
        on=unit.local(at).date(),
        is_topmost=unit.parent_id is None,
        meetings=list(chain.from_iterable(each.meetings for each in known)),
        decisions=list(chain.from_iterable(each.decisions for each in known)),
        terms=list(chain.from_iterable(each.terms for each in known)),
        reports=list(chain.from_iterable(each.reports for each in known)),
        visits=list(chain.from_iterable(each.visits for each in known)),
    )
