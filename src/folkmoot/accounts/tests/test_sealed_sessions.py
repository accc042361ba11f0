"""Whoever has a copy of the database has no session of anybody, and no code that is awaited."""

import asyncio

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from conftest import World
from folkmoot.accounts.queries.sessions import people_of_sessions
from folkmoot.accounts.sealing import NotSealedHere, seal, unseal
from folkmoot.accounts.session_keys import row_key
from folkmoot.accounts.sessions import SessionStore
from folkmoot.accounts.tests.test_doors import ask_for_code, code_in_mail
from folkmoot.accounts.tests.test_sessions import is_signed_in, key_of, row_of, signed_in
from folkmoot.kernel.clock import now
from folkmoot.kernel.migrating import ChangeInBatches

KEYS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=32, max_size=32)


def everything_kept() -> str:
    """All that the database holds, as one text, as a copy of it would."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")  # noqa: S608  -- names of our own tables
            rows += cursor.fetchall()
    return repr(rows)


def test_no_key_of_a_session_is_anywhere_in_the_database(world: World) -> None:
    client = signed_in(world.cy.account)
    kept = everything_kept()
    assert row_of(client) in kept
    assert key_of(client) not in kept


def test_nothing_in_the_database_is_a_cookie_that_opens_anything(world: World) -> None:
    signed_in(world.cy.account)
    keys = [
        *Session.objects.values_list("pk", flat=True),
        *UserSession.objects.values_list("session_key", flat=True),
    ]
    assert len(keys) == 2
    for key in keys:
        thief = Client()
        thief.cookies["sessionid"] = key
        assert not is_signed_in(thief)
    assert people_of_sessions(keys, now()) == {}


def test_a_code_that_is_awaited_is_not_in_the_database_nor_for_whom(world: World) -> None:
    client = Client()
    ask_for_code(client, "cy@example.org")
    code = code_in_mail()
    [kept] = Session.objects.values_list("session_data", flat=True)
    # What Django itself would have kept can be read by anybody; this opens to the cookie alone.
    for said in (code, code.replace("-", ""), str(world.cy.account.pk), "account_login"):
        assert said not in kept
    opened = unseal(kept, key_of(client)).decode()
    assert str(world.cy.account.pk) in opened


def test_the_moment_of_signing_in_is_not_kept_in_the_open(world: World) -> None:
    client = Client()
    ask_for_code(client, "cy@example.org")
    client.post("/sign-in/code/", {"code": code_in_mail()})
    assert is_signed_in(client)
    row = Session.objects.get()
    assert "account_authentication_methods" in unseal(row.session_data, key_of(client)).decode()
    assert "account_authentication_methods" not in row.session_data
    assert (row.expire_date.hour, row.expire_date.minute) == (0, 0)


def test_contents_put_under_another_session_open_nothing(world: World) -> None:
    victim, thief = signed_in(world.cy.account), signed_in(world.dee.account)
    stolen = Session.objects.get(pk=row_of(victim)).session_data
    Session.objects.filter(pk=row_of(thief)).update(session_data=stolen)
    assert not is_signed_in(thief)


def test_a_row_as_it_was_kept_before_opens_nothing(world: World) -> None:
    client = signed_in(world.cy.account)
    key = key_of(client)
    Session.objects.filter(pk=row_of(client)).update(session_key=key)
    assert not is_signed_in(client)
    assert people_of_sessions([key], now()) == {}


def test_without_the_secret_key_no_row_can_be_written(world: World, settings: Settings) -> None:
    settings.SECRET_KEY = "another"
    client = signed_in(world.cy.account)
    settings.SECRET_KEY = "the one that pages have, long enough"
    assert not is_signed_in(client)


def test_sessions_from_before_end_with_the_upgrade() -> None:
    from importlib import import_module  # noqa: PLC0415  -- its name begins with a digit

    sealed = import_module("folkmoot.accounts.migrations.0003_sealed_sessions").Migration
    changed = [each.model for each in sealed.operations if isinstance(each, ChangeInBatches)]
    assert changed == ["usersessions.UserSession", "sessions.Session"]


def test_sealing_costs_no_question_more(world: World) -> None:
    client = signed_in(world.cy.account)
    client.get("/account/sessions/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/account/sessions/")
    of_sessions = [query["sql"] for query in queries if 'FROM "django_session"' in query["sql"]]
    # The session itself, and in one with the list.
    assert len(of_sessions) == 2


def test_a_session_is_deleted_and_known_by_the_key_of_its_cookie(db: None) -> None:
    store = SessionStore()
    store.create()
    key = store.session_key or ""
    assert (store.exists(key), store.exists(row_key(key))) == (True, False)
    SessionStore().delete(key)
    assert not store.exists(key)
    SessionStore().delete()


def test_what_would_write_the_key_itself_is_refused() -> None:
    with pytest.raises(NotImplementedError):
        asyncio.run(SessionStore().acreate_model_instance({}))


@given(st.binary(max_size=200), KEYS, KEYS)
def test_only_the_key_it_was_sealed_with_opens_it(contents: bytes, key: str, other: str) -> None:
    kept = seal(contents, key)
    assert unseal(kept, key) == contents
    assert (len(row_key(key)), row_key(key) in kept, key in kept) == (40, False, False)
    if other != key:
        assert row_key(other) != row_key(key)
        with pytest.raises(NotSealedHere):
            unseal(kept, other)


@pytest.mark.parametrize("kept", ["", "no base64!", "AAAA", "eyJ9:1abc:signature"])
def test_what_was_never_sealed_opens_nothing(kept: str) -> None:
    with pytest.raises(NotSealedHere):
        unseal(kept, "k" * 32)
