from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.documents.rules.aligning import MOST_COMPARED, Side, aligned
from folkmoot.documents.rules.comparing import Steps

WORDS = st.lists(st.sampled_from("abc"), max_size=30)


@given(one=WORDS, other=WORDS)
def test_within_its_steps_it_finds_what_difflib_finds(one: list[str], other: list[str]) -> None:
    assert Steps(100_000).opcodes(one, other) == SequenceMatcher(None, one, other, False).get_opcodes()


def test_it_stops_where_no_steps_are_left_and_what_follows_has_those_that_are() -> None:
    words, swapped = [str(at) for at in range(100)], [str(at ^ 1) for at in range(100)]
    steps = Steps(3_000)
    assert steps.opcodes(words, words) == [("equal", 0, 100, 0, 100)]
    left = steps.left
    assert 0 < left < 3_000
    assert steps.opcodes(words, swapped) is None
    assert 0 <= steps.left < left
    assert Steps(10_000).opcodes(words, swapped, most=3_000) is None
    assert Steps(10_000).opcodes(words, swapped) is not None


@pytest.mark.parametrize(("words", "by_words"), [(20, True), (300, False)])
def test_points_of_very_many_words_are_paired_by_their_numbers(words: int, *, by_words: bool) -> None:
    # Each moved on by one: by their words they are found again, by their numbers they are taken for changed ones.
    def point(label: int, text: int) -> Side:
        return Side(str(label), (*(f"{text}-{word}" for word in range(words)), str(label)))

    before = [point(at, at) for at in range(60)]
    after = [point(at + 1, at) for at in range(60)]
    assert (2 * 60 * 60 * (words + 2) <= MOST_COMPARED) == by_words
    assert ((0, 0) in aligned(before, after)) == by_words
