import gzip
import re
import time
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from folkmoot.documents.rules.paragraphs import Paragraph, _LastMarkers, paragraphs_of
from folkmoot.documents.rules.plain_texts import ImportedText, outline_to_markdown, text_in
from folkmoot.documents.rules.points import points_of
from folkmoot.documents.rules.rendering import html_of
from folkmoot.kernel.errors import Refused

# Laid out as text browsers print an outline: sections to the left of the text, items hanging under
# their first word, numbers set to the right, paragraphs of an item begun on a new line.
STATUTES = """\
                    Statutes of the Harbour Union (v2.1)

   Version 2.1 adopted on May 1st, 2020.

1. Name and seat

   The Union is called the Harbour Union. It has its seat where the most
   of its members live.

2. Bodies

   Each decision is made by one of these:
    1. the Congress;
    2. the Council, which is elected by the Congress and answers to it in
       everything that it does between one Congress and the next.

   What stands higher in this list comes before what stands lower, and no
   body may do what another one is there for.

  2.1. Meetings

    1. Meetings are open to members.
       Guests may be let in by those who are present, if nobody is against
       it; see §2.1(3).
    2. What is to be decided is made known a week before:
         1. on paper, to those who have asked for it;
         2. aloud, at the meeting before.
    3. A meeting needs a third of its members [or ten].
    4. Minutes
    5. Order
    6. Votes
    7. Ballots
    8. Counting
    9. Quorum is counted when the meeting is opened.
   10. The chair may *not* vote twice, whatever 2 * 2 < 5 & "x_y" say.

A. Order of business

  A.1. Opening

   The chair opens the meeting.

  A.1. Closing

    1. The chair closes the meeting.
     __________________________________________________________________

   Printed by the members themselves.
"""


def labels(text: str) -> list[str]:
    return [point.label for point in points_of(outline_to_markdown(text).markdown)]


def words_shown(text: str) -> str:
    """All that a reader of the imported text sees, without spaces."""
    read = outline_to_markdown(text)
    markdown = re.sub(r" \{#[^}\n]*\}$", "", read.markdown, flags=re.MULTILINE)
    numbered = re.sub(r'<li value="(\d+)">', r"\1. ", html_of(markdown))
    return "".join((read.title + unescape(re.sub(r"<[^>]+>", " ", numbered))).split())


def test_an_outline_becomes_numbered_points() -> None:
    points = points_of(outline_to_markdown(STATUTES).markdown)
    assert [(point.label, point.depth, point.heading) for point in points] == [
        ("", 0, ""),
        ("1", 1, "Name and seat"),
        ("2", 1, "Bodies"),
        ("2(1)", 2, ""),
        ("2(2)", 2, ""),
        ("2+", 1, ""),
        ("2.1", 2, "Meetings"),
        ("2.1.1", 3, ""),
        ("2.1.2", 3, ""),
        ("2.1.2.1", 4, ""),
        ("2.1.2.2", 4, ""),
        ("2.1.3", 3, ""),
        ("2.1.4", 3, ""),
        ("2.1.5", 3, ""),
        ("2.1.6", 3, ""),
        ("2.1.7", 3, ""),
        ("2.1.8", 3, ""),
        ("2.1.9", 3, ""),
        ("2.1.10", 3, ""),
        ("A", 1, "Order of business"),
        ("A.1", 2, "Opening"),
        ("A.1bis", 2, "Closing"),
        ("A.1bis.1", 3, ""),
        ("A.1bis+", 2, ""),
    ]


def test_title_version_and_repeated_numbers_are_told() -> None:
    read = outline_to_markdown(STATUTES)
    assert (read.title, read.version) == ("Statutes of the Harbour Union (v2.1)", "2.1")
    assert read.notes == ("The number A.1 stands again; here that point is called A.1bis.",)


def test_a_point_keeps_its_lines_and_paragraphs() -> None:
    texts = {point.label: point.markdown for point in points_of(outline_to_markdown(STATUTES).markdown)}
    assert texts["2.1.1"] == (
        "1. Meetings are open to members.\n\n"
        "   Guests may be let in by those who are present, if nobody is against\n   it; see §2.1(3)."
    )
    assert texts["2(2)"].count("\n") == 1
    assert (
        texts["2.1.10"] == '10. The chair may \\*not\\* vote twice, whatever 2 \\* 2 \\< 5 \\& "x\\_y" say.'
    )


def test_every_word_is_kept() -> None:
    assert words_shown(STATUTES) == "".join(STATUTES.replace("_" * 66, "").split())


