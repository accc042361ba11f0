from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import OperationalError

from folkmoot.kernel.acts import Act, PlainInput, Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, tzinfo=UTC)


class Stopped(Exception):
    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


def stopped_by(*states: str) -> Callable[..., UUID]:
    """A function that is stopped with each of these states before it comes through."""
    left = list(states)

    def work(*, by: object, at: datetime) -> UUID:
        assert (by, at) == (None, AT)
        if left:
            raise OperationalError from Stopped(left.pop(0))
        return new_id()

    return work


def done(*states: str, via: Via = Via.OPERATOR) -> UUID:
    act = Act("kernel.try_it", stopped_by(*states), PlainInput, is_private=False, is_bulk=False)
    return run(act, {}, act_id=new_id(), by=None, at=AT, via=via)


@pytest.mark.parametrize("state", ["40P01", "40001"])
def test_what_was_stopped_as_two_waited_for_each_other_is_done_when_the_other_has_gone(state: str) -> None:
    assert done(state)


def test_whoever_is_stopped_twice_is_told_in_a_sentence(caplog) -> None:
    with pytest.raises(Refused, match="changed the same thing at the same moment"):
        done("40P01", "40P01")
    assert "twice by others" in caplog.text


def test_the_worker_is_told_as_it_tries_again_by_itself() -> None:
    with pytest.raises(OperationalError):
        done("40P01", "40P01", via=Via.WORKER)


def test_what_else_a_database_fails_with_is_not_repeated() -> None:
    with pytest.raises(OperationalError):
        done("57014", via=Via.OPERATOR)
