from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.models import ActClaim, Entry
from folkmoot.people.models import Account
from folkmoot.structure.actions.founding import found_unit
from folkmoot.units.models import Unit

SENTENCE = "There is no room left, so what you sent was not kept; what was kept before is safe."
# PostgreSQL's own words and number for it.
TRIGGER = """
create function no_room() returns trigger language plpgsql as $$ begin
  raise exception using errcode = '53100', message = 'could not extend file: No space left on device'; end $$;
create trigger no_room before insert on kernel_entry execute function no_room()"""


@contextmanager
def full_disk():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(TRIGGER)
        else:
            (pages,) = cursor.execute("pragma page_count").fetchone()
            cursor.execute(f"pragma max_page_count = {pages}")
        try:
            yield
        finally:
            if connection.vendor == "postgresql":
                cursor.execute("drop trigger no_room on kernel_entry; drop function no_room()")
            else:
                cursor.execute("pragma max_page_count = 4294967294")


@pytest.fixture
def registrar(world):
    browser = Client(raise_request_exception=False)
    browser.force_login(Account.objects.get(person=world.una))
    return browser


def found(browser, world, act_id, name="Port"):
    given = {"kind": "local", "name": name, "code": name.lower(), "time_zone": "", "act_id": act_id}
    return browser.post(f"/units/{world.north.pk}/founding/", given)


def fill_up(world):
    """Found units until there is no room for the next: each needs more pages sooner or later."""
    for number in range(2000):
        given = {"parent_id": world.north.pk, "kind": "local", "name": f"L{number}", "code": f"l{number}"}
        try:
            run(found_unit, given, act_id=uuid4(), by=world.una, at=world.at, via=Via.WEB)
        except Exception as error:  # noqa: BLE001  -- whatever the database calls it
            return error
    return None


def state():
    return Unit.objects.count(), ActClaim.objects.count(), Entry.objects.count()


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_said_keeps_nothing_half_and_passes(registrar, world):
    act_id = uuid4()
    with full_disk():
        assert fill_up(world) is not None
        before = state()
        assert before[0] - 6 == before[1] == before[2]
        answers = [found(registrar, world, uuid4(), f"Port{number}") for number in range(20)]
        refused = next(answer for answer in answers if answer.status_code != 302)
        assert (refused.status_code, SENTENCE in refused.content.decode()) == (503, True)
        units, claims, entries = state()
        assert units - 6 == claims == entries
    assert found(registrar, world, act_id).status_code == 302
    assert found(registrar, world, act_id).status_code == 302
    assert Unit.objects.filter(code="port").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_another_kind_is_not_called_a_full_disk(registrar, world, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("alter table kernel_entry rename to kernel_entry_away")
    answer = found(registrar, world, uuid4())
    with connection.cursor() as cursor:
        cursor.execute("alter table kernel_entry_away rename to kernel_entry")
    assert (answer.status_code, SENTENCE in answer.content.decode()) == (500, False)
