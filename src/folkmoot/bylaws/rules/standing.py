"""Where a unit stands by each article that asks something of it: in order, with something before it, or late.

It is told by two days for each article: from when on there is something to do, and from when on it is late. So as long as
nothing happens, time alone makes a unit late, and nothing has to be written for it. `again_on` is the day on which that is
no longer true, because something planned has its day, or another clause begins to hold.

What was missed is late until it is made up: a meeting that was not held, by the next span in which as many were held as
are asked; a decision, a report and an election by themselves.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from folkmoot.bylaws.rules.calendar import Period, months_later
from folkmoot.bylaws.rules.clauses import Provision, Subject
from folkmoot.bylaws.rules.duties import (
    UnitFacts,
    end_of_term,
    holding_on,
    next_congress,
    report_asked,
    spans_asked,
)
from folkmoot.bylaws.rules.kinds import Every, Kind
from folkmoot.bylaws.rules.resolving import subjects

# What is to be held so often in a span of the calendar.
OFTEN = frozenset({Kind.FREQUENCY, Kind.VISITS})


@dataclass(frozen=True)
class Standing:
    """What one provision asks of a unit: from when on something is to be done, and from when on it is late; None: never."""

    provision: Provision
    due_from: date | None = None
    late_from: date | None = None

    def is_late_on(self, day: date) -> bool:
        """Whether it is late on a day, if nothing happens until then."""
        return self.late_from is not None and self.late_from <= day


@dataclass(frozen=True)
class Standings:
    """Where a unit stands by each provision, and the day on which that is to be asked anew at the latest."""

    each: Sequence[Standing]
    again_on: date


@dataclass(frozen=True)
class _Span:
    first: date
    until: date
    times: int
    provision: Provision

    def fulfilled_on(self, days: Sequence[date]) -> date | None:
        """Return on which of the days, in order, as many were held in it as are asked."""
        last = bisect_left(days, self.first) + self.times - 1
        return days[last] if last < len(days) and days[last] < self.until else None


def window_around(day: date) -> Period:
    """Return the days of which facts are told: from the year before to the end of the next, so that it moves once a year."""
    return Period(date(day.year - 1, 1, 1), date(day.year + 2, 1, 1))


@dataclass(eq=False)
class Asked:
    """What the same provisions ask of all units of a kind, worked out once for all of them."""

    provisions: Sequence[Provision]
    unit_kind: str
    window: Period
    _held: dict[tuple[Subject, int], Provision | None] = field(default_factory=dict)
    _reports: dict[tuple[Every, date], tuple[date, Provision] | None] = field(default_factory=dict)

    def holding(self, subject: Subject, day: date) -> Provision | None:
        """Return the provision that decides about `subject` on a day."""
        key = subject, bisect_right(self.turns, day)
        if key not in self._held:
            self._held[key] = holding_on(list(self.provisions), subject, self.unit_kind, day)
        return self._held[key]

    @cached_property
    def turns(self) -> list[date]:
        """The days on which another provision may begin to decide."""
        ends = {each.until for each in self.provisions if each.until is not None}
        return sorted({each.since for each in self.provisions} | ends)

    @cached_property
    def subjects(self) -> dict[Kind, list[Subject]]:
        """What they are about, by kind."""
        found: dict[Kind, list[Subject]] = {}
        for subject in subjects(self.provisions):
            found.setdefault(subject.kind, []).append(subject)
        return found

    @cached_property
    def kinds(self) -> frozenset[Kind]:
        """What facts they ask for."""
        return frozenset(self.subjects)

    @cached_property
    def spans(self) -> list[tuple[Subject, "Spans"]]:
        """The spans in which something is to be held so often."""
        often = [each for kind in sorted(OFTEN) for each in self.subjects.get(kind, ())]
        return [(subject, Spans(self._spans_of(subject))) for subject in often]

    def report(self, every: Every, span: Period) -> tuple[date, Provision] | None:
        """Return the last day for a report on a span, and the provision that asks for it, if one does."""
        key = every, span.first
        if key not in self._reports:
            subject = Subject(Kind.REPORTING, every=every)
            self._reports[key] = report_asked(self._of(subject), span, self.window)
        return self._reports[key]

    def _spans_of(self, subject: Subject) -> list[_Span]:
        found = []
        for span, provision in spans_asked(self._of(subject), self.window):
            clause: Any = provision.clause
            if span.first >= self.window.first:
                found.append(_Span(span.first, span.until, clause.times, provision))
        return sorted(found, key=lambda each: (each.until, each.first))

    def _of(self, subject: Subject) -> Any:  # noqa: ANN401  -- a function of a day
        return lambda day: self.holding(subject, day)


def standings(asked: Asked, facts: UnitFacts) -> Standings:
    """Return where a unit of which `facts` are known, on their day, stands by each provision that asks something of it."""
    found = _Found(facts.on, asked.turns)
    for subject, spans in asked.spans:
        if not (facts.is_topmost and subject.kind is Kind.VISITS):
            spans.put(subject, facts, found)
    _put_readings(asked, facts, found)
    _put_terms(asked, facts, found)
    _put_congresses(asked, facts, found)
    _put_reports(asked, facts, found)
    return found.standings()


class _Found:
    """What is gathered of one unit: the earliest days of each provision."""

    def __init__(self, on: date, turns: Sequence[date]) -> None:
        self.on = on
        self.again_on = date(on.year + 1, 1, 1)
        self._days: dict[int, tuple[Provision, date | None, date | None]] = {}
        later = bisect_right(turns, on)
        if later < len(turns):
            self.again(turns[later])

    def again(self, day: date | None) -> None:
        """Ask anew on a day, if that is to come and before any other."""
        if day is not None and self.on < day < self.again_on:
            self.again_on = day

    def put(self, provision: Provision, due_from: date | None = None, late_from: date | None = None) -> None:
        """Add that a provision asks something, from a day on, or nothing just now."""
        _provision, due, late = self._days.get(id(provision), (provision, None, None))
        self._days[id(provision)] = provision, _sooner(due, due_from), _sooner(late, late_from)

    def standings(self) -> Standings:
        """Return what was gathered."""
        return Standings([Standing(*days) for days in self._days.values()], self.again_on)


class Spans:
    """Spans one after the other, in each of which something is to be held so often."""

    def __init__(self, spans: Sequence[_Span]) -> None:
        """Keep the spans, which come by their last days."""
        self.spans = spans
        self._untils = [each.until for each in spans]
        self._firsts = [each.first for each in spans]

    def put(self, subject: Subject, facts: UnitFacts, found: _Found) -> None:
        """Add where a unit stands: late since the first it missed in a row, or until when it has the next before it."""
        now = bisect_right(self._untils, facts.on)
        while now < len(self.spans) and self._firsts[now] < facts.founded_on:
            now += 1
        if now == len(self.spans):
            return
        days = _days_of(subject, facts)
        at = self._next_missing(now, days)
        ahead = (self.spans[at].first, self.spans[at].until) if at < len(self.spans) else ()
        found.put(self.spans[now].provision, *ahead)
        found.again(self._other_from(now))
        done = self.spans[now].fulfilled_on(days)
        missed = [] if done is not None and done <= facts.on else self._missed_before(now, days, facts)
        for each in missed:
            found.put(each.provision, each.first, each.until)
        found.again(self._made_up_on(now if missed else at, days, facts.on))

    def _missed_before(self, now: int, days: Sequence[date], facts: UnitFacts) -> list[_Span]:
        missed = []
        while now > 0 and self._firsts[now - 1] >= facts.founded_on:
            now -= 1
            if self.spans[now].fulfilled_on(days) is not None:
                break
            missed.append(self.spans[now])
        return missed

    def _next_missing(self, at: int, days: Sequence[date]) -> int:
        while at < len(self.spans) and self.spans[at].fulfilled_on(days) is not None:
            at += 1
        return at

    def _made_up_on(self, at: int, days: Sequence[date], on: date) -> date | None:
        # Most have nothing planned, and no more to look for.
        if not days or days[-1] <= on:
            return None
        later = (each.fulfilled_on(days) for each in self.spans[at:])
        return next((day for day in later if day is not None and day > on), None)

    def _other_from(self, now: int) -> date:
        own = self.spans[now].provision
        while now + 1 < len(self.spans) and self.spans[now + 1].provision is own:
            now += 1
        return self._untils[now]


def _days_of(subject: Subject, facts: UnitFacts) -> list[date]:
    if subject.kind is Kind.VISITS:
        return sorted(facts.visits)
    return sorted(each.on for each in facts.meetings if each.meeting is subject.meeting)


def _put_readings(asked: Asked, facts: UnitFacts, found: _Found) -> None:
    for subject in asked.subjects.get(Kind.READING, ()):
        for each in facts.decisions:
            provision = asked.holding(subject, each.on)
            if provision is not None:
                clause: Any = provision.clause
                late_from = each.on + timedelta(days=clause.days + 1)
                found.put(provision, *((each.on, late_from) if each.read_on is None else ()))
                found.again(each.until)


def _put_terms(asked: Asked, facts: UnitFacts, found: _Found) -> None:
    about = {subject.office: subject for subject in asked.subjects.get(Kind.TERM, ())}
    for each in facts.terms:
        subject = about.get(each.office)
        found.again(each.since)
        found.again(each.until)
        if subject is not None and each.since <= facts.on:
            provision = asked.holding(subject, each.since) or asked.holding(subject, facts.on)
            if provision is not None:
                due_on = end_of_term(each, provision)
                found.put(provision, _shown_from(due_on), due_on + timedelta(days=1))


def _put_congresses(asked: Asked, facts: UnitFacts, found: _Found) -> None:
    for subject in asked.subjects.get(Kind.CONGRESS, ()):
        provision = asked.holding(subject, facts.on)
        if provision is not None:
            due_on, planned = next_congress(facts, provision)
            is_planned = bool(planned) and planned[0] <= due_on
            found.put(provision, *(() if is_planned else (_shown_from(due_on), due_on + timedelta(days=1))))
            found.again(planned[0] if planned else None)


def _put_reports(asked: Asked, facts: UnitFacts, found: _Found) -> None:
    if Kind.REPORTING not in asked.subjects:
        return
    for each in facts.reports:
        rule = asked.report(each.every, each.span) if each.span.first >= facts.founded_on else None
        if rule is not None:
            due_on, provision = rule
            found.put(
                provision, *(() if each.on is not None else (each.span.until, due_on + timedelta(days=1)))
            )


def _shown_from(due_on: date) -> date:
    # A desk shows this month and the next.
    return months_later(due_on.replace(day=1), -1)


def _sooner(one: date | None, other: date | None) -> date | None:
    days: Iterable[date] = (day for day in (one, other) if day is not None)
    return min(days, default=None)
