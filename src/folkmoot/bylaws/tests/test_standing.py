from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.bylaws.rules.calendar import span_around
from folkmoot.bylaws.rules.duties import Conveyed, Held, Reported, Served, State, UnitFacts, duties
from folkmoot.bylaws.rules.kinds import Kind, Meeting
from folkmoot.bylaws.rules.standing import Asked, standings, window_around
from folkmoot.bylaws.tests.test_tightening import provision

MONTHLY = {"kind": "frequency", "meeting": "general", "times": 1, "every": "month"}
READING = {"kind": "reading", "days": 14}
TERM = {"kind": "term", "office": "chair", "months": 6}
REPORT = {"kind": "reporting", "every": "quarter", "days": 10}
CONGRESS = {"kind": "congress", "years": 1}
VISITS = {"kind": "visits", "times": 2, "every": "quarter"}
FOUNDED = date(2020, 1, 1)


def on(month, day, year=2026):
    return date(year, month, day)


def rule(since=FOUNDED, until=None, article="2", **written):
    return replace(provision(article=article, **written), since=since, until=until)


def told(facts, *rules):
    return standings(Asked(rules, facts.unit_kind, window_around(facts.on)), facts)


def facts(today, founded=FOUNDED, **known):
    return UnitFacts("cell", founded, today, **known)


def general(*days):
    return [Held(Meeting.GENERAL, day, UUID(int=day.toordinal())) for day in days]


def days_of(found):
    return [(each.provision.article, each.due_from, each.late_from) for each in found.each]


@pytest.mark.parametrize(
    ("held", "due_from", "late_from", "again_on"),
    [
        # Nothing at all: late since the first span that facts are told of.
        ([], on(1, 1, 2025), on(2, 1, 2025), on(1, 1, 2027)),
        # Held this month: the next one is asked, and late if it is never held.
        ([on(5, 3)], on(6, 1), on(7, 1), on(1, 1, 2027)),
        # Held last month: this one is due.
        ([on(4, 30)], on(5, 1), on(6, 1), on(1, 1, 2027)),
        # Missed last month, called for this one: late until it is held.
        ([on(3, 3), on(5, 20)], on(4, 1), on(5, 1), on(5, 20)),
        # Missed in between and made up since is forgotten.
        ([on(2, 3), on(4, 3), on(5, 4)], on(6, 1), on(7, 1), on(1, 1, 2027)),
        # Planned for this month and the month after next.
        ([on(4, 3), on(5, 20), on(7, 3)], on(6, 1), on(7, 1), on(7, 3)),
    ],
)
def test_a_monthly_meeting_is_late_from_the_first_month_missed_until_one_is_held(
    held, due_from, late_from, again_on
):
    found = told(facts(on(5, 10), meetings=general(*held)), rule(**MONTHLY))
    assert (days_of(found), found.again_on) == ([("2", due_from, late_from)], again_on)


def test_a_unit_founded_this_month_is_asked_from_the_next_on():
    found = told(facts(on(5, 10), founded=on(5, 2)), rule(**MONTHLY))
    assert days_of(found) == [("2", on(6, 1), on(7, 1))]


def test_what_a_clause_asked_before_another_took_its_place_is_late_under_that_clause():
    old, new = rule(until=on(5, 15), article="2", **MONTHLY), rule(on(5, 15), article="3", **MONTHLY)
    found = told(facts(on(5, 20), meetings=general(on(3, 3))), old, new)
    assert days_of(found) == [("3", on(6, 1), on(7, 1)), ("2", on(4, 1), on(5, 1))]


def test_a_clause_that_is_over_asks_no_more_meetings():
    assert told(facts(on(5, 20)), rule(until=on(5, 15), **MONTHLY)).each == []


def test_a_decision_is_late_after_its_last_day_and_over_when_it_is_no_longer_in_force():
    decision = Conveyed(UUID(int=1), on(5, 1), until=on(8, 1))
    found = told(facts(on(5, 2), decisions=[decision]), rule(**READING))
    assert (days_of(found), found.again_on) == ([("2", on(5, 1), on(5, 16))], on(8, 1))
    read = told(facts(on(5, 9), decisions=[replace(decision, read_on=on(5, 8))]), rule(**READING))
    assert days_of(read) == [("2", None, None)]


def test_a_term_to_come_is_asked_about_when_it_begins():
    found = told(facts(on(5, 2), terms=[Served(UUID(int=1), "chair", on(5, 20))]), rule(**TERM))
    assert (found.each, found.again_on) == ([], on(5, 20))


