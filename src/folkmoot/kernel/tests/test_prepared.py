from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import ANY
from uuid import UUID

import pytest
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.db.models import F, QuerySet
from django.db.models.query import BaseIterable
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from folkmoot.kernel.acts import Via
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import ActClaim, Entry
from folkmoot.kernel.prepared import Prepared, padded, prepared

AT = datetime(2026, 3, 2, 18, 30, 0, 250_000, tzinfo=UTC)
HOUR = timedelta(hours=1)


def claim(act: str, *, at: datetime = AT, answer: UUID | None = None) -> ActClaim:
    return ActClaim.objects.create(
        act_id=new_id(), act=act, digest="", answer=answer or new_id(), claimed_at=at
    )


def counting(build: Callable[..., QuerySet[Any, Any]]) -> tuple[Prepared[Any, Any], list[dict[str, object]]]:
    """Return `build` prepared, and a list that grows each time it is called."""
    calls: list[dict[str, object]] = []

    def counted(**given: object) -> QuerySet[Any, Any]:
        calls.append(given)
        return build(**given)

    return prepared(counted), calls


def claims(*, acts: Sequence[str], answer: UUID, before: datetime) -> QuerySet[ActClaim]:
    return ActClaim.objects.filter(act__in=acts, answer=answer, claimed_at__lt=before).order_by("act")


def test_it_answers_as_the_queryset_does(db: None) -> None:
    asked, calls = counting(claims)
    one, other = new_id(), new_id()
    for act, answer, at in [("a", one, AT), ("b", one, AT), ("b", other, AT), ("c", one, AT + HOUR)]:
        claim(act, answer=answer, at=at)
    for given in (
        {"acts": ["a", "b"], "answer": one, "before": AT + HOUR},
        {"acts": ["b", "c"], "answer": one, "before": AT + 2 * HOUR},
        {"acts": ["b", "c"], "answer": other, "before": AT},
    ):
        assert asked(**given) == list(claims(**given))  # type: ignore[arg-type]
    assert [each.act for each in asked(acts=("c", "b"), answer=one, before=AT + 2 * HOUR)] == ["b", "c"]
    # Twice for two values of `acts`: to find the places.
    assert len(calls) == 2


def test_it_is_put_together_anew_for_another_shape_only(db: None) -> None:
    asked, calls = counting(lambda *, acts, most: ActClaim.objects.filter(act__in=acts).order_by("pk")[:most])
    for act in "abc":
        claim(act)
    assert len(asked(acts=["a", "b", "c"], most=2)) == 2
    assert len(asked(acts=["a", "b", "c"], most=3)) == 3
    assert len(asked(acts=["c"], most=3)) == 1
    assert len(calls) == 6


def test_a_moment_may_stand_shifted_by_a_fixed_span(db: None) -> None:
    asked = prepared(lambda *, at: ActClaim.objects.filter(claimed_at__gte=at - HOUR, claimed_at__lt=at))
    for minutes in (0, 60, 61):
        claim("a", at=AT - timedelta(minutes=minutes))
    assert [each.claimed_at for each in asked(at=AT)] == [AT - HOUR]
    assert [each.claimed_at for each in asked(at=AT - HOUR)] == [AT - HOUR - timedelta(minutes=1)]


def test_rows_can_be_plain_values(db: None) -> None:
    claim("a")
    entry_ids = prepared(lambda *, act: ActClaim.objects.filter(act=act).values_list("pk", flat=True))
    pairs = prepared(lambda *, act: ActClaim.objects.filter(act=act).values_list("act", "claimed_at"))
    assert entry_ids(act="a") == list(ActClaim.objects.values_list("pk", flat=True))
    assert pairs(act="a") == [("a", AT)]
    assert pairs(act="b") == []


def test_what_can_have_no_rows_has_none(db: None) -> None:
    claim("a")
    asked = prepared(lambda *, acts: ActClaim.objects.filter(act__in=acts))
    assert asked(acts=[]) == []
    assert len(asked(acts=["a"])) == 1


