from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.documents.rules.numbering import given_label, without_given_label
from folkmoot.documents.rules.points import (
    Point,
    body_of,
    points_as_written,
    points_of,
    same_points,
    title_in,
)
from folkmoot.kernel.errors import Refused

NUMBERED = """\
# Statutes

In force since May.

## 2. Bodies

Decisions are made by:

1. the Congress;
2. the Council.

What stands higher comes first.

### 2.1. Meetings

1. They are open.
   Anybody may listen.

   1. On paper.
   2. Aloud.

   So it was decided.
2. They are short.

## § 3 Money

a) Dues
b) Gifts
   of any kind

## A. Order of business

### A.1 Opening

**A.1.2** The chair opens.

It is written down.

## Closing words

The end.
"""


def labels(markdown: str) -> list[str]:
    return [point.label for point in points_of(markdown)]


def test_the_numbers_of_a_text_become_the_labels_of_its_points() -> None:
    assert [(point.label, point.depth, point.heading) for point in points_of(NUMBERED)] == [
        ("", 0, ""),
        ("2", 1, "Bodies"),
        ("2(1)", 2, ""),
        ("2(2)", 2, ""),
        ("2+", 1, ""),
        ("2.1", 2, "Meetings"),
        ("2.1.1", 3, ""),
        ("2.1.1.1", 4, ""),
        ("2.1.1.2", 4, ""),
        ("2.1.1+", 3, ""),
        ("2.1.2", 3, ""),
        ("3", 1, "Money"),
        ("3.a", 2, ""),
        ("3.b", 2, ""),
        ("A", 1, "Order of business"),
        ("A.1", 2, "Opening"),
        ("A.1.2", 3, ""),
        ("A+", 1, "Closing words"),
    ]


def test_a_point_keeps_its_text_as_it_was_written() -> None:
    texts = {point.label: point.markdown for point in points_of(NUMBERED)}
    assert texts[""] == "# Statutes\n\nIn force since May."
    assert texts["2"] == "## 2. Bodies\n\nDecisions are made by:"
    assert texts["2+"] == "What stands higher comes first."
    assert texts["2.1.1"] == "1. They are open.\n   Anybody may listen."
    assert texts["2.1.1.1"] == "1. On paper."
    assert texts["2.1.1+"] == "So it was decided."
    assert texts["3.b"] == "b) Gifts\n   of any kind"
    assert texts["A.1.2"] == "**A.1.2** The chair opens.\n\nIt is written down."
    assert texts["A+"] == "## Closing words\n\nThe end."


