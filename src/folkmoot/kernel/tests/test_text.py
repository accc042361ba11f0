import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kernel.text import beginnings, fold, number_in, sort_name_of, words_sought


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Zürich", "zurich"),
        ("ÉCOLE", "ecole"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("İstanbul", "istanbul"),
        ("\uff26\uff35\uff2c\uff2c", "full"),
        ("ﬁne", "fine"),
        ("Ελλάς", "ελλασ"),
        ("Москва", "москва"),
        ("東京", "東京"),
        ("", ""),
    ],
)
def test_folding_leaves_only_what_people_search_by(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_folded_text_holds_no_combining_marks(text: str) -> None:
    apart = unicodedata.normalize("NFKD", fold(text))
    hangul_or_plain = [character for character in apart if unicodedata.combining(character)]
    assert hangul_or_plain == []


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_case_does_not_matter_in_european_words(text: str) -> None:
    assert fold(text.upper()) == fold(text.upper().lower())


@pytest.mark.parametrize(
    ("name", "sorted_by"),
    [
        ("Ada Byron", "Byron, Ada"),
        ("  Ada   Augusta  Byron ", "Byron, Ada Augusta"),
        ("Byron, Ada", "Byron, Ada"),
        ("Sukarno", "Sukarno"),
        ("Nguyễn Văn A", "A, Nguyễn Văn"),
        ("王 小明", "王 小明"),
        ("Анна Ахматова", "Анна Ахматова"),
        ("李小龍", "李小龍"),
        ("", ""),
    ],
)
def test_a_name_sorts_by_its_last_word_where_that_is_safe(name: str, sorted_by: str) -> None:
    assert sort_name_of(name) == sorted_by


@given(st.text())
def test_a_sort_name_sorts_as_itself(name: str) -> None:
    once = sort_name_of(name)
    assert sort_name_of(once) == once


@given(st.text())
def test_a_sort_name_keeps_every_word(name: str) -> None:
    assert sorted(sort_name_of(name).replace(",", "").split()) == sorted(name.replace(",", "").split())


def test_a_search_has_few_words_however_many_were_sent() -> None:
    assert words_sought("Zürich  ADA zurich") == ["zurich", "ada"]
    assert words_sought(" ".join(map(str, range(5000)))) == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]


@pytest.mark.parametrize(
    ("words", "begin"),
    [
        ("meetings", "meetin"),
        ("fees due", "fee due"),
        ("Versammlungen собрания", "Versammlu собран"),
        ("2026/14", "2026/14"),
        ("表决权", "表决权"),
        ("", ""),
    ],
)
def test_words_are_looked_for_without_their_ends(words: str, begin: str) -> None:
    assert beginnings(words) == begin


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("0", 0),
        ("999999999", 999_999_999),
        ("1000000000", 0),
        ("1" * 5000, 0),
        ("²", 0),
        ("\N{ARABIC-INDIC DIGIT ONE}", 0),
        ("-1", 0),
        ("x", 0),
        ("", 0),
    ],
)
def test_a_number_from_outside_is_no_longer_than_any_there_is(text: str, number: int) -> None:
    assert number_in(text) == number
