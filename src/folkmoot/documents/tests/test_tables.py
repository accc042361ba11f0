import time

import pytest

from folkmoot.documents.actions.drafting import DraftText, check_texts
from folkmoot.documents.rules.points import points_of
from folkmoot.documents.rules.rendering import html_of, rendered_points
from folkmoot.kernel.errors import Refused


def head(columns: int) -> str:
    return "|" + "a|" * columns + "\n|" + "-|" * columns + "\n"


BOMB = head(190) + "a\n" * 340
WIDE = head(51) + ("|" + "word|" * 51 + "\n") * 3
LONG = head(10) + ("|" + "ab|" * 10 + "\n") * 1000
SPARSE = head(20) + "a\n" * 30
HONEST = head(10) + ("|" + "ab|" * 10 + "\n") * 999


@pytest.mark.parametrize(
    "body", [BOMB, WIDE, LONG, SPARSE, f"> {SPARSE}".replace("\n", "\n> "), f"1. x\n\n{BOMB}"]
)
def test_a_table_that_hardly_anybody_wrote_is_refused_when_it_is_written(body: str) -> None:
    with pytest.raises(
        Refused, match=r"The table in line [13] is too large, or most of its cells are not written"
    ):
        check_texts([DraftText(language="en", title="Rules", body=body)])


@pytest.mark.parametrize(
    "body",
    [
        HONEST,
        "a|b\n-|-\n1|2\n",
        "| a |\n|---|\n",
        "| Day | Place | Who |\n|---|---|---|\n| Monday | Hill | Ada |\n| Total |\n",
    ],
)
def test_a_table_that_somebody_wrote_is_kept_and_shown(body: str) -> None:
    check_texts([DraftText(language="en", title="Rules", body=body)])
    assert html_of(body).count("<table>") == 1


def test_the_cells_of_all_tables_count_together() -> None:
    with pytest.raises(Refused, match="The table in line 1004 is"):
        check_texts([DraftText(language="en", title="Rules", body=f"{HONEST}\n\n{head(1)}")])


def test_one_that_was_kept_before_is_shown_as_it_was_typed_between_what_stands_around_it() -> None:
    shown = html_of(f"Before.\n\n{SPARSE}\nAfter.\n")
    assert shown == f"<p>Before.</p>\n<pre><code>{SPARSE}</code></pre>\n<p>After.</p>\n"


def test_a_page_of_them_is_shown_within_a_second() -> None:
    body = "".join(f"{number}. Point\n\n{BOMB}\n" for number in range(1, 30))
    begun = time.process_time()
    points = points_of(body)
    rendered = rendered_points(points)
    assert time.process_time() - begun < 3
    assert [point.number for point in rendered] == [point.label for point in points]
    assert sum(point.html.count("<td") for point in rendered) == 0