def test_sections_without_an_empty_line_before_them_are_seen() -> None:
    text = """\
   Adopted in the year 1999 by the members of all branches, as it stands
   today.
   1. Name

   The Union is called so, and nobody may call another one by that name
   in the same town.
   2. Seat

    1. one
    2. two, in the same town as the Union itself, or one that it can easily
       reach on foot.

   3. Aims

   None.
"""
    assert labels(text) == ["", "1", "2", "2.1", "2.2", "3"]


def test_a_last_item_without_a_stop_is_no_section() -> None:
    text = """\
   Some text of the whole that goes on
   for two lines.

   1. One item of a list that goes on
      for two lines.
   2. Two

   More text of the whole that goes on
   for two lines.
"""
    assert labels(text) == ["", "1", "2", "2+"]


def test_a_wrapped_line_that_begins_with_a_number_is_no_section() -> None:
    text = """\
   The rules of section 2 hold for everybody who was a member before year
   1. They hold for others from the day on which they are told of them in
   writing.
"""
    assert [each.kind for each in paragraphs_of(text)] == ["text"]
    assert labels(text) == ["1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Name\n\nIt is so.\n\n2. Seat\n\nIt is there.\n", ["1", "2"]),
        ("1. It is so called.\n2. It is there.\n", ["1", "2"]),
        ("§ 1 Name\n\nIt is so.\n\n§ 2 Seat\n\nThere.\n", ["1", "2"]),
        ("§ 1 The Union is so called.\n\n§ 2 It is there.\n", ["1", "2"]),
        ("1. NAME\n\n1.1. It is so called.\n\n1.2. No other.\n\n2. SEAT\n\n2.1. There.\n", ["1", "1.1", "1.2", "2", "2.1"]),
        ("1.1 Name\n\nText.\n\n1.1.1 Sub\n\nText.\n", ["1.1", "1.1.1"]),
        ("1. Aims are:\n   a) one,\n   b) two.\n2. Means.\n", ["1", "1.a", "1.b", "2"]),
        ("1. Aims are:\n   (1) one,\n   (2) two.\n2. Means.\n", ["1", "1.1", "1.2", "2"]),
        ("A. Name\n\nText here.\n\nB. Seat\n\nText.\n", ["A", "B"]),
        ("   First line of\n   some text.\n\nNAME\n\n   Some text of\n   two lines.\n", ["", "1"]),
        ("One paragraph.\n\nAnother one.\n", ["1", "2"]),
        ("1. one.\n\n\n\n2. two.\n\f3. three.\n", ["1", "2", "3"]),
        ("1. One.\n2. Its end.\n\nBetween them.\n\n1. Another.\n2. Its end.\n", ["1", "2", "2+", "1bis", "2bis"]),
        ("", []),
        ("\n \n", []),
    ],
)  # fmt: skip
def test_outlines_of_other_habits_are_read_too(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


def test_a_number_given_three_times_goes_on_counting() -> None:
    text = "1.1. Name\n\nText.\n\n1.1. Seat\n\nText.\n\n1.1. Aims\n\nText.\n"
    assert labels(text) == ["1.1", "1.1bis", "1.1ter"]


def test_a_number_given_too_often_is_refused() -> None:
    text = "\n\n".join(["1.1. Name"] * 11)
    with pytest.raises(Refused) as refused:
        outline_to_markdown(text)
    assert str(refused.value) == (
        "The number 1.1 stands more than ten times in this text. Number its points apart."
    )


@pytest.mark.parametrize(
    ("text", "title", "version"),
    [
        ("Our Statutes\n\nText of them.\n", "Our Statutes", ""),
        ("Statutes, version 3.0.1\n\nText.\n", "Statutes, version 3.0.1", "3.0.1"),
        ("Version 1.2 of these.\n\n1. Name\n\nText.\n", "", "1.2"),
        ("1. Name\n\nText.\n", "", ""),
        ("Version 3 of\nno title, v. 2.0\n", "", "2.0"),
    ],
)
def test_title_and_version_are_found_where_the_text_says_them(text: str, title: str, version: str) -> None:
    read = outline_to_markdown(text)
    assert (read.title, read.version) == (title, version)


def test_a_paragraph_knows_where_it_stood() -> None:
    assert paragraphs_of("  10. Ten words\n      and more\n") == [
        Paragraph("item", "10.", 2, 6, ("Ten words", "and more"))
    ]


def test_nothing_at_all_is_an_empty_text() -> None:
    assert outline_to_markdown("") == ImportedText("", "", "\n")


def test_a_file_is_read_compressed_or_not_in_either_encoding() -> None:
    assert text_in("§ 1 Ö".encode()) == "§ 1 Ö"
    assert text_in("\ufeff§ 1 Ö".encode()) == "§ 1 Ö"
    assert text_in("§ 1 Ö".encode("cp1252")) == "§ 1 Ö"
    assert text_in(gzip.compress("§ 1 Ö".encode())) == "§ 1 Ö"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a\0b", "This is not a plain text. Save it as plain text in UTF-8 and bring that file."),
        (b"\x1f\x8bnonsense", "This compressed file is damaged. Fetch it again."),
        (gzip.compress(b"x" * 50)[:-20], "This compressed file is damaged. Fetch it again."),
        (b"x" * 2_000_001, "This text is longer than two million bytes. Bring it in parts."),
        (gzip.compress(b"x" * 9_000_000), "This text is longer than two million bytes. Bring it in parts."),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        text_in(content)
    assert str(refused.value) == sentence


def without_numbers(words: str) -> str:
    return re.sub(r"\d+[.)]", "", words)


LAYOUT = st.sampled_from([
    "", "", "", "1. Name", "2. Seat", "   1. one", "   2. two;", "      more", "    a) letter", "    b) letter",
    "  2.1. Sub", "A. App", "  A.1 Sub", "   words and words.", "words", "       deep", "§ 3 Money", "* star", "# hash",
    "> quote", "- dash", "+ plus", "===", "---", "    code?", "[x]: /y", "<b>", "&amp;", "a\\b", "`x`", "__x__",
    "| a | b |", "|---|---|", "12) twelve", "(iv) four", "![a](b)", "{#x}",
])  # fmt: skip


@given(st.lists(LAYOUT, max_size=20).map("\n".join))
@example("   words and words.\n   1. one\n# hash")
def test_no_word_of_any_text_is_lost_or_added(text: str) -> None:
    # Items that all have one number are counted by Markdown: here only the words matter.
    assert without_numbers(words_shown(text)) == without_numbers("".join(text.split()))


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=60))
def test_no_sign_of_a_paragraph_turns_into_markup(words: str) -> None:
    text = f"words {words}\n\nmore words"
    assert words_shown(text) == "".join(text.split())


