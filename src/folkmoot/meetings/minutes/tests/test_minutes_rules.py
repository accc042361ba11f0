from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kernel.errors import Refused
from folkmoot.meetings.minutes.rules.merging import begun, change, edits_between, merged, text_of
from folkmoot.meetings.minutes.rules.minutes import (
    PART_LONGEST,
    Fixed,
    Happening,
    hash_of,
    lines_of,
    part_text,
    references_in,
    with_names,
    with_references,
)

# Letters of one to four bytes.
TEXTS = st.text(alphabet="ab é漢😀.\n", max_size=60)
NAMES = {0: "Bo", 1: "Eve", 2: "Eve Lund"}


def written(text: str) -> bytes:
    return merged(change(begun(), text))


@given(TEXTS, TEXTS)
def test_a_change_makes_the_text_that_was_meant(before: str, after: str) -> None:
    state = written(before)
    assert text_of(state) == before
    assert text_of(state, change(state, after)) == after


@given(TEXTS, TEXTS, TEXTS)
def test_whoever_comes_first_both_changes_make_one_text(before: str, one: str, other: str) -> None:
    state = written(before)
    mine, theirs = change(state, one), change(state, other)
    assert text_of(state, mine, theirs) == text_of(state, theirs, mine)
    assert text_of(merged(state, mine), theirs, mine) == text_of(state, mine, theirs)


def test_changes_to_different_sentences_both_stand() -> None:
    state = written("The boat is old. The nets are torn.")
    mine = change(state, "The boat is very old. The nets are torn.")
    theirs = change(state, "The boat is old. The nets are torn and wet.")
    assert text_of(state, mine, theirs) == "The boat is very old. The nets are torn and wet."


def test_two_changes_to_the_same_word_are_both_shown() -> None:
    state = written("We paint it red.")
    merged_text = text_of(state, change(state, "We paint it blue."), change(state, "We paint it green."))
    assert "blue" in merged_text
    assert "green" in merged_text
    assert "red" not in merged_text


def test_a_text_that_is_wholly_another_is_replaced_at_once() -> None:
    before, after = "a b " * 1_000, "c d " * 1_000
    assert len(edits_between(before, after)) == 1


def test_people_are_references_by_their_whole_names_and_named_again() -> None:
    text = with_references("Bo asks Eve Lund, and Eve. Bolder!\ue005", NAMES)
    assert text == "\ue000 asks \ue002, and \ue001. Bolder!"
    assert references_in(text) == {0, 1, 2}
    assert with_names(text, NAMES) == "Bo asks Eve Lund, and Eve. Bolder!"
    assert with_names(text, {0: "Bo", 1: ""}) == "Bo asks (name erased), and (name erased). Bolder!"


def test_the_hash_holds_once_a_name_is_erased_and_not_once_a_word_is_changed() -> None:
    parts = [Fixed("Opening", "Chair: \ue000"), Fixed("Boat", "Bought.")]
    known = hash_of(parts, "salt")
    assert known == "76c4940fbef9602470d871490fd1c595c75e7cfb937c53f5b4d823b16aa73c28"
    assert hash_of([parts[0], Fixed("Boat", "Sold.")], "salt") != known
    assert hash_of([Fixed("Opening", "Chair: \ue001"), parts[1]], "salt") != known
    assert hash_of(parts, "pepper") != known


def test_what_happened_is_told_in_its_order() -> None:
    late = Happening("Carried.", at=datetime(2026, 3, 17, 19, tzinfo=UTC))
    early = Happening("Moved.", at=datetime(2026, 3, 17, 18, tzinfo=UTC))
    assert lines_of([late, early, Happening("From 19:00.")], None) == "From 19:00.\nMoved.\nCarried."


def test_a_part_is_bounded() -> None:
    assert part_text(" a\r\nb ") == "a\nb"
    with pytest.raises(Refused, match=r"This part has 10001 characters\. Shorten it to at most 10000\."):
        part_text("x" * (PART_LONGEST + 1))
