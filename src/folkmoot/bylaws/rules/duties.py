"""What the clauses in force ask of a unit, and by when.

A clause asks only for what began while it held: a new one for the first whole month, for decisions conveyed and terms begun
from its first day on. What was asked before is asked as it was; what an article that is gone would have asked later is not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from typing import Any
from uuid import UUID

from folkmoot.bylaws.rules.calendar import Period, months_later, span_around, spans_ending_in
from folkmoot.bylaws.rules.clauses import Provision, Subject
from folkmoot.bylaws.rules.kinds import Every, Kind, Meeting
from folkmoot.bylaws.rules.resolving import resolved, subjects


class State(StrEnum):
    """Where a duty stands: done, planned in time, still to be done, or not done in time."""

    DONE = "done"
    PLANNED = "planned"
    DUE = "due"
    LATE = "late"


# What is asked by the clause that held when the decision was conveyed, or the term began.
ASKED_BY_BEGINNING = frozenset({Kind.READING, Kind.TERM})


@dataclass(frozen=True)
class Held:
    """A meeting that was held, or is called for a day to come."""

    meeting: Meeting
    on: date
    id: UUID | None = None


@dataclass(frozen=True)
class Conveyed:
    """A decision that a unit has to read, since when, and on which day it was read there.

    `until` is the first day on which it is no longer in force, if that is known.
    """

    id: UUID
    on: date
    read_on: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Served:
    """A term of office that is going on, and since when; `until` is the first day after it, if it has an end."""

    id: UUID
    office: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Reported:
    """A report that a unit is asked for by a form, every so often: on which span, and the day on which it was sent, if it was."""

    form: UUID
    every: Every
    span: Period
    on: date | None = None


@dataclass(frozen=True)
class UnitFacts:
    """What a unit did and has before it, as known on the day `on`; `founded_on` is the first day on which it can owe anything.

    The topmost has no unit above that could visit it.
    """

    unit_kind: str
    founded_on: date
    on: date
    is_topmost: bool = False
    meetings: Sequence[Held] = ()
    decisions: Sequence[Conveyed] = ()
    terms: Sequence[Served] = ()
    reports: Sequence[Reported] = ()
    visits: Sequence[date] = ()


@dataclass(frozen=True)
class Duty:
    """What a provision asks of a unit: the last day for it, where it stands, how often it is asked and how often done.

    `about` is the decision, the term or the form that it concerns, `span` what a report is about, and `by` the meetings that
    fulfil it.
    """

    article: str
    kind: Kind
    due_on: date
    state: State
    provision: Provision
    times: int = 1
    done: int = 0
    about: UUID | None = None
    by: tuple[UUID, ...] = ()
    span: Period | None = None


def duties(facts: UnitFacts, provisions: Iterable[Provision], period: Period) -> list[Duty]:
    """Return what is due in `period`, and what is late from before it and not done, by day; what was done late is done."""
    known = list(provisions)
    return duties_by(
        facts, subjects(known), lambda subject, day: holding_on(known, subject, facts.unit_kind, day), period
    )


def duties_by(
    facts: UnitFacts,
    about: Iterable[Subject],
    deciding: Callable[[Subject, date], Provision | None],
    period: Period,
) -> list[Duty]:
    """Return as `duties` what is due, where `deciding` knows the provision that decides about each subject on a day."""
    found: list[Duty] = []
    for subject in about:
        ask = _ASKED.get(subject.kind)
        if ask is not None:
            found += ask(facts, partial(deciding, subject), subject, period)
    return sorted(found, key=lambda each: (each.due_on, each.article, each.kind, str(each.about)))


def looks_back_to(period: Period) -> date:
    """Return the first day of which `duties` asks what held on it, but for decisions and terms that began before."""
    return min(span_around(_a_year_before(period), every).first for every in Every)


Holding = Callable[[date], Provision | None]


def holding_on(known: list[Provision], subject: Subject, unit_kind: str, day: date) -> Provision | None:
    """Return the provision that decides about `subject` in units of a kind on a day."""
    return resolved((each for each in known if each.holds_on(day)), subject, unit_kind)


def _meetings(facts: UnitFacts, holding: Holding, subject: Subject, period: Period) -> Iterator[Duty]:
    held = [(each.on, each.id) for each in facts.meetings if each.meeting is subject.meeting]
    yield from _often(facts, holding, held, period)


def _visits(facts: UnitFacts, holding: Holding, _subject: Subject, period: Period) -> Iterator[Duty]:
    if not facts.is_topmost:
        yield from _often(facts, holding, [(day, None) for day in facts.visits], period)


def _often(
    facts: UnitFacts, holding: Holding, held: Sequence[tuple[date, UUID | None]], period: Period
) -> Iterator[Duty]:
    for span, provision in spans_asked(holding, period):
        if span.first < facts.founded_on:
            continue
        clause: Any = provision.clause
        within = sorted((day, by) for day, by in held if span.has(day))[: clause.times]
        is_past = sum(1 for day, _by in within if day <= facts.on)
        state = _state_of_times(clause.times, is_past, len(within), due_on=span.last, on=facts.on)
        by = tuple(each for _day, each in within if each is not None)
        yield Duty(provision.article, clause.kind, span.last, state, provision, clause.times, is_past, by=by)


def spans_asked(holding: Holding, period: Period) -> Iterator[tuple[Period, Provision]]:
    """Yield each span that ends in `period` with the provision that held from its first day to its last."""
    for every in Every:
        for span in spans_ending_in(period, every):
            provision = holding(span.first)
            clause: Any = provision.clause if provision else None
            if provision and clause.every is every and provision == holding(span.last):
                yield span, provision


def _readings(facts: UnitFacts, holding: Holding, _subject: Subject, period: Period) -> Iterator[Duty]:
    for each in facts.decisions:
        provision = holding(each.on)
        if provision is not None:
            clause: Any = provision.clause
            due_on = each.on + timedelta(days=clause.days)
            state = _state(is_done=each.read_on is not None, due_on=due_on, on=facts.on)
            if _is_shown(due_on, state, period):
                done = int(state is State.DONE)
                yield Duty(provision.article, clause.kind, due_on, state, provision, 1, done, each.id)


def _terms(facts: UnitFacts, holding: Holding, subject: Subject, period: Period) -> Iterator[Duty]:
    for each in facts.terms:
        # A term that began before there was any rule runs by the one of today.
        provision = (holding(each.since) or holding(facts.on)) if each.office == subject.office else None
        if provision is not None:
            due_on = end_of_term(each, provision)
            state = _state(is_done=False, due_on=due_on, on=facts.on)
            if _is_shown(due_on, state, period):
                yield Duty(provision.article, Kind.TERM, due_on, state, provision, about=each.id)


def _reports(facts: UnitFacts, holding: Holding, subject: Subject, period: Period) -> Iterator[Duty]:
    for each in facts.reports:
        asked = report_asked(holding, each.span, period) if each.every is subject.every else None
        if asked is not None and each.span.first >= facts.founded_on:
            due_on, provision = asked
            state = _state(is_done=each.on is not None, due_on=due_on, on=facts.on)
            if _is_shown(due_on, state, period):
                done = int(state is State.DONE)
                yield Duty(
                    provision.article,
                    Kind.REPORTING,
                    due_on,
                    state,
                    provision,
                    1,
                    done,
                    each.form,
                    span=each.span,
                )


def report_asked(holding: Holding, span: Period, period: Period) -> tuple[date, Provision] | None:
    """Return the last day for a report on a span, and the provision that asks for it, if that is near enough to `period`."""
    # A report is due after the end of what it is about: a year back is far enough for what is due now or was missed last.
    is_near = Period(_a_year_before(period), period.until).has(span.last)
    provision = holding(span.first) if is_near else None
    return None if provision is None else (last_day_of(span, provision), provision)


def last_day_of(span: Period, provision: Provision) -> date:
    """Return the last day for a report on a span by the provision that asks for it."""
    clause: Any = provision.clause
    return span.last + timedelta(days=clause.days)


def end_of_term(term: Served, provision: Provision) -> date:
    """Return the last day of a term by the provision it runs by: never before that began."""
    clause: Any = provision.clause
    return max(months_later(term.since, clause.months), provision.since)


def next_congress(facts: UnitFacts, provision: Provision) -> tuple[date, list[date]]:
    """Return the last day for the next congress, and the days to come for which one is called."""
    clause: Any = provision.clause
    days = [each.on for each in facts.meetings if each.meeting is Meeting.CONGRESS]
    last = max((day for day in days if day <= facts.on), default=max(provision.since, facts.founded_on))
    return months_later(last, 12 * clause.years), sorted(day for day in days if day > facts.on)


def _congresses(facts: UnitFacts, holding: Holding, _subject: Subject, period: Period) -> Iterator[Duty]:
    provision = holding(facts.on)
    if provision is None:
        return
    due_on, planned = next_congress(facts, provision)
    is_planned = any(day <= due_on for day in planned)
    state = State.PLANNED if is_planned else _state(is_done=False, due_on=due_on, on=facts.on)
    if _is_shown(due_on, state, period):
        yield Duty(provision.article, Kind.CONGRESS, due_on, state, provision)


_ASKED: Mapping[Kind, Callable[[UnitFacts, Holding, Subject, Period], Iterator[Duty]]] = {
    Kind.FREQUENCY: _meetings,
    Kind.VISITS: _visits,
    Kind.READING: _readings,
    Kind.TERM: _terms,
    Kind.REPORTING: _reports,
    Kind.CONGRESS: _congresses,
}


def _a_year_before(period: Period) -> date:
    return months_later(period.first, -12)


def _is_shown(due_on: date, state: State, period: Period) -> bool:
    return period.has(due_on) or (state is State.LATE and due_on < period.first)


def _state(*, is_done: bool, due_on: date, on: date) -> State:
    if is_done:
        return State.DONE
    return State.LATE if on > due_on else State.DUE


def _state_of_times(times: int, done: int, planned: int, *, due_on: date, on: date) -> State:
    if done < times <= planned:
        return State.PLANNED
    return _state(is_done=done >= times, due_on=due_on, on=on)