@given(st.lists(LAYOUT, max_size=20).map("\n".join))
def test_an_imported_text_always_has_its_points_apart(text: str) -> None:
    found = labels(text)
    assert len(set(found)) == len(found)


def test_hundreds_of_repeated_numbers_are_parted_as_fast_as_they_are_read() -> None:
    sections = "".join(f"{number}.1. Some words that are here for a clause.\n\n" for number in range(1, 401))
    begun = time.process_time()
    read = outline_to_markdown(f"A Title\n\n{sections}{sections}")
    assert time.process_time() - begun < 5
    labels = [point.label for point in points_of(read.markdown)]
    assert labels == [f"{number}.1{end}" for end in ("", "bis") for number in range(1, 401)]
    assert len(read.notes) == 400
    assert read.notes[399] == "The number 400.1 stands again; here that point is called 400.1bis."


def test_thousands_of_items_are_gathered_in_one_pass() -> None:
    begun = time.process_time()
    items = paragraphs_of("a) Words.\n   b) Words.\n" * 8_000 + "1. W\n\n" * 8_000)
    assert time.process_time() - begun < 3
    assert len(items) == 24_000


def test_numbers_that_repeat_within_one_another_for_ever_are_refused() -> None:
    label = ".".join(["1"] * 30)
    nested = "".join(f"{label[: 2 * depth + 1]}. Words of it.\n\n" for depth in range(1, 30))
    with pytest.raises(Refused, match="repeat within one another"):
        outline_to_markdown(f"A Title\n\n{nested}{nested}")


def test_a_text_that_no_document_could_hold_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refused, match=r"The text has 200001 characters"):
        outline_to_markdown("    " + "a" * 200_001 + "    ")


@given(
    st.lists(st.tuples(st.integers(0, 6), st.text("abc", min_size=1, max_size=1)), max_size=30),
    st.integers(0, 7),
)
def test_the_last_number_up_to_a_column_is_what_going_through_all_finds(
    noted: list[tuple[int, str]], column: int
) -> None:
    markers = _LastMarkers()
    for at, marker in noted:
        markers.note(at, marker)
    assert markers.up_to(column) == next((m for at, m in reversed(noted) if at <= column), "")
    assert markers.at(column) == next((m for at, m in reversed(noted) if at == column), "")
