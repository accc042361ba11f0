from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.bylaws.rules.calendar import Period, months_later, span_around
from folkmoot.bylaws.rules.duties import (
    Conveyed,
    Held,
    Reported,
    Served,
    State,
    UnitFacts,
    duties,
)
from folkmoot.bylaws.rules.kinds import Every, Meeting
from folkmoot.bylaws.tests.test_tightening import provision

ONE, TWO = UUID(int=1), UUID(int=2)
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
MONTHLY = {"kind": "frequency", "meeting": "general", "times": 1, "every": "month"}
LATE, DUE, DONE, PLANNED = State.LATE, State.DUE, State.DONE, State.PLANNED


def on(month, day, year=2026):
    return date(year, month, day)


def facts(today, **known):
    return UnitFacts("cell", date(2020, 1, 1), today, **known)


def since(day, until=None, article="14.1", **written):
    return replace(provision(article=article, **written), since=day, until=until)


def general(*days):
    return [Held(Meeting.GENERAL, day, UUID(int=day.toordinal())) for day in days]


def asked(found):
    return [(each.due_on, each.state) for each in found]


@pytest.mark.parametrize(
    ("today", "held", "state"),
    [
        (on(3, 10), [], DUE),
        (on(3, 31), [], DUE),
        (on(4, 1), [], LATE),
        (on(3, 10), [on(3, 20)], PLANNED),
        (on(3, 20), [on(3, 20)], DONE),
        (on(3, 25), [on(3, 20)], DONE),
        (on(3, 25), [on(2, 28), on(4, 1)], DUE),
    ],
)
def test_a_monthly_meeting_is_due_planned_done_or_late(today, held, state):
    found = duties(facts(today, meetings=general(*held)), [since(on(1, 1), **MONTHLY)], MARCH)
    assert asked(found) == [(on(3, 31), state)]
    assert [each.article for each in found] == ["14.1"]


def test_a_duty_says_how_often_it_is_asked_and_by_what_it_was_done():
    rule = since(on(1, 1), **MONTHLY | {"times": 2})
    (found,) = duties(facts(on(3, 10), meetings=general(on(3, 5))), [rule], MARCH)
    assert (found.times, found.done, found.by, found.state) == (2, 1, (UUID(int=on(3, 5).toordinal()),), DUE)
    (found,) = duties(facts(on(3, 10), meetings=general(on(3, 5), on(3, 6), on(3, 7))), [rule], MARCH)
    assert (found.times, found.done, len(found.by), found.state) == (2, 2, 2, DONE)


def test_meetings_of_other_kinds_fulfil_nothing():
    held = [Held(Meeting.REVIEW, on(3, 5), ONE)]
    assert asked(duties(facts(on(3, 10), meetings=held), [since(on(1, 1), **MONTHLY)], MARCH)) == [
        (on(3, 31), DUE)
    ]


def test_a_new_rule_asks_for_whole_spans_from_its_first_day_on():
    rule = since(on(3, 2), **MONTHLY)
    assert asked(duties(facts(on(5, 10)), [rule], YEAR))[:2] == [(on(4, 30), LATE), (on(5, 31), DUE)]


def test_a_new_unit_owes_nothing_for_the_month_in_which_it_was_founded():
    founded = replace(facts(on(3, 10)), founded_on=on(3, 2))
    assert duties(founded, [since(on(1, 1), **MONTHLY)], MARCH) == []


def test_a_rule_that_is_gone_asks_for_what_was_due_before_and_for_nothing_after():
    quarterly = since(on(1, 1), on(5, 15), **MONTHLY | {"every": "quarter"})
    monthly = since(on(5, 15), article="14.1 new", **MONTHLY)
    found = duties(facts(on(7, 2)), [quarterly, monthly], Period(on(1, 1), on(8, 1)))
    assert [(each.due_on, each.article) for each in found] == [
        (on(3, 31), "14.1"),
        (on(6, 30), "14.1 new"),
        (on(7, 31), "14.1 new"),
    ]


def test_a_rule_for_other_kinds_of_unit_asks_nothing_here():
    assert duties(facts(on(3, 10)), [since(on(1, 1), unit_kinds=["region"], **MONTHLY)], MARCH) == []


def test_a_stricter_local_rule_asks_in_place_of_the_one_above():
    above, local = since(on(1, 1), **MONTHLY), since(on(1, 1), article="3", depth=3, **MONTHLY | {"times": 2})
    assert [(each.article, each.times) for each in duties(facts(on(3, 10)), [above, local], MARCH)] == [
        ("3", 2)
    ]


