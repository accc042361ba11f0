from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.bylaws.rules.amounts import Amount, Measure
from folkmoot.bylaws.rules.applying import Votes
from folkmoot.bylaws.rules.clauses import BallotMethod, Clause, Majority, Provision, Quorum, SecondCall
from folkmoot.bylaws.rules.kinds import Base, Counted, Matter, Meeting, Method
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.motions.rules.quoting import (
    count_in_words,
    majority_in_words,
    needed_in_words,
    quorum_in_words,
)
from folkmoot.meetings.motions.rules.voting import (
    USUAL,
    Asked,
    Choice,
    Outcome,
    Verdict,
    asked_of,
    by_acclamation,
    by_hands,
    by_roll_call,
    choice_called,
    must_be_by,
    must_be_quorate,
    verdict_of,
)

DAY = date(2026, 1, 1)
HALF = Amount(Measure.SHARE, Fraction(1, 2))
THIRD = Amount(Measure.SHARE, Fraction(1, 3))
PRESENT = Majority(Matter.BYLAWS, Fraction(2, 3), more_than=False, of=Base.PRESENT)
ALL = Majority(Matter.DISSOLUTION, Fraction(3, 4), more_than=False, of=Base.MEMBERS)
QUORUM = Quorum(Meeting.ANY, Matter.ANY, HALF)


def provision(article: str, clause: Clause, depth: int = 1) -> Provision:
    return Provision(article, clause, depth, DAY)


def asked(*provisions: Provision, matter: Matter = Matter.ANY, is_second: bool = False) -> Asked:
    return asked_of(provisions, matter, Meeting.GENERAL, "local", is_second=is_second)


@pytest.mark.parametrize(
    ("majority", "votes", "outcome", "needed", "of"),
    [
        # More for than against; abstentions and invalid votes are no votes.
        (USUAL, Votes(5, 4, 2, 1, 12, 17), Outcome.CARRIED, 5, 9),
        (USUAL, Votes(4, 4, 3, 0, 11, 17), Outcome.LOST, 5, 8),
        (USUAL, Votes(0, 0, 11, 0, 11, 17), Outcome.LOST, 1, 0),
        (USUAL, Votes(1, 0, 10, 0, 11, 17), Outcome.CARRIED, 1, 1),
        # Two thirds of eleven who are present are eight.
        (PRESENT, Votes(8, 3, 0, 0, 11, 17), Outcome.CARRIED, 8, 11),
        (PRESENT, Votes(7, 0, 4, 0, 11, 17), Outcome.LOST, 8, 11),
        # Three quarters of all seventeen members are thirteen, whoever came.
        (ALL, Votes(12, 0, 0, 0, 12, 17), Outcome.LOST, 13, 17),
        (ALL, Votes(13, 0, 0, 0, 13, 17), Outcome.CARRIED, 13, 17),
        # Abstentions count where the clause says so.
        (
            Majority(Matter.ANY, Fraction(1, 2), True, Base.VOTES, abstentions_count=True),
            Votes(5, 4, 1, 0, 10, 17),
            Outcome.LOST,
            6,
            10,
        ),
        (
            Majority(Matter.ANY, Fraction(1, 2), True, Base.VOTES, invalid_count=True),
            Votes(5, 4, 7, 1, 17, 17),
            Outcome.LOST,
            6,
            10,
        ),
    ],
)
def test_a_vote_is_decided_by_its_majority(majority, votes, outcome, needed, of) -> None:
    assert verdict_of(Asked(majority), votes) == Verdict(outcome, needed, of, None, None)


@pytest.mark.parametrize(
    ("counted", "votes", "outcome", "reached"),
    [
        (Counted.PRESENT, Votes(9, 0, 0, 0, 9, 17), Outcome.CARRIED, 9),
        (Counted.PRESENT, Votes(8, 0, 0, 0, 8, 17), Outcome.INQUORATE, 8),
        (Counted.VOTING, Votes(5, 2, 1, 1, 12, 17), Outcome.CARRIED, 9),
        (Counted.VOTING, Votes(5, 2, 1, 0, 12, 17), Outcome.INQUORATE, 8),
        (Counted.IN_FAVOUR, Votes(9, 3, 0, 0, 12, 17), Outcome.CARRIED, 9),
        (Counted.IN_FAVOUR, Votes(8, 3, 1, 0, 12, 17), Outcome.INQUORATE, 8),
    ],
)
def test_without_its_quorum_a_vote_decides_nothing(counted, votes, outcome, reached) -> None:
    quorum = Quorum(Meeting.ANY, Matter.ANY, HALF, counted=counted)
    found = verdict_of(Asked(quorum=quorum), votes)
    assert (found.outcome, found.quorum_needed, found.quorum_reached) == (outcome, 9, reached)


