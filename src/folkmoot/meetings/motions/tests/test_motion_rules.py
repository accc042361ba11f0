from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.bylaws.rules.amounts import Amount, Measure
from folkmoot.bylaws.rules.clauses import Provision, Sponsors
from folkmoot.bylaws.rules.kinds import Matter
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.motions.rules.forwarding import Answer, is_overdue, must_be_so_decided, reasons_text
from folkmoot.meetings.motions.rules.motions import (
    Proposed,
    Seconding,
    matter_called,
    most_far_reaching_first,
    must_be_adoptable,
    must_be_seconded,
    must_change,
    must_fit,
    ordered,
    reach_of,
    seconding_of,
    why_text,
)
from folkmoot.meetings.motions.rules.states import MotionState

AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
BEFORE = "1. The loft is painted white.\n2. Bo buys the paint."


@pytest.mark.parametrize(
    ("after", "reach"),
    [
        (BEFORE, 0),
        (BEFORE.replace("\n", "\n\n"), 0),
        (BEFORE.replace("white", "blue"), 1),
        (f"{BEFORE} Today.", 1),
        ("1. The loft is painted white.", 5),
        ("", 11),
        ("1. The loft is painted paint.\n2. Bo buys the white.", 2),
        ("2. Bo buys the paint.\n1. The loft is painted white.", 10),
    ],
)
def test_an_amendment_goes_as_far_as_it_strikes_and_adds_words(after, reach) -> None:
    assert reach_of(BEFORE, after) == reach


def test_texts_too_long_to_be_compared_in_order_are_compared_by_their_words() -> None:
    long = "the same word " * 800
    assert reach_of(long, long) == 0
    assert reach_of(long, f"another {long}") == 1
    assert reach_of(f"{long} end", f"end {long}") == 1


words = st.lists(st.sampled_from(["1.", "loft", "white", "blue", "paint"]), max_size=12).map(" ".join)


@given(words, words)
def test_an_amendment_reaches_nothing_only_where_it_changes_nothing_and_never_further_than_all(
    before, after
) -> None:
    assert reach_of(before, after) <= len(before.split()) + len(after.split())
    assert (reach_of(before, after) == 0) == (before.split() == after.split())


amendments = st.lists(
    st.builds(
        Proposed,
        st.integers(1, 10**6).map(lambda number: UUID(int=number)),
        st.integers(0, 5),
        st.integers(0, 3).map(lambda hours: AT + timedelta(hours=hours)),
    ),
    unique_by=lambda each: each.id,
    max_size=8,
)


@given(amendments, st.randoms())
def test_the_order_is_by_reach_then_by_time_however_they_come(proposed, random) -> None:
    by_id = {each.id: each for each in proposed}
    found = most_far_reaching_first(proposed)
    keys = [(-by_id[pk].reach, by_id[pk].proposed_at) for pk in found]
    assert (sorted(found), keys) == (sorted(by_id), sorted(keys))
    random.shuffle(proposed)
    assert most_far_reaching_first(proposed) == found


def test_the_chair_puts_all_that_stand_in_order_each_once() -> None:
    one, two, three = (UUID(int=number) for number in (1, 2, 3))
    assert ordered([two, one], [one, two]) == [two, one]
    for chosen in ([one], [one, one], [one, three], [one, two, three]):
        with pytest.raises(Refused, match=r"The amendments have changed meanwhile\."):
            ordered(chosen, [one, two])


def test_an_amendment_written_on_older_words_no_longer_fits() -> None:
    must_fit(2, 2)
    with pytest.raises(Refused, match=r"it no longer fits\. Bring it up to date, or withdraw it\."):
        must_fit(1, 2)


def test_an_amendment_changes_something() -> None:
    must_change("1. White.", "1. Blue.")
    with pytest.raises(Refused, match=r"This says what the motion says already\."):
        must_change("1. White.", " 1.  White.\n")


def test_a_text_that_could_not_be_adopted_is_refused_before_anybody_votes() -> None:
    must_be_adoptable("en", BEFORE)
    with pytest.raises(Refused, match=r"Write what is to be decided, in numbered points\."):
        must_be_adoptable("en", " \n")
    with pytest.raises(Refused):
        must_be_adoptable("en", "# 1 One\n\nA\n\n# 1 Two\n\nB\n")


def test_a_matter_is_one_that_clauses_know() -> None:
    assert [matter_called(str(each)) for each in Matter] == list(Matter)
    with pytest.raises(Refused, match=r"“boats” is none of these: any, bylaws,"):
        matter_called("boats")


def test_a_reason_may_be_empty_and_not_too_long() -> None:
    assert why_text("  Rain\r\ncomes. ") == "Rain\ncomes."
    assert why_text("") == ""
    with pytest.raises(Refused, match=r"This has 4001 characters\."):
        why_text("a" * 4001)


def test_as_many_second_as_the_clause_asks() -> None:
    tenth = Sponsors(Matter.ANY, Amount(Measure.SHARE, Fraction(1, 10)))
    rules = [Provision("7", tenth, 1, date(2026, 1, 1))]
    assert seconding_of(rules, Matter.MONEY, "local", members=17, have=1) == Seconding(2, "7", 1)
    assert seconding_of([], Matter.MONEY, "local", members=17, have=0) == Seconding(0, "", 0)
    must_be_seconded(Seconding(2, "7", 2))
    with pytest.raises(Refused, match=r"2 besides the mover .*, article 7; so far 1 do\."):
        must_be_seconded(Seconding(2, "7", 1))


FITTING = {
    (None, False): {Answer.PASSED_ON},
    (None, True): {Answer.PASSED_ON},
    (MotionState.SUBMITTED, False): {Answer.PASSED_ON},
    (MotionState.WITHDRAWN, True): {Answer.PASSED_ON},
    (MotionState.CARRIED, False): {Answer.ADOPTED, Answer.PASSED_ON},
    (MotionState.CARRIED, True): {Answer.IN_PART, Answer.PASSED_ON},
    (MotionState.LOST, False): {Answer.REJECTED, Answer.PASSED_ON},
    (MotionState.LOST, True): {Answer.REJECTED, Answer.PASSED_ON},
}


@pytest.mark.parametrize("decided", list(FITTING))
@pytest.mark.parametrize("answer", list(Answer))
def test_a_body_answers_what_its_meeting_decided(decided, answer) -> None:
    state, is_changed = decided
    if answer in FITTING[decided]:
        must_be_so_decided(answer, state, is_changed=is_changed)
        return
    with pytest.raises(Refused) as refusal:
        must_be_so_decided(answer, state, is_changed=is_changed)
    assert refusal.value.field == "answer"


def test_an_answer_has_reasons() -> None:
    assert reasons_text(" There is no money. ") == "There is no money."
    with pytest.raises(Refused, match=r"Say why, so that those who sent it know\."):
        reasons_text(" ")
    with pytest.raises(Refused, match=r"This has 4001 characters\."):
        reasons_text("a" * 4001)


def test_an_answer_is_overdue_after_a_quarter() -> None:
    assert not is_overdue(AT, AT + timedelta(days=90))
    assert is_overdue(AT, AT + timedelta(days=90, seconds=1))
