import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.documents.rules.words import LONGEST, MOST_WANTED, Wanted, words_of, words_wanted
from folkmoot.documents.tests.seeking import has_all

# Letters of many scripts, and what stands between words.
TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            "aeßÉñøIжЩλςאبتकिसाﬁ\N{LATIN SMALL LETTER DOTLESS I}\N{FULLWIDTH DIGIT ONE} 　-.,;'\"*()&|:<>!\\%_0179"
        ),
        st.sampled_from("会議は毎月表決權กขคาລາວကျခ្មែ"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Quorum, and the quorum's rest.", ["the", "quorum", "and", "the", "quorum", "s", "rest"]),
        ("Über Straße İstanbul", ["uber", "strasse", "istanbul"]),
        ("2026/14 §3", ["2026", "14", "3"]),
        ("表决权", ["表决", "决权", "权"]),
        ("第5条", ["第", "5", "条"]),
        ("हिन्दी", ["हिनदी"]),
        ("กรรมการ", ["กร", "รร", "รม", "มก", "กา", "าร", "ร"]),
        ("", []),
    ],
)
def test_a_text_is_read_as_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_search_is_for_beginnings_and_short_words_for_themselves() -> None:
    assert words_wanted("Memb of 税 表决权 memb") == [
        Wanted("memb", is_beginning=True),
        Wanted("of", is_beginning=False),
        Wanted("税", is_beginning=True),
        Wanted("表决", is_beginning=False),
        Wanted("决权", is_beginning=False),
    ]


@given(TEXTS)
def test_every_text_is_found_by_its_own_words(text: str) -> None:
    assert has_all(words_of(text), words_wanted(text))


@given(TEXTS, st.integers(0, 60), st.integers(1, 4))
def test_a_text_without_spaces_is_found_by_each_part_of_it(text: str, start: int, length: int) -> None:
    dense = "".join(letter for letter in text if letter in "会議は毎月表決權")
    assert has_all(words_of(f"x{dense}y"), words_wanted(dense[start : start + length]))


@given(TEXTS)
def test_words_are_letters_and_digits_alone_and_never_too_long(text: str) -> None:
    for word in words_of(text):
        assert word
        assert len(word) <= LONGEST
        assert not set(word) & set(" \"'\\*():&|¶\t\n")


def test_a_search_of_very_many_words_leaves_the_last_aside() -> None:
    assert len(words_wanted(" ".join(f"word{number}" for number in range(40)))) == MOST_WANTED
