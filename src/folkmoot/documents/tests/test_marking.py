import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.documents.rules.marked_points import Change, marked_points
from folkmoot.documents.rules.marking import marked, says_the_same, units_of
from folkmoot.documents.rules.points import points_of
from folkmoot.documents.rules.rendering import html_of

SPOKEN = re.compile(r'<span class="unseen">.*?</span>')


def shown(before: str, after: str) -> str:
    """What is marked, without what is only for ears."""
    return SPOKEN.sub("", marked(html_of(before), html_of(after))).strip()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "Every local meets once a month.",
            "Every local meets twice a week.",
            "<p>Every local meets <del>once</del> <ins>twice</ins> a <del>month</del><ins>week</ins>.</p>",
        ),
        ("会议每月举行一次。", "会议每周举行一次。", "<p>会议每<del>月</del><ins>周</ins>举行一次。</p>"),
        (
            "Every local meets in its own room.",
            "Every local meets in its *own* room.",
            "<p>Every local meets in its <em>own</em> room.</p>",
        ),
        (
            "Each local:\n\n- meets once\n- eats once\n- sings once",
            "Each local:\n\n- meets once\n- sings once",
            "<p>Each local:</p>\n<ul>\n<li>meets once</li>\n<li><del>eats once</del>  sings once</li>\n</ul>",
        ),
        (
            "Meet & eat, once.",
            "Meet & drink, once.",
            "<p>Meet &amp; <del>eat</del><ins>drink</ins>, once.</p>",
        ),
    ],
)
def test_words_are_struck_and_added_where_they_stood(before, after, expected) -> None:
    assert shown(before, after) == expected


def test_texts_with_little_in_common_stand_one_after_the_other() -> None:
    assert shown("All of this.", "Nothing like it at once!") == (
        "<del><p>All of this.</p>\n</del>\n<ins><p>Nothing like it at once!</p>\n</ins>"
    )


def test_marks_are_said_in_words_too() -> None:
    page = marked(html_of("Meet every month in the hall."), html_of("Meet every week in the hall."))
    assert '<del><span class="unseen">[struck: </span>month' in page
    assert '<ins><span class="unseen">[added: </span>week' in page


def test_accents_and_vowel_signs_stay_with_their_letters() -> None:
    assert [unit.text for unit in units_of("हिन्दी भाषा ทุก don&amp;t")] == [
        "हिन्दी",
        "भाषा",
        "ทุ",
        "ก",
        "don",
        "&amp;",
        "t",
    ]


def test_a_link_cannot_be_changed_into_another_unseen() -> None:
    before, after = html_of("See [here](https://one.example)."), html_of("See [here](https://two.example).")
    assert not says_the_same(before, after)


words = st.lists(
    st.sampled_from(["meet", "*month*", "week,", "`a`", "<b>", "&", "会议", "[x](http://y.z)"]), max_size=7
)
blocks = st.builds(
    lambda mark, text: mark + " ".join(text), st.sampled_from(["", "- ", "> ", "## ", "1. "]), words
)
texts = st.lists(blocks, max_size=6).map("\n\n".join).map(html_of)


def without(page: str, *names: str) -> str:
    for name in names:
        page = re.sub(
            rf"<p><{name}>(?:(?!</{name}>).)*</{name}></p>|<{name}>.*?</{name}>", "", page, flags=re.DOTALL
        )
    return re.sub("</?(ins|del)>", "", page)


def read(page: str) -> list[str]:
    return [unit.text for unit in units_of(page) if not unit.is_tag]


@given(texts, texts)
def test_without_the_marks_it_is_the_new_text_and_without_the_additions_it_has_the_old_words(
    before, after
) -> None:
    page = SPOKEN.sub("", marked(before, after))
    assert [unit.text for unit in units_of(without(page, "del"))] == [unit.text for unit in units_of(after)]
    assert read(without(page, "ins")) == read(before)


@given(texts)
def test_a_text_that_stayed_bears_no_mark(text) -> None:
    assert marked(text, text).strip() == text.strip()


def points(before: str, after: str) -> list[tuple[str, str, str]]:
    return [
        (each.number, each.change.value, each.was)
        for each in marked_points(points_of(before), points_of(after))
    ]


def test_points_say_what_happened_to_them_and_struck_ones_stand_where_they_stood() -> None:
    before = "1. Meet every month.\n2. Keep minutes of it.\n3. Eat together afterwards.\n"
    after = "1. Meet every week.\n2. Eat together afterwards.\n3. Sing, too.\n"
    assert points(before, after) == [
        ("1", Change.CHANGED, ""),
        ("2", Change.STRUCK, ""),
        ("2", Change.RENUMBERED, "3"),
        ("3", Change.ADDED, ""),
    ]


def one_word(count: int) -> tuple[str, str]:
    return "a " * count, "a b " * (count // 2)


def each_two_changed_over(count: int) -> tuple[str, str]:
    def words(swap: int) -> str:
        return "".join(f"w{at ^ swap}" + ("\n\n" if at % 1_000 == 999 else " ") for at in range(count))

    return words(0), words(1)


@pytest.mark.parametrize("texts", [one_word, each_two_changed_over])
def test_what_would_take_too_long_to_compare_is_shown_as_replaced(
    texts: Callable[[int], tuple[str, str]],
) -> None:
    for count, is_replaced in ((40, False), (4_000, True)):
        before, after = texts(count)
        assert shown(before, after).startswith(f"<del>{html_of(before).strip()}") == is_replaced


def test_a_text_of_many_points_is_compared_only_so_far() -> None:
    def text(words: str) -> str:
        return "\n\n".join(f"{number}. {words * 60}" for number in range(1, 41))

    points = marked_points(points_of(text("a a ")), points_of(text("a b ")))
    by_words = [point.html.count("<ins>") > 1 for point in points]
    assert by_words == sorted(by_words, reverse=True)
    assert {True, False} == set(by_words)
