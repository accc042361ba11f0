"""How many files one person may bring that hang nowhere."""

from datetime import timedelta
from itertools import count
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection

from folkmoot.documents.actions.bringing import MOST_LOOSE, set_down, take_in_from, take_off
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id

pytestmark = pytest.mark.django_db
CY, BO = new_id(), new_id()
LATER_TODAY, TOMORROW = now() + timedelta(hours=23), now() + timedelta(hours=25)
_numbers = count()


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path) -> None:
    settings.DATA = tmp_path


def bring(person: UUID, content: bytes = b"") -> str:
    return str(take_in_from(person, [content or f"file {next(_numbers)}".encode()], "a.txt").sha256)


def bring_all(person: UUID) -> list[str]:
    return [bring(person) for _number in range(MOST_LOOSE)]


def test_whoever_brought_as_many_as_they_may_is_told_what_to_do() -> None:
    bring_all(CY)
    with pytest.raises(Refused, match="You brought 30 files within a day that hang nowhere"):
        bring(CY)
    bring(BO)


def test_what_was_attached_makes_room_for_as_many() -> None:
    first, second, *_rest = bring_all(CY)
    set_down(CY, first)
    bring(CY)
    with pytest.raises(Refused):
        bring(CY)
    set_down(BO, second)
    with pytest.raises(Refused):
        bring(CY)


def test_the_same_file_again_takes_no_more_room() -> None:
    for _time in range(MOST_LOOSE + 1):
        bring(CY, b"the same")
    bring(CY)


def test_what_is_not_taken_in_does_not_count() -> None:
    for _time in range(MOST_LOOSE + 1):
        with pytest.raises(Refused, match="empty"):
            take_in_from(CY, [], "a.txt")
    bring(CY)


def test_nothing_is_kept_of_what_is_refused(tmp_path) -> None:
    bring_all(CY)
    before = sorted(tmp_path.rglob("*"))

    def blocks():
        pytest.fail("nothing may be read")
        yield b""

    with pytest.raises(Refused):
        take_in_from(CY, blocks(), "a.txt")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_place_is_free_again_after_a_day_and_says_nothing_of_a_person() -> None:
    sha256 = bring(CY)
    with connection.cursor() as cursor:
        cursor.execute("select cache_key, value from throttle where expires > %s", [LATER_TODAY])
        [(key, value)] = cursor.fetchall()
        cursor.execute("select count(*) from throttle where expires > %s", [TOMORROW])
        assert cursor.fetchone() == (0,)
    assert (str(CY) in key + value, str(CY) in (said := str(cache.get(f"brought:{CY}:0")))) == (False, False)
    assert (sha256 == said, len(said)) == (False, 64)


def test_many_at_once_are_no_way_around_it() -> None:
    tried = []

    def slowly():
        # While this one comes, others do.
        tried.extend(bring_all_others())
        yield b"slow"

    def bring_all_others():
        for _number in range(MOST_LOOSE):
            try:
                yield bring(CY)
            except Refused:
                yield "refused"

    take_in_from(CY, slowly(), "a.txt")
    assert (len(tried), tried.count("refused")) == (MOST_LOOSE, 1)


def test_what_was_taken_off_again_counts_again_and_is_never_refused() -> None:
    hung = [bring(CY) for _number in range(MOST_LOOSE)]
    for each in hung:
        set_down(CY, each)
    take_off(CY, hung)
    with pytest.raises(Refused):
        bring(CY)
    take_off(CY, ["0" * 64])