def test_a_text_that_goes_on_after_a_list_is_marked() -> None:
    assert [point.label for point in points_of(NUMBERED) if point.label.endswith("+")] == [
        "2+",
        "2.1.1+",
        "A+",
    ]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("", []),
        ("# Only a title\n", [""]),
        ("One.\n\nTwo.\n\n- with\n- bullets\n\nThree.\n", ["1", "2", "3"]),
        ("- bullets\n\nOne.\n", ["", "1"]),
        ("# Title\n\nOne.\n\nTwo.\n", ["", "1", "2"]),
        ("## Name\n\nx\n\n### Seat\n\ny\n\n### Seal\n\n## Aims\n", ["1", "1.1", "1.2", "2"]),
        ("# Name\n\n# Aims\n\n## First\n", ["1", "2", "2.1"]),
        ("Name\n====\n\nText\n\nAims\n----\n\nMore\n", ["", "1"]),
        ("## Name\n\n1. one\n2. two\n\n## Aims\n\n1. one\n", ["1", "1.1", "1.2", "2", "2.1"]),
        ("## Name\n\n1. one\n\n### Sub\n", ["1", "1(1)", "1.1"]),
        ("1. one\n2. two\n\nafter\n", ["1", "2", "2+"]),
        ("1. one\n\nbetween\n\n2. two\n\nafter\n\nand after\n", ["1", "1+", "2", "2+"]),
        ("1. one\n\n- x\n\n2. two\n", ["1", "1+", "2"]),
        ("4. four\n5. five\n", ["4", "5"]),
        ("1. one\n1. two\n1. three\n", ["1", "2", "3"]),
        ("1. one\n2. two\n4. four\n", ["1", "2", "4"]),
        ("3) three\n4) four\n", ["3", "4"]),
        ("1. 1. both\n", ["1", "1.1"]),
        ("1. a) both\n\n   b) more\n", ["1"]),
        ("1. Of:\n\n   a) this\n\n   b) that\n\n2. x\n", ["1", "1.a", "1.b", "2"]),
        ("(1) first\n\n(2) second\n", ["1", "2"]),
        ("Members:\n\n(i) one\n\n(ii) two\n\n(iii) three\n\n(iv) four\n", ["", "i", "ii", "iii", "iv"]),
        ("a) one\n\nb) two\n\n   1. deep\n\nc) three\n", ["a", "b", "b.1", "c"]),
        ("See b) there.\n\nb) is no first item.\n", ["1", "2"]),
        ("> 1. quoted\n\nOne.\n", ["", "1"]),
        ("- 1. inside\n\n1. one\n", ["", "1"]),
        ("```\n# 1. code\n```\n\n## 1. Heading\n", ["", "1"]),
        ("§ 1 One.\n\n§ 2 Two.\n\nStill two.\n", ["1", "2"]),
        ("## Members\n\n§ 1 One.\n\n## Money\n\n§ 2 Two.\n", ["", "1", "1+", "2"]),
        ("4.1. One.\n\n4.1.1 Deeper.\n\n4.2. Two.\n", ["4.1", "4.1.1", "4.2"]),
        ("4.1. One.\n\n1. item\n2. item\n\n4.2. Two.\n", ["4.1", "4.1.1", "4.1.2", "4.2"]),
        ("3.5 million members.\n\nMore.\n", ["1", "2"]),
        ("## Article 1 – Name\n\n## Art. 2. Seat\n\n## Artikel 3\n\n## § 4: Aims\n", ["1", "2", "3", "4"]),
        ("## Artículo 5º x\n\n## Artigo 6. Y\n", ["5", "6"]),
        ("## Article 1er – Nom\n", ["1"]),
        ("# Chapter 1. X\n\n## Article 1\n\n## Article 2\n\n# Chapter 2. Y\n\n## Article 3\n", ["", "1", "2", "2+", "3"]),
        ("# Chapter I\n\n## Article 1\n\n# Chapter II\n\n## Article 2\n", ["I", "1", "II", "2"]),
        ("# Kapitel 1\n\n## Allgemeines\n\n# Kapitel 2\n", ["1", "1+", "2"]),
        ("## I. One\n\n### 1. Sub\n\n### 2. Sub\n\n## II. Two\n", ["I", "I.1", "I.2", "II"]),
        ("## 5a. One\n\n### 5a.1 Sub\n", ["5a", "5a.1"]),
        ("## A new beginning\n\n## I think so\n\n## 12 angry men\n", ["1", "2", "3"]),
        ("## 1 Name\n\n## 2 Seat\n", ["1", "2"]),
        ("## 1. Name {#name}\n\n1. x\n", ["name", "name.1"]),
        ("Some words. {#intro}\n\nOther words. {#end}\n", ["intro", "end"]),
        ("1. one {#first}\n   more\n2. two\n", ["first", "2"]),
        ("## 4. X\n\n### Remark\n\n1. item\n", ["4", "4+", "4.1"]),
        ("| a |\n|---|\n| b |\n\nOne.\n", ["", "1"]),
    ],
)  # fmt: skip
def test_points_are_found_however_their_author_numbers_them(markdown: str, expected: list[str]) -> None:
    assert labels(markdown) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_the_same(end: str) -> None:
    assert points_of(NUMBERED.replace("\n", end)) == points_of(NUMBERED)


def test_two_points_of_one_number_are_refused_with_both_places() -> None:
    with pytest.raises(Refused) as refused:
        points_of("## A.1. Proposal\n\nText.\n\n## A.1. Discussion\n")
    assert refused.value.field == "body"
    assert str(refused.value) == (
        "Two points are numbered A.1: “## A.1. Proposal” in line 1 and “## A.1. Discussion” in line 5. "
        "Change one of the numbers, or end its line with a label of its own, such as {#A.1bis}."
    )


def test_a_draft_with_repeated_numbers_can_still_be_shown() -> None:
    assert [point.label for point in points_as_written("## 1. A\n\n## 1. B\n")] == ["1", "1"]


def test_two_lists_that_count_alike_in_one_section_are_refused() -> None:
    with pytest.raises(
        Refused, match=r"^Two points are numbered 1\.1: “1\. a” in line 3 and “1\. b” in line 7\."
    ):
        points_of("## 1. X\n\n1. a\n\nbetween\n\n1. b\n")


def test_a_heading_is_known_without_its_marks() -> None:
    assert points_of("## 1. The *new* `name` & [seat](/x)\n")[0].heading == "The new name & seat"


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        ("# The *Statutes*\n\n## 1. A\n", "The Statutes"),
        ("Statutes\n====\n", "Statutes"),
        ("# 1. A\n\n# 2. B\n", ""),
        ("# A\n\n# B\n", ""),
        ("Text\n\n# A\n", ""),
        ("## A\n", ""),
        ("", ""),
    ],
)
def test_the_title_is_the_one_heading_above_all(markdown: str, title: str) -> None:
    assert title_in(markdown) == title