READING = {"kind": "reading", "days": 10}


@pytest.mark.parametrize(
    ("today", "read_on", "expected"),
    [
        (on(3, 11), None, [(on(3, 11), DUE)]),
        (on(3, 12), None, [(on(3, 11), LATE)]),
        (on(3, 12), on(3, 12), [(on(3, 11), DONE)]),
    ],
)
def test_a_decision_is_to_be_read_within_so_many_days(today, read_on, expected):
    decision = Conveyed(ONE, on(3, 1), read_on)
    found = duties(facts(today, decisions=[decision]), [since(on(1, 1), **READING)], MARCH)
    assert asked(found) == expected
    assert [each.about for each in found] == [ONE]


def test_what_is_late_from_before_is_shown_until_it_is_done():
    april, rule = Period(on(4, 1), on(5, 1)), since(on(1, 1), **READING)
    missed = Conveyed(ONE, on(3, 1))
    assert asked(duties(facts(on(4, 2), decisions=[missed]), [rule], april)) == [(on(3, 11), LATE)]
    read = replace(missed, read_on=on(4, 1))
    assert duties(facts(on(4, 2), decisions=[read]), [rule], april) == []


def test_decisions_conveyed_before_a_rule_are_read_by_no_rule_and_before_a_change_by_the_old_one():
    old = since(on(2, 1), on(3, 5), **READING)
    new = since(on(3, 5), article="14.1 new", **READING | {"days": 3})
    given = [Conveyed(UUID(int=day.toordinal()), day) for day in (on(1, 31), on(3, 4), on(3, 5))]
    found = duties(facts(on(3, 6), decisions=given), [old, new], MARCH)
    assert [(each.due_on, each.article) for each in found] == [(on(3, 8), "14.1 new"), (on(3, 14), "14.1")]


def term(office="chair", months=24):
    return {"kind": "term", "office": office, "months": months}


def test_a_term_ends_by_the_rule_it_began_under():
    old, new = since(on(1, 1, 2020), on(3, 5), **term()), since(on(3, 5), article="new", **term(months=12))
    terms = [Served(ONE, "chair", on(3, 10, 2024)), Served(TWO, "chair", on(3, 12, 2026))]
    found = duties(facts(on(3, 9), terms=terms), [old, new], MARCH)
    assert [(each.due_on, each.article, each.about) for each in found] == [(on(3, 10), "14.1", ONE)]
    later = duties(facts(on(3, 11, 2027), terms=terms), [old, new], Period(on(3, 1, 2027), on(4, 1, 2027)))
    assert asked(later) == [(on(3, 10), LATE), (on(3, 12, 2027), DUE)]


def test_a_term_that_began_before_any_rule_is_not_over_before_the_rule_began():
    terms = [Served(ONE, "chair", on(1, 1, 2015)), Served(TWO, "treasurer", on(1, 1, 2015))]
    found = duties(facts(on(3, 10), terms=terms), [since(on(3, 5), **term())], MARCH)
    assert [(each.due_on, each.about) for each in found] == [(on(3, 5), ONE)]


def test_reports_are_due_after_the_end_of_what_they_are_about():
    rule = since(on(1, 1, 2025), kind="reporting", every="quarter", days=20)
    april = Period(on(4, 1), on(5, 1))
    late = [(on(7, 20, 2025), LATE), (on(10, 20, 2025), LATE), (on(1, 20), LATE)]
    quarters = [
        span_around(on(month, 1, year), Every.QUARTER)
        for year, month in ((2024, 10), (2025, 4), (2025, 7), (2025, 10), (2026, 1), (2026, 4))
    ]
    known = facts(on(4, 3), reports=[Reported(ONE, Every.QUARTER, span) for span in quarters])
    found = duties(known, [rule], april)
    assert asked(found) == [*late, (on(4, 20), DUE)]
    assert (found[-1].about, found[-1].span) == (ONE, quarters[-2])
    known = facts(on(4, 3), reports=[Reported(ONE, Every.QUARTER, span, on(4, 1)) for span in quarters])
    assert asked(duties(known, [rule], april)) == [(on(4, 20), DONE)]


