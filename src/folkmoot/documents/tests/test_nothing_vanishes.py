"""Whatever an author wrote is read: in the points, or in the title above them."""

import re
from collections import Counter
from html import unescape

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.documents.rules.plain_texts import outline_to_markdown, under_heading
from folkmoot.documents.rules.points import points_as_written, title_in
from folkmoot.documents.rules.rendering import rendered_points

WORD = re.compile(r"w[a-z]{3,}")
words = st.from_regex(r"w[bcdfg]{3,6}", fullmatch=True)
line = st.lists(words, min_size=1, max_size=3).map(" ".join)
number = st.sampled_from(["", "", "1. ", "2.1. ", "§ 3 ", "Article 4 – ", "Chapter II ", "A. "])
heading = st.builds("{} {}{}".format, st.sampled_from(["#", "#", "##", "###", "#######"]), number, line)
under_dashes = st.builds("{}\n{}".format, line, st.sampled_from(["===", "---"]))
paragraph = st.builds("{}{}\n{}".format, number, line, line)
items = st.builds("{0}. {1}\n\n   {2}\n{0}. {3}".format, st.sampled_from([1, 4]), line, line, line)
letters = st.builds("a) {}\nb) {}\n   {}".format, line, line, line)
bullets = st.builds("- {}\n  - {}\n\n  {}".format, line, line, line)
quoted = st.builds("> # {}\n>\n> {}".format, line, line)
table = st.builds("| {} | {} |\n|---|---|\n| {} | {} |".format, line, line, line, line)
code = st.builds("```\n# {}\n```".format, line)
labelled = st.builds("{}## {} {{#{}}}\n\n{}".format, st.just(""), line, words, line)
marked = st.builds("**{}** *{}* [{}](https://example.org) <{}>".format, line, line, line, line)
defined = st.builds("[{}]: {}".format, words, words)
blocks = st.lists(
    st.one_of(
        heading,
        under_dashes,
        paragraph,
        items,
        letters,
        bullets,
        quoted,
        table,
        code,
        labelled,
        marked,
        defined,
    ),
    min_size=1,
    max_size=6,
).map("\n\n".join)


def read(markdown: str, title: str) -> str:
    points = rendered_points(points_as_written(markdown), title=title)
    html = " ".join(f"{point.number} {point.html}" for point in points)
    return f"{title} {unescape(nh3.clean(html.replace('<', ' <'), tags=set()))}"


def counted(text: str) -> Counter[str]:
    return Counter(WORD.findall(text))


@given(blocks, line)
def test_every_word_of_a_text_is_read_whatever_its_title(markdown: str, title: str) -> None:
    for above in (title, title_in(markdown)):
        assert counted(markdown) - counted(read(markdown, above)) == Counter()


@given(blocks)
def test_every_word_of_a_plain_text_is_read_under_its_title_or_another(text: str) -> None:
    read_in = outline_to_markdown(text)
    assert counted(text) - counted(read(read_in.markdown, read_in.title)) == Counter()
    if read_in.title:
        called_otherwise = read(under_heading(read_in.title, read_in.markdown), "Another")
        assert counted(text) - counted(called_otherwise) == Counter()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Statutes", ["Words."]),
        (" statutes ", ["Words."]),
        ("Others", ["Statutes Words."]),
        ("", ["Statutes Words."]),
    ],
)
def test_a_first_heading_is_left_out_only_where_it_repeats_the_title(title: str, expected: list[str]) -> None:
    points = rendered_points(points_as_written("# Statutes\n\nWords.\n\n## 1. One\n"), title=title)
    shown = [" ".join(nh3.clean(point.html, tags=set()).split()) for point in points if not point.number]
    assert shown == expected