def test_a_report_is_late_after_the_last_day_for_it_until_it_is_sent():
    asked = Reported(UUID(int=1), REPORT_SPAN, span_around(on(2, 1), REPORT_SPAN))
    found = told(facts(on(3, 2), reports=[asked]), rule(**REPORT))
    assert days_of(found) == [("2", on(4, 1), on(4, 11))]
    done = told(facts(on(4, 2), reports=[replace(asked, on=on(4, 2))]), rule(**REPORT))
    assert days_of(done) == [("2", None, None)]


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
PAST = st.dates(date(2025, 1, 1), date(2026, 12, 31))
WRITTEN = st.sampled_from(
    [
        MONTHLY, MONTHLY | {"times": 2}, MONTHLY | {"every": "week"}, MONTHLY | {"every": "quarter"},
        READING, TERM, REPORT, CONGRESS, VISITS,
    ]
)  # fmt: skip


@st.composite
def bylaws(draw):
    found = []
    for number in range(draw(st.integers(1, 4))):
        since = draw(st.just(FOUNDED) | PAST)
        until = draw(st.none() | st.dates(since + timedelta(days=1), date(2028, 6, 1)))
        found.append(rule(since, until, article=str(number), **draw(WRITTEN)))
    return [replace(each, id=UUID(int=number)) for number, each in enumerate(found)]


@st.composite
def histories(draw):
    some = st.lists(DAYS, max_size=8)
    meetings = draw(
        st.lists(st.tuples(st.sampled_from([Meeting.GENERAL, Meeting.CONGRESS]), DAYS), max_size=12)
    )
    today = draw(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
    past = [day for day in draw(some) if day <= today]
    return UnitFacts(
        "cell",
        draw(st.just(FOUNDED) | st.dates(date(2025, 1, 1), today)),
        today,
        meetings=[Held(kind, day) for kind, day in meetings],
        decisions=[
            Conveyed(UUID(int=number), day, draw(st.none() | st.just(today)))
            for number, day in enumerate(past)
        ],
        terms=[Served(UUID(int=number), "chair", day) for number, day in enumerate(past)],
        reports=[
            Reported(UUID(int=1), REPORT_SPAN, span, draw(st.none() | st.just(today)))
            for span in {span_around(day, REPORT_SPAN) for day in draw(some)}
        ],
        visits=draw(some),
    )


REPORT_SPAN = rule(**REPORT).clause.every
OFTEN = {Kind.FREQUENCY, Kind.VISITS}


def from_duties(known, rules, day):
    """The same, told from the duties of that day: which provisions are late, and which have something to be done."""
    known = replace(known, on=day)
    window = window_around(day)
    asked = duties(known, rules, window)
    late = {each.provision.id for each in asked if each.kind not in OFTEN and each.state is State.LATE}
    due = {each.provision.id for each in asked if each.kind not in OFTEN and each.state is State.DUE}
    for subject in {(each.kind, getattr(each.provision.clause, "meeting", None)) for each in asked}:
        own = [
            each for each in asked if (each.kind, getattr(each.provision.clause, "meeting", None)) == subject
        ]
        spans = [
            (span_around(each.due_on, each.provision.clause.every), each)
            for each in own
            if each.kind in OFTEN
        ]
        spans = sorted(
            ((span, each) for span, each in spans if span.first >= window.first),
            key=lambda pair: (pair[0].until, pair[0].first),
        )
        ahead = [(span, each) for span, each in spans if day < span.until]
        if ahead:
            span, current = ahead[0]
            if current.state is State.DUE and span.first <= day:
                due.add(current.provision.id)
            for _span, each in reversed(spans[: len(spans) - len(ahead)]):
                if each.state is not State.LATE or current.state is State.DONE:
                    break
                late.add(each.provision.id)
    return late, due - late


def is_due_on(standing, day):
    return standing.due_from is not None and standing.due_from <= day and not standing.is_late_on(day)


@given(bylaws(), histories(), st.integers(0, 400))
def test_days_told_once_say_what_duties_say_on_every_day_until_they_are_told_anew(rules, known, later):
    found = told(known, *rules)
    day = min(known.on + timedelta(days=later), found.again_on - timedelta(days=1))
    late, due = from_duties(known, rules, day)
    assert {each.provision.id for each in found.each if each.is_late_on(day)} == late
    often = {each.provision.id for each in found.each if each.provision.clause.kind in OFTEN}
    now_due = {each.provision.id for each in found.each if is_due_on(each, day)}
    assert now_due & often == due & often
    # What is far ahead stands among the duties of a year; somebody is reminded of it when it comes near.
    assert now_due - often <= due - often
