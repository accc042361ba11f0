from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from folkmoot.kernel.ids import new_id
from folkmoot.kernel.inserting import insert_all, insert_new, insert_new_columns
from folkmoot.kernel.models import ActClaim, Cursor, Entry

AT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


def entries(count: int) -> list[Entry]:
    return [
        Entry(event=f"Event{n}", act="a.b", act_id=new_id(), via="web", at=AT, payload="{}")
        for n in range(count)
    ]


def plain(rows) -> list[dict[str, object]]:
    return [
        {field.attname: getattr(row, field.attname) for field in Entry._meta.concrete_fields} for row in rows
    ]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_rows_are_kept_as_they_are(db, count: int) -> None:
    rows = entries(count)
    insert_all(rows)
    assert plain(Entry.objects.order_by("event")) == plain(rows)


def test_many_rows_are_one_statement(db, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        insert_all(entries(50))


def test_rows_without_a_key_are_given_one_each_by_the_database(db) -> None:
    insert_all([Group(name=name) for name in ("bass", "alto")])
    insert_all([Group(name="tenor")])
    assert [each.name for each in Group.objects.order_by("pk")][-3:] == ["bass", "alto", "tenor"]


def test_a_row_that_is_there_already_is_not_overwritten(db) -> None:
    insert_all([Cursor(subscriber="mail", position=1)])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all([Cursor(subscriber="mail", position=2)])
    assert Cursor.objects.get().position == 1


def test_only_rows_that_are_not_there_are_new(db) -> None:
    first, second, third = entries(3)
    assert insert_new([first]) == [first]
    assert insert_new([second, first, third]) == [second, third]
    assert insert_new([Cursor(subscriber="mail"), Cursor(subscriber="post")]) != []
    assert [
        each.subscriber for each in insert_new([Cursor(subscriber="post"), Cursor(subscriber="sms")])
    ] == ["sms"]


def test_rows_given_by_columns_are_kept_as_objects_would_be(db) -> None:
    act_id, answer = new_id(), new_id()
    ActClaim(act_id=act_id, act="a.b", digest="d", answer=answer, claimed_at=AT).save()
    others = [new_id(), new_id()]
    given: dict[str, list[Any]] = {
        "act_id": [others[0], act_id, others[1]],
        "answer": [answer] * 3,
        "act": ["x", "y", "z"],
    }
    assert insert_new_columns(ActClaim, given, digest="e", claimed_at=AT) == [0, 2]
    rows = ActClaim.objects.order_by("act").values_list("act_id", "act", "digest", "answer", "claimed_at")
    assert list(rows) == [
        (act_id, "a.b", "d", answer, AT),
        (others[0], "x", "e", answer, AT),
        (others[1], "z", "e", answer, AT),
    ]


def test_what_no_column_is_given_for_has_its_default(db) -> None:
    assert insert_new_columns(Cursor, {"subscriber": ["mail", "post"]}) == [0, 1]
    assert insert_new_columns(Cursor, {"subscriber": ["post"]}) == []
    assert insert_new_columns(Cursor, {"subscriber": []}) == []
    assert list(Cursor.objects.order_by("subscriber").values_list("subscriber", "position")) == [
        ("mail", Cursor().position),
        ("post", Cursor().position),
    ]