@pytest.mark.parametrize(
    ("markdown", "label", "body"),
    [
        ("## 4.1. Powers\n\nText.", "4.1", "Text."),
        ("Powers\n------\nText.", "1", "Text."),
        ("10. One\n    two\n\n    three", "4.10", "One\ntwo\n\nthree"),
        ("3)  One\n    two", "3", "One\ntwo"),
        ("1. one {#first}\n   more", "first", "one\nmore"),
        ("a) one\n   two", "1.a", "one\n   two"),
        ("(iv) one", "1.iv", "one"),
        ("**A.1.2** The chair.", "A.1.2", "The chair."),
        ("§ 3 Money", "3", "Money"),
        ("a) no item", "2", "a) no item"),
        ("4.1 is elsewhere", "7+", "4.1 is elsewhere"),
        ("Plain.", "1", "Plain."),
        ("# Title\n\nWords.", "", "# Title\n\nWords."),
        ("## Preamble\n\nWords.", "", "## Preamble\n\nWords."),
        ("2.", "2", ""),
    ],
)
def test_a_points_words_are_shown_beside_its_number(markdown: str, label: str, body: str) -> None:
    assert body_of(markdown, label=label) == body


ENGLISH = "## 1. Name\n\n1. one\n2. two\n\n## 2. Seat\n"
GERMAN = "## § 1 Name\n\n1. eins\n2. zwei\n\n## § 2 Sitz\n"
NAMES = {"one_name": "English", "other_name": "German"}


def test_language_versions_with_the_same_labels_agree() -> None:
    assert same_points(ENGLISH, GERMAN, **NAMES) == []
    assert same_points("Foreword\n\n" + ENGLISH, GERMAN, **NAMES) == []


def test_what_one_language_lacks_is_named() -> None:
    shorter = GERMAN.replace("2. zwei\n", "") + "\n## § 3 Geld\n"
    assert same_points(ENGLISH, shorter, **NAMES) == [
        "Point 1.2 of English is missing in German.",
        "Point 3 of German is missing in English.",
    ]


def test_points_in_another_order_are_named() -> None:
    assert same_points("## 1. A\n\n## 2. B\n", "## 2. B\n\n## 1. A\n", **NAMES) == [
        "Point 1 of English stands where German has point 2. Put them in the same order."
    ]


@pytest.mark.parametrize(
    ("paragraph", "sentence"),
    [
        ("x" * 10_001, "The paragraph in line 3 has more than 10000 characters. Part it with an empty line."),
        (
            "x\n" * 5_001,
            "The paragraph in line 3 has more than 10000 characters. Part it with an empty line.",
        ),
        (
            "![x" * 201,
            "The paragraph in line 3 has more than 200 brackets or bars. Part it with an empty line.",
        ),
        (
            "[\n" * 201,
            "The paragraph in line 3 has more than 200 brackets or bars. Part it with an empty line.",
        ),
    ],
)
def test_a_paragraph_that_would_take_minutes_to_show_is_refused(paragraph: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        points_of(f"One.\n\n{paragraph}\n")
    assert (str(refused.value), refused.value.field) == (sentence, "body")


@pytest.mark.parametrize(
    ("markdown", "sentence"),
    [
        ("1. x\n" * 5_001, "This text has more than 5000 points. Bring it in parts."),
        ("[x]\n\n" * 5_001, "This text has more than 5000 brackets. Bring it in parts."),
    ],
)
def test_a_text_of_endless_parts_is_refused(markdown: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        points_of(markdown)
    assert (str(refused.value), refused.value.field) == (sentence, "body")


def test_the_longest_paragraph_is_taken() -> None:
    assert labels("x" * 10_000) == ["1"]
    assert labels("[" * 200) == ["1"]


LINES = st.sampled_from([
    "", "", "# T", "## 1. One", "### 1.1. Sub", "## Plain", "1. item", "2. item", "   1. nested", "   more", "      deep",
    "a) letter", "b) letter", "- bullet", "> quote", "```", "    code", "§ 2 Two", "4.1. Text", "words", "===", "---", "* * *",
    "| a | b |", "|---|---|", "10. ten", "   a) in", "\tTab", "[x]: /y", "{#l}", "1. x {#lab}",
])  # fmt: skip


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(st.lists(LINES | st.text(max_size=12), max_size=25).map("\n".join))
def test_every_character_is_in_exactly_one_point(markdown: str) -> None:
    points = points_as_written(markdown)
    assert squeezed("".join(point.markdown for point in points)) == squeezed(markdown)


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_labels_are_unique_or_refused(markdown: str) -> None:
    drafted = [point.label for point in points_as_written(markdown)]
    if len(set(drafted)) == len(drafted):
        assert points_of(markdown) == points_as_written(markdown)
    else:
        with pytest.raises(Refused):
            points_of(markdown)


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_points_stand_in_one_another_by_depth(markdown: str) -> None:
    points = points_as_written(markdown)
    assert all(deeper.depth <= point.depth + 1 for point, deeper in pairwise(points))
    assert all((point.depth == 0) == (point.label == "") for point in points)


def test_a_point_is_a_plain_value() -> None:
    assert points_of("## 1. Name\n\nText.\n") == [Point("1", 1, "Name", "## 1. Name\n\nText.")]


@pytest.mark.parametrize("blanks", [" ", "\t"])
def test_a_long_row_of_blanks_before_what_is_no_label_costs_no_more_than_its_length(blanks: str) -> None:
    # Tried from each blank anew, this would take hours.
    line = f"# x{blanks * 150_000}{{#a"
    assert given_label(line) == ""
    assert without_given_label(line) == line
