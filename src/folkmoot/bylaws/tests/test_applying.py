from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.bylaws.rules.amounts import Amount, Measure
from folkmoot.bylaws.rules.applying import (
    Votes,
    counted,
    earliest_meeting_date,
    earliest_second_date,
    last_call_date,
    majority_met,
    quorum_count,
    quorum_met,
    quorum_of,
    supermajority,
    votes_needed,
)
from folkmoot.bylaws.rules.clauses import Majority, Notice, Provision, Quorum, SecondCall
from folkmoot.bylaws.rules.kinds import Base, Counted, Matter, Meeting
from folkmoot.bylaws.rules.words import quorum_quoted
from folkmoot.bylaws.tests.clauses import clauses

HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
VOTES, PRESENT, MEMBERS = Base.VOTES, Base.PRESENT, Base.MEMBERS
ANY = Matter.ANY
SIMPLE = Majority(ANY, HALF, more_than=True, of=VOTES)
WITH_ABSTENTIONS = Majority(ANY, HALF, more_than=True, of=VOTES, abstentions_count=True)
WITH_INVALID = Majority(ANY, HALF, more_than=True, of=VOTES, invalid_count=True)
OF_PRESENT = Majority(ANY, HALF, more_than=True, of=PRESENT)
OF_MEMBERS = Majority(ANY, HALF, more_than=True, of=MEMBERS)
TWO_THIRDS_OF_VOTES = Majority(ANY, TWO_THIRDS, more_than=False, of=VOTES)
THREE_TO_ONE = Majority(ANY, supermajority(3), more_than=False, of=VOTES)
ALL = Majority(ANY, Fraction(1), more_than=False, of=MEMBERS)


@st.composite
def votes(draw):
    each = [draw(st.integers(0, 12)) for _kind in range(4)]
    present = sum(each) + draw(st.integers(0, 5))
    return Votes(*each, present=present, members=present + draw(st.integers(0, 12)))


@pytest.mark.parametrize(
    ("clause", "count", "is_met"),
    [
        (SIMPLE, Votes(0, 0), False),
        (SIMPLE, Votes(1, 0), True),
        (SIMPLE, Votes(5, 5), False),
        (SIMPLE, Votes(6, 5, 20, 20, 51, 99), True),
        (WITH_ABSTENTIONS, Votes(6, 5, 1), False),
        (WITH_ABSTENTIONS, Votes(6, 5, 0, 9), True),
        (WITH_INVALID, Votes(6, 5, 9, 0), True),
        (WITH_INVALID, Votes(6, 5, 0, 1), False),
        (OF_PRESENT, Votes(8, 0, present=16), False),
        (OF_PRESENT, Votes(9, 0, present=17), True),
        (OF_MEMBERS, Votes(8, 0, present=8, members=17), False),
        (OF_MEMBERS, Votes(9, 0, present=9, members=17), True),
        (TWO_THIRDS_OF_VOTES, Votes(6, 3), True),
        (TWO_THIRDS_OF_VOTES, Votes(5, 3), False),
        (TWO_THIRDS_OF_VOTES, Votes(0, 0), False),
        (THREE_TO_ONE, Votes(3, 1), True),
        (THREE_TO_ONE, Votes(2, 1), False),
        (THREE_TO_ONE, Votes(299, 100), False),
        (ALL, Votes(12, 0, present=12, members=12), True),
        (ALL, Votes(11, 0, present=11, members=12), False),
    ],
)
def test_a_motion_is_carried_by_its_majority(clause, count, is_met):
    assert majority_met(clause, count) is is_met


@given(clauses("majority"), votes())
def test_votes_needed_say_the_same_as_the_majority(clause, count):
    assert majority_met(clause, count) == (count.in_favour >= votes_needed(clause, counted(clause, count)))


@given(clauses("majority"), votes())
def test_another_vote_in_favour_never_loses_a_motion(clause, count):
    more = Votes(
        count.in_favour + 1, count.against, count.abstained, count.invalid, count.present + 1, count.members + 1
    )  # fmt: skip
    assert majority_met(clause, more) >= majority_met(clause, count)


@given(clauses("majority"), votes(), st.sampled_from(["against", "abstained", "invalid"]))
def test_a_vote_that_is_not_in_favour_never_carries_one(clause, count, column):
    fields = vars(count) | {name: vars(count)[name] + 1 for name in (column, "present", "members")}
    assert majority_met(clause, Votes(**fields)) <= majority_met(clause, count)


@given(clauses("majority"), votes())
def test_a_motion_and_its_opposite_are_never_both_carried(clause, count):
    opposite = Votes(**vars(count) | {"in_favour": count.against, "against": count.in_favour})
    assert not (majority_met(clause, count) and majority_met(clause, opposite))


def quorum(value, measure=Measure.SHARE, second=None, *, more_than=False):
    return Quorum(Meeting.ANY, ANY, Amount(measure, Fraction(value), more_than), second)


@given(clauses("quorum"), st.integers(0, 99), st.integers(0, 99), st.booleans())
def test_a_quorum_is_met_by_what_it_asks_and_by_more(clause, present, members, is_second):
    asked = quorum_of(clause, members, is_second=is_second)
    assert quorum_met(clause, present, members, is_second=is_second) == (present >= asked)


@given(clauses("quorum"), st.integers(1, 300))
def test_a_second_call_never_asks_more(clause, members):
    assert quorum_of(clause, members, is_second=True) <= quorum_of(clause, members)


@pytest.mark.parametrize(("counted_as", "count"), [("present", 12), ("voting", 10), ("in_favour", 4)])
def test_a_quorum_is_of_those_present_or_voting_or_in_favour(counted_as, count):
    clause = replace(quorum("1/2"), counted=Counted(counted_as))
    assert quorum_count(clause, Votes(4, 3, 2, 1, present=12, members=17)) == count


def test_a_second_call_may_take_whoever_comes():
    clause = quorum("1/2", second=SecondCall(7, None))
    assert [quorum_met(clause, 0, 17), quorum_met(clause, 0, 17, is_second=True)] == [False, True]
    assert earliest_second_date(date(2026, 3, 1), clause) == date(2026, 3, 8)


def test_without_a_second_call_a_second_meeting_needs_as_many():
    clause = quorum("1/2")
    assert quorum_of(clause, 17, is_second=True) == 9
    assert earliest_second_date(date(2026, 3, 1), clause) is None


# N developers, and how many have to take part for 3Q with Q = √N/2.
@pytest.mark.parametrize(
    ("developers", "asked"), [(1, 2), (4, 3), (16, 6), (100, 15), (1000, 48), (1024, 48), (1025, 49)]
)
def test_the_quorum_of_debian_is_not_rounded(developers, asked):
    clause = quorum("3/2", Measure.ROOT)
    assert quorum_of(clause, developers) == asked
    assert [quorum_met(clause, asked - 1, developers), quorum_met(clause, asked, developers)] == [False, True]


@pytest.mark.parametrize(
    ("days", "first"), [(0, date(2026, 2, 26)), (1, date(2026, 2, 27)), (7, date(2026, 3, 5))]
)
def test_clear_days_count_neither_the_call_nor_the_meeting(days, first):
    notice = Notice(Meeting.ANY, days)
    assert earliest_meeting_date(date(2026, 2, 25), notice) == first
    assert last_call_date(first, notice) == date(2026, 2, 25)


def test_what_is_applied_is_quoted_with_its_article():
    provision = Provision("14.2", quorum("1/2"), 1, date(2020, 1, 1))
    assert quorum_quoted(provision, 17) == "Quorum 9 of 17: article 14.2"