def test_at_a_second_call_the_quorum_is_the_lower_one() -> None:
    quorum = Quorum(Meeting.ANY, Matter.ANY, HALF, second=SecondCall(7, THIRD))
    votes = Votes(6, 0, 0, 0, 6, 17)
    assert verdict_of(Asked(quorum=quorum), votes).outcome is Outcome.INQUORATE
    found = verdict_of(Asked(quorum=quorum, is_second=True), votes)
    assert (found.outcome, found.quorum_needed) == (Outcome.CARRIED, 6)


def test_what_is_asked_is_by_matter_with_each_article() -> None:
    half = Majority(Matter.ANY, Fraction(1, 2), more_than=True, of=Base.PRESENT)
    rules = (
        provision("9", half),
        provision("18.1", PRESENT),
        provision("14.2", QUORUM),
        provision("12", BallotMethod(Matter.ELECTION, Method.SECRET)),
    )
    assert asked(*rules) == Asked(half, "9", QUORUM, "14.2")
    assert asked(*rules, matter=Matter.BYLAWS) == Asked(PRESENT, "18.1", QUORUM, "14.2")
    found = asked(*rules, matter=Matter.ELECTION, is_second=True)
    assert (found.method, found.method_article, found.is_second) == (Method.SECRET, "12", True)
    assert asked() == Asked(USUAL, "", None, "", None, "")


WAYS = {
    None: {Method.HANDS, Method.ACCLAMATION, Method.ROLL_CALL},
    Method.ACCLAMATION: {Method.ACCLAMATION, Method.HANDS},
    Method.HANDS: {Method.HANDS},
    Method.ROLL_CALL: {Method.ROLL_CALL},
    Method.SECRET: set(),
}


@pytest.mark.parametrize("clause", list(WAYS))
@pytest.mark.parametrize("method", list(Method))
def test_a_way_to_vote_is_taken_where_the_bylaws_allow_it(clause, method) -> None:
    found = Asked(method=clause, method_article="12")
    if method in WAYS[clause]:
        must_be_by(found, method)
        assert method in found.methods
        return
    assert method not in found.methods
    with pytest.raises(Refused) as refusal:
        must_be_by(found, method)
    assert refusal.value.field == "method"


def test_a_secret_ballot_that_is_asked_for_is_refused_in_words() -> None:
    with pytest.raises(
        Refused, match=r"Article 12 asks for a secret ballot here\. A secret ballot is not offered"
    ):
        must_be_by(Asked(method=Method.SECRET, method_article="12"), Method.HANDS)
    with pytest.raises(Refused, match=r"Article 12 says how to vote here: by roll call\. Choose that\."):
        must_be_by(Asked(method=Method.ROLL_CALL, method_article="12"), Method.HANDS)


def test_too_few_present_are_refused_with_the_quorum_and_its_article() -> None:
    found = Asked(quorum=QUORUM, quorum_article="14.2")
    must_be_quorate(found, 9, 17)
    sentence = r"There is no quorum for this: 9 of 17 have to be present, article 14\.2, and 8 are\."
    with pytest.raises(Refused, match=sentence):
        must_be_quorate(found, 8, 17)
    must_be_quorate(Asked(), 0, 17)
    must_be_quorate(Asked(quorum=Quorum(Meeting.ANY, Matter.ANY, HALF, counted=Counted.VOTING)), 0, 17)


@pytest.mark.parametrize(
    ("figures", "field"),
    [((-1, 0, 0, 0), "in_favour"), ((1, -1, 0, 0), "against"), ((1, 0, -1, 0), "abstained"),
     ((1, 0, 0, -1), "invalid"), ((8, 2, 1, 1), "in_favour")],
)  # fmt: skip
def test_impossible_figures_are_refused(figures, field) -> None:
    with pytest.raises(Refused) as refusal:
        by_hands(*figures, present=11, members=17)
    assert refusal.value.field == field


