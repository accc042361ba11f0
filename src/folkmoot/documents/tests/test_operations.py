from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.documents.rules.operations import (
    Kind,
    WordedPoint,
    Wording,
    operations,
)
from folkmoot.documents.rules.points import points_of
from folkmoot.documents.tests.replaying import replayed


def worded(body: str, language: str = "en") -> list[WordedPoint]:
    return [
        WordedPoint(point.label, point.depth, (Wording(language, point.heading, point.markdown),))
        for point in points_of(body)
    ]


def done(before: str, after: str) -> list[tuple[str, str | None, str | None]]:
    found = operations(worded(before), worded(after))
    return [(each.kind.value, each.old, each.new.label if each.new else None) for each in found]


THREE = "1. Meet every month.\n2. Keep minutes of it.\n3. Eat together afterwards.\n"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (THREE, []),
        (
            "1. Meet every week.\n2. Keep minutes of it.\n3. Eat together afterwards.\n",
            [("replace", "1", "1")],
        ),
        (
            "1. Meet every month.\n2. Eat together afterwards.\n",
            [("strike", "2", None), ("renumber", "3", "2")],
        ),
        (
            "1. Meet every month.\n2. Invite all neighbours.\n3. Keep minutes of it.\n4. Eat together afterwards.\n",
            [("insert", "1", "2"), ("renumber", "2", "3"), ("renumber", "3", "4")],
        ),
        (
            "Preamble.\n\n" + THREE,
            [("insert", None, "")],
        ),
        (
            "1. Meet every month.\n2. Invite all neighbours.\n3. Keep short minutes of it.\n4. Eat together afterwards.\n",
            [("insert", "1", "2"), ("replace", "2", "3"), ("renumber", "3", "4")],
        ),
    ],
)
def test_operations_name_points_by_the_numbers_they_had_before(after, expected) -> None:
    assert done(THREE, after) == expected


def test_a_point_that_gained_a_language_is_replaced_though_its_words_stayed() -> None:
    both = [
        WordedPoint(one.label, one.depth, (*one.wordings, *other.wordings))
        for one, other in zip(worded(THREE), worded(THREE, "fr"), strict=True)
    ]
    found = operations(worded(THREE), both)
    assert [each.kind for each in found] == [Kind.REPLACE] * 3
    assert replayed(worded(THREE), found) == both


def test_points_far_too_many_to_compare_are_told_by_their_numbers() -> None:
    def text(word: str) -> str:
        return "".join(f"{number}. {word} {word}{number}.\n" for number in range(1, 251))

    found = done(text("old"), text("new"))
    assert found[0] == ("replace", "1", "1")
    assert {kind for kind, _old, _new in found} == {"replace"}


words = st.lists(
    st.sampled_from(["meet", "month", "week", "local", "secretary", "minutes", "all"]), min_size=1, max_size=6
)
bodies = st.lists(words, max_size=9).map(
    lambda points: "".join(f"{at}. {' '.join(point)}\n" for at, point in enumerate(points, start=1))
)


@given(bodies, bodies)
def test_doing_the_operations_again_gives_the_text_they_were_made_from(before: str, after: str) -> None:
    old, new = worded(before), worded(after)
    assert replayed(old, operations(old, new)) == new


@given(bodies)
def test_a_text_that_stays_needs_no_operation(body: str) -> None:
    assert operations(worded(body), worded(body)) == []


@given(st.lists(bodies, min_size=2, max_size=6))
def test_a_whole_history_done_again_from_its_first_text_gives_every_text_on_the_way(
    history: list[str],
) -> None:
    texts = [worded(body) for body in history]
    point = texts[0]
    for before, after in pairwise(texts):
        point = replayed(point, operations(before, after))
        assert point == after
