import time
from collections.abc import Callable
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from folkmoot.kernel import ids


def at(nanoseconds: int) -> Callable[[], int]:
    return lambda: nanoseconds


def test_an_id_says_when_it_was_made_and_what_it_is() -> None:
    before = time.time_ns() // 1_000_000
    made = ids.new_id()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000


def test_ids_made_within_a_millisecond_are_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for nanoseconds in (5_000_000, 5_000_300, 5_400_000, 5_999_999, 6_000_000):
        monkeypatch.setattr("folkmoot.kernel.ids.time.time_ns", at(nanoseconds))
        made.append(ids.new_id())
    assert made == sorted(made)
    assert len({each.int >> 64 for each in made}) == 5


def test_a_private_id_does_not_say_when_it_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.kernel.ids.time.time_ns", at(5_000_000))
    first, second = ids.private_id(), ids.private_id()
    assert first.version == 4
    assert first.int >> 80 != second.int >> 80


def test_only_who_has_the_secret_key_can_tell_the_id_of_what_the_worker_will_do(settings: Settings) -> None:
    thing = UUID("00000000-0000-7000-8000-000000000001")
    told = ids.keyed_id(thing, "apply")
    assert ids.keyed_id(thing, "apply") == told
    assert (
        len({told, ids.keyed_id(thing, "end"), ids.keyed_id(told, "apply"), ids.derived_id(thing, "apply")})
        == 4
    )
    settings.SECRET_KEY = "another"
    assert ids.keyed_id(thing, "apply") != told
