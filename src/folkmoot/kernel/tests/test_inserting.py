from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from folkmoot.kernel.ids import new_id
from folkmoot.kernel.inserting import insert_all, insert_new
from folkmoot.kernel.models import Cursor, Entry

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