def test_more_votes_than_people_are_refused_in_words() -> None:
    with pytest.raises(
        Refused, match=r"These are 12 votes, and 11 people with a vote are present for this\."
    ):
        by_hands(8, 2, 1, 1, present=11, members=17)
    assert by_hands(8, 2, 1, 0, present=11, members=17) == Votes(8, 2, 1, 0, 11, 17)


def test_acclamation_is_everybody_and_needs_somebody() -> None:
    assert by_acclamation(present=11, members=17) == Votes(11, 0, 0, 0, 11, 17)
    with pytest.raises(Refused, match=r"Nobody with a vote is present"):
        by_acclamation(present=0, members=17)


def test_a_roll_call_counts_what_was_said() -> None:
    said = [Choice.FOR, Choice.FOR, Choice.AGAINST, Choice.ABSTAINED]
    assert by_roll_call(said, present=5, members=17) == Votes(2, 1, 1, 0, 5, 17)


def test_what_is_said_when_the_roll_is_called_is_one_of_three() -> None:
    assert [choice_called(str(each)) for each in Choice] == list(Choice)
    with pytest.raises(Refused, match=r"“maybe” is none of these: for, against, abstained\."):
        choice_called("maybe")


figures = st.integers(min_value=0, max_value=60)
shares = st.builds(Fraction, st.integers(1, 9), st.integers(10, 12)) | st.just(Fraction(1, 2))
majorities = st.builds(
    Majority,
    st.just(Matter.ANY),
    shares,
    st.booleans(),
    st.sampled_from(Base),
    st.booleans(),
    st.booleans(),
)


@st.composite
def possible_votes(draw) -> Votes:
    one, two, three, four = (draw(figures) for _each in range(4))
    present = one + two + three + four + draw(figures)
    return Votes(one, two, three, four, present, present + draw(figures))


@given(majorities, possible_votes())
def test_whoever_reaches_the_quoted_number_carries_and_nobody_else(majority, votes) -> None:
    found = verdict_of(Asked(majority), votes)
    assert (found.outcome is Outcome.CARRIED) == (votes.in_favour >= found.needed)


@given(majorities, possible_votes())
def test_one_who_changes_from_against_to_for_never_defeats_a_motion(majority, votes) -> None:
    if not votes.against:
        return
    turned = Votes(
        votes.in_favour + 1, votes.against - 1, votes.abstained, votes.invalid, votes.present, votes.members
    )
    if verdict_of(Asked(majority), votes).outcome is Outcome.CARRIED:
        assert verdict_of(Asked(majority), turned).outcome is Outcome.CARRIED


@given(possible_votes(), st.sampled_from(Counted))
def test_nothing_is_decided_below_the_quorum(votes, counted) -> None:
    found = verdict_of(Asked(quorum=Quorum(Meeting.ANY, Matter.ANY, HALF, counted=counted)), votes)
    assert found.quorum_needed is not None
    assert found.quorum_reached is not None
    assert (found.outcome is Outcome.INQUORATE) == (found.quorum_reached < found.quorum_needed)


@given(figures, figures, figures, figures, figures)
def test_a_count_is_taken_if_and_only_if_there_are_so_many(one, two, three, four, present) -> None:
    if one + two + three + four <= present:
        assert by_hands(one, two, three, four, present=present, members=99).present == present
    else:
        with pytest.raises(Refused):
            by_hands(one, two, three, four, present=present, members=99)


def test_a_vote_is_quoted_with_its_article() -> None:
    two_thirds = majority_in_words(Fraction(2, 3), Base.PRESENT, "18.1", more_than=False)
    assert two_thirds == "two thirds of those present, article 18.1"
    assert needed_in_words(two_thirds, 8, 11) == "two thirds of those present, article 18.1: 8 of 11 needed"
    usual = majority_in_words(Fraction(1, 2), Base.VOTES, "", more_than=True)
    assert usual == "more than half of the votes cast, as no article says otherwise"
    odd = majority_in_words(Fraction(5, 7), Base.MEMBERS, "3", more_than=False)
    assert odd == "5/7 of all members, article 3"
    assert quorum_in_words(9, 17, "14.2", 11) == "quorum 9 of 17, article 14.2: 11"
    assert quorum_in_words(9, 17, "14.2", None) == "quorum 9 of 17, article 14.2"
    assert count_in_words(9, 2, 1, 0) == "9 for, 2 against, 1 abstained"
    assert count_in_words(9, 2, 1, 3) == "9 for, 2 against, 1 abstained, 3 invalid"
