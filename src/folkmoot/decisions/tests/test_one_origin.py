"""Whoever has several homes counts in one unit, whatever is entered later."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.decisions.rules import audience as rules
from folkmoot.decisions.tests.federation import AT, DAY

places = st.sampled_from(["00000000", "00000001", "00000002", "0001"])
stays_in_circles = st.lists(
    st.tuples(
        places, st.integers(0, 9), st.integers(1, 9), st.integers(0, 9), st.sampled_from(["", "a", "b"])
    ),
    max_size=5,
)


@given(stays=stays_in_circles)
def test_an_origin_is_one_unit_and_what_is_entered_later_never_moves_it(stays) -> None:
    def moment(day: int) -> datetime:
        return AT + day * DAY

    found = [
        rules.Stay(
            rules.Standing(home=rules.Place(path, "cell")),
            moment(since),
            moment(since + lasting),
            moment(max(since, entered)),
            rank,
        )
        for path, since, lasting, entered, rank in stays
    ]
    conveyed_at = moment(3)
    audience = rules.Audience("0000")
    for until in range(3, 12):
        known = [each for each in found if each.known_since and each.known_since <= moment(until)]
        later = [each for each in found if each.known_since and each.known_since <= moment(until + 1)]
        before = rules.origin_of(known, audience, conveyed_at=conveyed_at)
        assert before is None or rules.origin_of(later, audience, conveyed_at=conveyed_at) == before
