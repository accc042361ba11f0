import pytest

from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import ActClaim
from folkmoot.kernel.paging import cut, key_of, rows_after, rows_later

AT = "2026-03-02T18:30:00+00:00"
SOME = "01900000-0000-7000-8000-000000000001"


@pytest.fixture
def claims(db: None) -> list[ActClaim]:
    made = [
        ActClaim.objects.create(
            act_id=new_id(), act="a.b", digest="", answer=new_id(), claimed_at=f"2026-03-0{day}T10:00:00Z"
        )
        for day in (3, 2, 1)
    ]
    return [ActClaim.objects.get(pk=each.pk) for each in made]


def after(key: str) -> list[ActClaim]:
    return list(rows_after(ActClaim.objects.order_by("-claimed_at"), key, moment="claimed_at"))


def test_a_page_begins_behind_the_row_that_its_key_is_of(claims: list[ActClaim]) -> None:
    assert after(key_of(claims[0], moment="claimed_at")) == claims[1:]
    assert after(f"2026-03-02T12:00:00+02:00~{claims[1].pk}") == claims[2:]


@pytest.mark.parametrize(
    "key",
    [
        "",
        "x",
        f"{AT}~x",
        f"2026-03-02T18:30:00~{SOME}",
        f"9999-12-31T23:59:59-12:00~{SOME}",
        f"0001-01-01T00:00:00+12:00~{SOME}",
    ],
)
def test_what_is_no_key_begins_at_the_beginning(claims: list[ActClaim], key: str) -> None:
    assert after(key) == claims


def test_pages_of_what_is_to_come_go_the_other_way(claims: list[ActClaim]) -> None:
    earliest_first = claims[::-1]
    rows = ActClaim.objects.order_by("claimed_at")
    key = key_of(earliest_first[0], moment="claimed_at")
    assert list(rows_later(rows, key, moment="claimed_at")) == earliest_first[1:]
    assert list(rows_later(rows, "x", moment="claimed_at")) == earliest_first


def test_one_row_more_than_a_page_says_that_another_follows() -> None:
    assert cut(["a", "b", "c"], 2, str.upper) == (["a", "b"], "B")
    assert cut(["a", "b"], 2, str.upper) == (["a", "b"], "")