def test_a_value_that_is_changed_on_its_way_is_refused(db: None) -> None:
    beginning = prepared(lambda *, word: ActClaim.objects.filter(act__contains=word))
    midnight = prepared(lambda *, at: ActClaim.objects.filter(claimed_at__gt=at.replace(hour=0)))
    with pytest.raises(TypeError, match="how '%mark"):
        beginning(word="a")
    with pytest.raises(TypeError, match="cannot be told how"):
        midnight(at=AT)


def test_a_question_that_changes_with_a_value_is_refused(db: None) -> None:
    turning = prepared(
        lambda *, word: (ActClaim if word.startswith("mark 1000003 ") else Entry).objects.filter(act=word)
    )
    with pytest.raises(TypeError, match="asks something else for other values"):
        turning(word="a")


@pytest.mark.parametrize("given", [{"act": object()}, {"act": 1.5}])
def test_it_is_asked_with_plain_values_only(given: dict[str, object], db: None) -> None:
    asked = prepared(lambda *, act: ActClaim.objects.filter(act=act))
    with pytest.raises(TypeError, match="cannot be asked with"):
        asked(**given)


def test_it_is_asked_by_name_only(db: None) -> None:
    asked: Any = prepared(lambda act: ActClaim.objects.filter(act=act))
    with pytest.raises(TypeError, match="given by name"):
        asked("a")


@pytest.mark.parametrize(
    ("count", "length"), [(0, 0), (1, 1), (2, 16), (17, 128), (1_000, 1_024), (1_025, 2_048), (5_000, 8_192)]
)
def test_batches_are_asked_for_in_few_shapes(count: int, length: int) -> None:
    values = [new_id() for _each in range(count)]
    assert len(padded(values)) == length
    assert set(padded(values)) == set(values)


def test_rows_can_be_named_in_three_ways(db: None) -> None:
    claim("a")
    rows: Any = ActClaim.objects.annotate(name=F("act")).order_by("pk")
    builds: Sequence[Callable[[], Any]] = (
        lambda: rows.values("act", "claimed_at"),
        lambda: rows.values_list("act", "name", named=True),
        lambda: rows,
    )
    for build in builds:
        asked, answer = prepared(build), list(build())
        assert asked() == answer
        assert [vars(each) if isinstance(each, ActClaim) else each for each in asked()] == [
            {**vars(each), "_state": ANY} if isinstance(each, ActClaim) else each for each in answer
        ]
    assert prepared(lambda: rows.values_list("act", "name", named=True))()[0].name == "a"


def test_rows_of_another_kind_are_refused(db: None) -> None:
    class Pairs(BaseIterable):  # type: ignore[type-arg]  # generic to mypy alone
        pass

    rows = ActClaim.objects.all()
    rows._iterable_class = Pairs
    with pytest.raises(TypeError, match="cannot be answered with Pairs"):
        prepared(lambda: rows)()


@pytest.mark.parametrize("word", ["it's", "50 %", "%s", "a?", "a''b", Via.WEB])
def test_words_may_stand_in_the_question_itself(word: str, db: None) -> None:
    claim(word)
    claim("another")
    asked = prepared(lambda *, at: ActClaim.objects.filter(act=word, claimed_at__lte=at))
    for _watched_and_not in (nullcontext(), CaptureQueriesContext(connection)):
        with _watched_and_not:
            assert [each.act for each in asked(at=AT)] == [word]


def test_sqlite_plans_a_question_once_where_an_index_is_for_one_word(db: None) -> None:
    asked = prepared(lambda *, at: ActClaim.objects.filter(act=Via.WEB, claimed_at__lte=at))
    assert asked(at=AT) == []
    question = asked._question((("at", datetime),))
    assert question is not None
    # PostgreSQL is asked by Django, in its own way.
    is_written = connection.vendor == "sqlite"
    assert (f"'{Via.WEB.value}'" in question.sql) is is_written
    assert question.sql.count("%s") == (1 if is_written else 2)


def test_nothing_is_asked_in_a_transaction_that_is_broken(db: None) -> None:
    asked = prepared(lambda *, act: ActClaim.objects.filter(act=act))
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            asked(act="a")


def test_a_fault_of_the_database_is_told_as_django_tells_it(db: None) -> None:
    asked = prepared(lambda *, act: ActClaim.objects.filter(act=act).extra(where=["no_such_column = 1"]))
    with pytest.raises((OperationalError, ProgrammingError)), transaction.atomic():
        asked(act="a")
