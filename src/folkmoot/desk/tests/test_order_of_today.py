"""In which order a member's first screen puts what they have yet to read, and whether it says that there is more."""

from datetime import date, timedelta

import pytest

from conftest import World
from folkmoot.decisions.tests.papers import conveyed
from folkmoot.desk.queries import today


def convey(world: World, title: str, read_by: date | None) -> None:
    deadlines = [{"kind": "local", "read_by": read_by}] if read_by else None
    conveyed(world, title=title, to=world.union, deadlines=deadlines)


def test_what_can_still_be_read_in_time_stands_before_what_has_no_deadline_and_past_ones_last(
    world: World,
) -> None:
    for title, read_by in (
        ("Past", date(2026, 3, 5)),
        ("Later", date(2026, 4, 20)),
        ("Whenever", None),
        ("Soon", date(2026, 4, 1)),
    ):
        convey(world, title, read_by)
    waiting = today(world.cy, held=(), at=world.at + timedelta(days=10)).waiting
    assert [each.title for each in waiting] == ["Soon", "Later", "Whenever", "Past"]


@pytest.mark.parametrize(("shown", "more"), [(1, True), (2, False)])
def test_more_is_told_of_only_where_there_is_more(
    world: World, monkeypatch: pytest.MonkeyPatch, shown: int, more: bool
) -> None:
    monkeypatch.setattr("folkmoot.desk.queries.SHOWN", shown)
    for title in ("One", "Other"):
        convey(world, title, None)
    found = today(world.cy, held=(), at=world.at)
    assert (len(found.waiting), found.has_more) == (shown, more)
