import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.documents.rules.excerpts import LENGTH, _aligned, _aligned_by_clusters, excerpt, marked
from folkmoot.documents.rules.words import words_of, words_wanted
from folkmoot.documents.tests.seeking import has_all
from folkmoot.documents.tests.test_words import TEXTS


def shown(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "sought", "shows"),
    [
        ("Every member votes.", "memb", "Every [member] votes."),
        ("Members and a member.", "member VOTE", "[Members] and a [member]."),
        ("It is on, not one.", "on", "It is [on], not one."),
        ("Die Wähler wählen.", "wahler", "Die [Wähler] wählen."),
        ("Wa\u0308hler und Straße", "wähler strasse", "[Wa\u0308hler] und [Straße]"),
        ("会员有表决权和选举权。", "表决权", "会员有[表决权]和选举权。"),
        ("会员纳税", "税", "会员纳[税]"),
        ("<b>vote</b> & vote", "vote", "<b>[vote]</b> & [vote]"),
        ("Nothing here", "absent", "Nothing here"),
        ("Nothing", "", "Nothing"),
    ],
)
def test_the_words_that_were_searched_are_marked_whole(text: str, sought: str, shows: str) -> None:
    assert shown(marked(text, sought)) == shows


def test_a_long_text_is_cut_around_the_first_word_found() -> None:
    text = f"{'before ' * 60}quorum {'after ' * 60}"
    pieces = shown(excerpt(text, "quorum"))
    assert pieces.startswith("… before before")
    assert " [quorum] " in pieces
    assert pieces.endswith("after …")
    assert len(pieces) <= LENGTH + 10


@given(TEXTS, TEXTS)
def test_marking_changes_no_letter_of_the_text(text: str, sought: str) -> None:
    assert "".join(piece.text for piece in marked(text, sought)) == text


@given(TEXTS, st.sampled_from(["quorum", "表决", "税", "of"]))
def test_what_is_found_is_marked(text: str, word: str) -> None:
    whole = f"{text} {word}, {text}"
    assert has_all(words_of(whole), words_wanted(word))
    assert any(piece.is_marked for piece in marked(whole, word))


@given(st.one_of(TEXTS, st.text(), st.text(alphabet="aÄß\u0308\u0338\u0345\u0915\u093cﬁ会İΣς \0")))
def test_what_is_folded_at_once_is_what_is_folded_letter_by_letter(text: str) -> None:
    at_once, places = _aligned(text)
    assert (at_once, list(places)) == _aligned_by_clusters(text)
