import json
import re
from html import unescape
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from folkmoot.circulars.compiling import GAP, letters_in, pdf_of, without_gaps
from folkmoot.circulars.rules.circular import Circular, PointOnPaper, Sheet, as_values, language_and_region
from folkmoot.circulars.rules.wording import DEEPEST, nodes_of, printable
from folkmoot.circulars.typesetting import FONTS
from folkmoot.documents.rules.points import points_as_written
from folkmoot.documents.rules.rendering import rendered_points
from folkmoot.kernel.errors import Refused

WORDS = {name: name for name in ("for_cell", "sign", "name", "signature", "day", "enter", "code", "if_gaps")}
# What means something to the setter, to Markdown, to HTML and to those who write letters.
PIECES = (
    "#panic()", "#", "$x$", "*", "_", "`", "<a>", "</p>", "&amp;", "[x](https://e.org)", "\\", "{", "}", "[", "]", '"',
    "//", "/*", "@ref", "= ", "- ", "+ ", "/ t: d", "1. ", "2) ", "999999999. ", "\n", "\n\n", "    ", "> ",
    "| a | b |\n|---|---|\n| c |", "---", "~~s~~", "![x](y)", '#import "x": *', '#eval("1")', "قرار", "会议", "Решение",
    "가", "क्षि", "🎉", "\u202e", "\u200d", "\ufffe", "\x00", "é", "e\u0301", "\ufe0f", "\u061c", "\ue000",
    "\U000e0041", "\u0e33", "\u2028", "\x0b",
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=14).map("".join)


def circular(markdown: str, *, title: str = "Meet monthly", language: str = "en") -> Circular:
    points = [
        PointOnPaper(point.number, point.depth, point.heading, str(point.html))
        for point in rendered_points(points_as_written(markdown), title=title)
    ]
    direction = "rtl" if language == "ar" else "ltr"
    return Circular(
        title,
        "Decision 2026/1",
        "Union",
        "Decision 2026/1",
        language,
        direction,
        "en",
        ["Adopted"],
        points,
        WORDS,
    )


def pdf(made: Circular, *, cell: str = "Hill") -> bytes:
    values = as_values(made, [Sheet(cell, "https://folkmoot.example/x/", 8, ["Ada"])])
    return pdf_of(
        json.loads(json.dumps(values)),
        template="circular",
        font_folders=[str(FONTS)],
        created_at=1_780_000_000,
    )


@pytest.mark.parametrize(
    ("language", "markdown"),
    [
        ("en", "# 1 Meetings\n\nEvery local *meets* **monthly**.\n\n1. First\n2. Second\n"),
        ("ru", "1. Каждая ячейка собирается раз в месяц.\n"),
        ("ar", "1. تجتمع كل خلية مرة واحدة في الشهر.\n2. يدعو الأمين.\n"),
        ("zh-hans", "1. 每个支部每月召开一次会议。\n"),
    ],
)
def test_each_script_is_set_for_archives_and_for_those_who_do_not_see_it(language, markdown) -> None:
    made = pdf(circular(markdown, language=language))
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made


@settings(max_examples=60)
@given(TEXTS, TEXTS, st.text(max_size=20))
@example("> " * 60 + "deep", "t", "")
@example("- " * 39 + "deep", "", "c")
@example("", "", "")
@example('#{sys.inputs}\n\n#read("/etc/passwd")', "#panic()", '"; panic() //')
def test_no_words_stop_the_setting_or_are_taken_for_commands(markdown, title, cell) -> None:
    try:
        made = circular(markdown, title=title)
    except Refused:
        return
    assert pdf(made, cell=cell).startswith(b"%PDF")


def _words_in(node) -> str:
    if isinstance(node, str):
        return node
    held = [*node.get("inner", ()), *(each for item in node.get("items", ()) for each in item["inner"])]
    cells = [each for row in [node.get("head", ()), *node.get("rows", ())] for cell in row for each in cell]
    return "".join([*map(_words_in, held), *map(_words_in, cells), "\n".join(node.get("lines", ()))])


def _depth(nodes) -> int:
    below = [
        1
        + _depth(
            [*node.get("inner", ()), *(each for item in node.get("items", ()) for each in item["inner"])]
        )
        for node in nodes
        if isinstance(node, dict)
    ]
    return max(below, default=0)


@given(TEXTS)
def test_no_letter_of_the_words_is_lost_and_none_goes_too_deep(markdown) -> None:
    try:
        points = rendered_points(points_as_written(markdown))
    except Refused:
        return
    for point in points:
        nodes = nodes_of(str(point.html))
        said = "".join(map(_words_in, nodes))
        assert "".join(said.split()) == "".join(printable(_plain(str(point.html))).split())
        assert _depth(nodes) <= DEEPEST


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def _nodes(html: str) -> Any:
    return nodes_of(html)


def test_what_is_written_as_a_command_is_only_a_word() -> None:
    assert nodes_of("<p>#panic() $x$</p>") == [{"kind": "paragraph", "inner": ["#panic() $x$"]}]


def test_a_link_is_spelt_out_unless_its_words_are_its_address() -> None:
    rules, bare = _nodes('<a href="https://e.org/r">the rules</a><a href="mailto:a@e.org">a@e.org</a>')
    assert rules["address"] == "https://e.org/r"
    assert bare["address"] == ""


def test_the_rows_of_a_table_are_made_even() -> None:
    (table,) = nodes_of(
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td></tr></tbody></table>"
    )
    assert table == {"kind": "table", "columns": 2, "head": [["a"], ["b"]], "rows": [[["c"], []]]}


def test_letters_that_no_font_has_are_replaced_and_the_paper_says_so() -> None:
    values: Any = as_values(circular("1. 가 and b\n"), [Sheet("Hill", "https://folkmoot.example/x/", 8)])
    filled = without_gaps(values, [str(FONTS)])
    assert filled["points"][0]["inner"] == [{"kind": "paragraph", "inner": [f"{GAP} and b"]}]
    assert filled["words"]["gaps"] == "if_gaps"
    assert GAP in letters_in([str(FONTS)])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ar", ("ar", "")),
        ("pt-br", ("pt", "BR")),
        ("zh-hans", ("zh", "")),
        ("", ("en", "")),
        ("x y", ("en", "")),
    ],
)
def test_a_page_is_marked_with_its_language(code, expected) -> None:
    assert language_and_region(code) == expected


def test_headings_never_skip_a_level() -> None:
    points = [PointOnPaper(str(depth), depth, "Heading", "") for depth in (4, 1, 3, 3, 9)]
    made = Circular("t", "k", "o", "r", "en", "ltr", "en", [], points, WORDS)
    values: Any = as_values(made, [])
    assert [point["level"] for point in values["points"]] == [2, 2, 3, 4, 5]