def test_a_report_that_no_form_asks_for_at_this_pace_is_not_owed():
    rule = since(on(1, 1, 2025), kind="reporting", every="quarter", days=20)
    january = Reported(ONE, Every.MONTH, span_around(on(1, 1), Every.MONTH))
    assert duties(facts(on(4, 3), reports=[january]), [rule], YEAR) == []
    assert duties(facts(on(4, 3)), [rule], YEAR) == []


@pytest.mark.parametrize(
    ("congresses", "expected"),
    [
        ([], (on(1, 1, 2027), DUE)),
        ([on(5, 1, 2021)], (on(5, 1), LATE)),
        ([on(5, 1, 2021), on(8, 1)], (on(5, 1), LATE)),
        ([on(9, 1, 2021), on(8, 1)], (on(9, 1), PLANNED)),
        ([on(9, 1, 2021)], (on(9, 1), DUE)),
    ],
)
def test_a_congress_is_due_so_many_years_after_the_last(congresses, expected):
    rule = since(on(1, 1, 2022), kind="congress", years=5)
    held = [Held(Meeting.CONGRESS, day, ONE) for day in congresses]
    long = Period(on(1, 1), on(1, 1, 2028))
    assert asked(duties(facts(on(6, 1), meetings=held), [rule], long)) == [expected]


def test_visits_are_counted_as_meetings_are():
    rule = since(on(1, 1), kind="visits", times=1, every="quarter")
    year = duties(facts(on(6, 1), visits=[on(2, 2)]), [rule], YEAR)
    assert asked(year) == [(on(3, 31), DONE), (on(6, 30), DUE), (on(9, 30), DUE), (on(12, 31), DUE)]


def test_what_meetings_keep_to_is_no_duty():
    assert duties(facts(on(3, 10)), [since(on(1, 1), kind="notice", days=7)], MARCH) == []


def test_a_month_later_is_the_last_day_where_the_month_is_shorter():
    assert [months_later(on(1, 31), each) for each in (1, 3, 12, 25)] == [
        on(2, 28), on(4, 30), on(1, 31, 2027), on(2, 29, 2028),
    ]  # fmt: skip


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
RULES = st.sampled_from([MONTHLY, MONTHLY | {"every": "week"}, READING, term(months=6)])


@given(RULES, DAYS, DAYS, st.lists(DAYS, max_size=6))
def test_a_change_of_the_bylaws_leaves_what_was_due_before_as_it_was(written, changed_on, today, days):
    known = facts(
        today,
        meetings=general(*days),
        decisions=[Conveyed(UUID(int=day.toordinal()), day) for day in days],
        terms=[Served(UUID(int=day.toordinal()), "chair", day) for day in days],
    )
    old = since(date(2020, 1, 1), **written)
    new = since(changed_on, article="new", **written)
    before = duties(known, [old], YEAR)
    after = duties(known, [replace(old, until=changed_on), new], YEAR)
    cut = replace(old, until=changed_on)
    expected = [replace(each, provision=cut) for each in before if each.due_on < changed_on]
    assert [each for each in after if each.due_on < changed_on] == expected
    assert all(each.due_on >= changed_on for each in after if each.article == "new")


@given(RULES, DAYS, st.lists(DAYS, max_size=6))
def test_cutting_a_year_in_two_asks_for_the_same(written, today, days):
    known = facts(today, meetings=general(*days), visits=days)
    rule = since(date(2020, 1, 1), **written)
    middle = on(7, 1)
    parts = [duties(known, [rule], part) for part in (Period(YEAR.first, middle), Period(middle, YEAR.until))]
    late_again = [each for each in parts[1] if each.due_on < middle]
    assert [*parts[0], *parts[1][len(late_again) :]] == duties(known, [rule], YEAR)


@given(DAYS, st.lists(DAYS, max_size=9), DAYS)
def test_another_meeting_never_leaves_a_unit_worse_off(today, days, more):
    rule = since(date(2020, 1, 1), **MONTHLY | {"times": 2})
    order = [LATE, DUE, PLANNED, DONE]
    before = duties(facts(today, meetings=general(*days)), [rule], YEAR)
    after = duties(facts(today, meetings=general(*days, more)), [rule], YEAR)
    assert all(order.index(b.state) <= order.index(a.state) for b, a in zip(before, after, strict=True))


def test_a_period_ends_before_the_first_day_of_the_next():
    assert (MARCH.last, MARCH.has(on(3, 31)), MARCH.has(on(4, 1))) == (on(3, 31), True, False)
    assert MARCH.last + timedelta(days=1) == MARCH.until
