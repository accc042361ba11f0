import io
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kernel.errors import Refused
from folkmoot.study import decks
from folkmoot.study.decks import cards_in, is_deck
from folkmoot.study.rules.notes import NoteCard, said
from folkmoot.study.rules.programmes import CARDS_MOST
from folkmoot.study.tests.decks import BASIC, GAPS, collection, deck, package

# Decks are databases of their own, whatever ours is.
pytestmark = pytest.mark.own_database


def cards(file: bytes) -> list[NoteCard]:
    return cards_in(io.BytesIO(file))


def test_a_note_asks_by_its_first_field_and_each_of_its_gaps_is_a_card() -> None:
    assert cards(deck()) == [
        NoteCard("Who calls it?", ("The secretary", "or, if ill, another")),
        NoteCard("A local meets ___ a month.", ("once",), "gap"),
        NoteCard("A local meets once a ___.", ("month",), "gap"),
    ]


def test_fields_called_decision_and_point_say_where_a_note_comes_from() -> None:
    found = cards(deck([("3", "2026/1", "Who?", "All", "4.1")]))
    assert found == [NoteCard("Who?", ("All",), "", "2026/1", "4.1")]


def test_a_gap_that_stands_twice_is_filled_once() -> None:
    found = cards(deck([(GAPS, "{{c1::A}} and {{c1::B}}", "")]))
    assert found == [NoteCard("___ and …", ("A",), "gap")]


def test_the_older_collection_is_read_where_there_is_no_other() -> None:
    old = package(collection_anki2=collection([(BASIC, "Q", "A")]))
    assert cards(old) == [NoteCard("Q", ("A",))]


SAID = [
    ("<script>alert(1)</script>Who<style>p {}</style>?", "Who?"),
    ("<b onclick='x'>A</b> &lt;script&gt;", "A <script>"),
    ("one<br>two<ul><li>three</li></ul>", "one\ntwo\nthree"),
    ("<img src=x alt='a hand'> up", "a hand up"),
    ("<script/>kept", "kept"),
    ("two\nlines of HTML", "two lines of HTML"),
    ("<!-- unsaid -->said", "said"),
]


@pytest.mark.parametrize(("html", "words"), SAID)
def test_of_html_its_words_stay(html: str, words: str) -> None:
    assert said(html) == words


@given(st.text())
def test_whatever_is_written_has_no_empty_line_and_no_space_around_its_lines(text: str) -> None:
    lines = said(text).split("\n")
    assert all(line == line.strip() for line in lines)
    assert lines == [""] or all(lines)


def test_a_deck_is_known_by_what_is_in_it() -> None:
    workbook = package(workbook_xml=b"")
    assert [is_deck(io.BytesIO(each)) for each in (deck(), package(collection_anki21b=b""), workbook, b"a,b\n")] == [
        True, True, False, False,
    ]  # fmt: skip


UNREADABLE = [
    (package(collection_anki21b=b"(\xb5/\xfd", collection_anki2=b""), r"tick “Support older Anki versions”"),
    (package(collection_anki21=b"no database"), r"This deck cannot be read\."),
    (package(collection_anki21=b""), r"This deck cannot be read\."),
    (package(collection_anki21=collection(kinds={})[:2_000]), r"This deck cannot be read\."),
    (deck(kinds={BASIC: {}}), r"This deck cannot be read\."),
    (deck([(BASIC, "Q", "A")] * (CARDS_MOST + 1)), r"more notes than a programme has cards, which is 300\."),
    (deck()[:-40], r"This deck cannot be read\."),
]


@pytest.mark.parametrize(("file", "sentence"), UNREADABLE)
def test_what_is_no_deck_that_can_be_read_is_refused_in_a_sentence(file: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        cards(file)


def test_a_package_of_nothing_but_names_is_not_read_to_tell_that_it_is_no_deck(monkeypatch) -> None:
    assert decks.is_deck(io.BytesIO(deck()))
    monkeypatch.setattr(decks, "_ENTRIES_MOST", 2)
    assert not decks.is_deck(io.BytesIO(deck()))


def test_a_small_deck_that_unpacks_to_much_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(decks, "DATABASE_MOST", 3 << 20)
    bomb = package(collection_anki21=bytes(4 << 20))
    assert len(bomb) < 10_000
    with pytest.raises(Refused, match=r"This deck has more than 3 MB in it\."):
        cards(bomb)


def test_a_collection_that_would_be_asked_for_ever_is_not() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE col (models TEXT)")
        database.execute("INSERT INTO col VALUES ('{}')")
        endless = "WITH RECURSIVE t(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM t) SELECT id, 1 AS mid, '' AS flds FROM t"
        database.execute(f"CREATE VIEW notes AS {endless}")
        database.commit()
        trap = package(collection_anki21=database.serialize())
    with pytest.raises(Refused, match=r"This deck cannot be read\."):
        cards(trap)


def test_a_collection_that_makes_its_notes_instead_of_keeping_them_is_not_asked() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE col (models TEXT)")
        database.execute("INSERT INTO col VALUES ('{}')")
        made = "flds TEXT GENERATED ALWAYS AS (hex(zeroblob(1000))) VIRTUAL"
        database.execute(f"CREATE TABLE notes (id INTEGER PRIMARY KEY, mid INTEGER, {made})")
        database.execute("INSERT INTO notes (mid) VALUES (1)")
        database.commit()
        trap = package(collection_anki21=database.serialize())
    with pytest.raises(Refused, match=r"This deck cannot be read\."):
        cards(trap)


def test_notes_that_are_too_much_together_are_not_read(monkeypatch) -> None:
    monkeypatch.setattr(decks, "_NOTES_MOST", 40)
    assert len(cards(deck([(BASIC, "Who calls it?", "Bo")]))) == 1
    with pytest.raises(Refused, match=r"This deck cannot be read\."):
        cards(deck([(BASIC, "Who calls it?", "Bo")] * 4))


@pytest.mark.parametrize("text", ["{{c1::" * 1300, "<a " * 2600, "<![<![", "{{c1::" + "x" * 7000])
def test_whatever_stands_in_a_note_is_read_at_once(text: str) -> None:
    (card,) = cards(deck([(GAPS, text, "")]))
    assert (card.kind, card.right) == ("", ())


def test_of_a_note_with_many_gaps_twenty_are_asked() -> None:
    text = " ".join(f"{{{{c{number}::{number}}}}}" for number in range(1, 41))
    assert len(cards(deck([(GAPS, text, "")]))) == 20
