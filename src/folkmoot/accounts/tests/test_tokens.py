import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import World
from folkmoot.accounts import scopes
from folkmoot.accounts.actions.tokens import end_token, make_token
from folkmoot.accounts.commands import make_operator_token
from folkmoot.accounts.forms import PARTS
from folkmoot.accounts.models import Token
from folkmoot.accounts.queries.tokens import secret_hash, token_of
from folkmoot.kernel.acts import ACTS, Via, act, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import ActClaim, Entry
from folkmoot.people.models import Account, Person

ACT = "structure.found_unit"
DAY = timedelta(days=1)


@pytest.fixture
def private_act() -> Iterator[str]:
    @act("accounts.read_in_private", private=True)
    def read_in_private(*, by: Person, at: datetime) -> UUID:
        return by.pk

    yield "accounts.read_in_private"
    del ACTS["accounts.read_in_private"]


@pytest.fixture(autouse=True)
def units_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scopes, "_reads", {})
    scopes.offer_read("units", "Units")


def make(world: World, *, by: str = "cy", via: Via = Via.WEB, **changed: Any) -> UUID:
    given = {
        "name": "rolls",
        "secret_hash": secret_hash("s"),
        "acts": [ACT],
        "reads": ["units"],
        "days": 30,
        **changed,
    }
    return run(make_token, given, act_id=new_id(), by=getattr(world, by), at=world.at, via=via)


def test_a_token_opens_the_api_for_its_person_until_it_expires(world: World) -> None:
    pk = make(world)
    token = token_of("s", world.at + 30 * DAY - timedelta(seconds=1))
    assert token is not None
    assert (token.pk, token.person, token.via) == (pk, world.cy, Via.API)
    assert (token.acts, token.reads) == ([ACT], ["units"])
    assert token_of("s", world.at + 30 * DAY) is None
    assert token_of("t", world.at) is None
    assert list(Entry.objects.values_list("event", "by", "via")) == [("TokenMade", world.cy.pk, "web")]


def test_asking_whose_token_it_is_costs_one_query(world: World, django_assert_num_queries) -> None:
    make(world)
    with django_assert_num_queries(1):
        token = token_of("s", world.at)
        assert token is not None
        assert token.person.name == "Cy"


def test_a_closed_account_has_no_tokens(world: World) -> None:
    make(world)
    Account.objects.filter(person=world.cy).update(is_active=False)
    assert token_of("s", world.at) is None


def test_its_owner_ends_a_token_and_nobody_else(world: World) -> None:
    pk = make(world)
    with pytest.raises(Refused, match="You have no such token"):
        run(end_token, {"token_id": pk}, act_id=new_id(), by=world.una, at=world.at, via=Via.WEB)
    assert token_of("s", world.at) is not None
    run(end_token, {"token_id": pk}, act_id=new_id(), by=world.cy, at=world.at, via=Via.WEB)
    assert token_of("s", world.at) is None
    with pytest.raises(Refused, match="You have no such token"):
        run(end_token, {"token_id": pk}, act_id=new_id(), by=world.cy, at=world.at, via=Via.WEB)


def test_a_program_makes_no_tokens(world: World) -> None:
    with pytest.raises(Refused, match="A program cannot make tokens"):
        make(world, via=Via.API)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"acts": ["accounts.make_token"]}, "cannot be made for: accounts.make_token"),
        ({"acts": ["accounts.change_own_contact", ACT]}, "cannot be made for: accounts.change_own_contact"),
        ({"acts": ["no.such_act"]}, "cannot be made for: no.such_act"),
        ({"reads": ["votes"]}, "cannot be made for: votes"),
        ({"acts": [], "reads": []}, "may do and read nothing is of no use. Choose at least one"),
        ({"name": " "}, "Say what the token is for"),
        ({"days": 0}, "1 to 366 days"),
        ({"days": 367}, "1 to 366 days"),
        ({"secret_hash": "s"}, "64 hexadecimal digits"),
    ],
)
def test_a_token_that_will_not_do_is_refused_in_words(
    world: World, changed: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        make(world, **changed)
    assert Token.objects.count() == 0


def test_who_cannot_sign_in_has_no_token(world: World) -> None:
    Account.objects.filter(person=world.cy).delete()
    with pytest.raises(Refused, match="Only somebody who can sign in"):
        make(world)


@pytest.mark.parametrize("who", ["cy@EXAMPLE.org", "M-Cy"])
def test_a_token_of_the_operator_is_marked_and_stays_the_operator_s_door(world: World, who: str) -> None:
    made = make_operator_token(who, name="sync", acts=[ACT], reads=["units"], days=30, at=world.at)
    token = token_of(made.secret, world.at)
    assert token is not None
    assert (token.pk, token.person, token.made_by_operator, token.via) == (
        made.id,
        world.cy,
        True,
        Via.OPERATOR,
    )
    assert list(Entry.objects.values_list("event", "by", "via")) == [("TokenMade", world.cy.pk, "operator")]


def test_the_operator_is_told_that_nobody_has_the_address(world: World) -> None:
    with pytest.raises(Refused, match="Nobody has the e-mail address or member number “x@example"):
        make_operator_token("x@example.org", name="sync", acts=[ACT], reads=[], days=30, at=world.at)


def test_private_acts_are_refused_at_the_operator_s_door(world: World, private_act: str) -> None:
    def read(via: Via) -> UUID:
        return run(ACTS[private_act], {}, act_id=new_id(), by=world.cy, at=world.at, via=via)

    assert read(Via.WEB) == world.cy.pk
    with pytest.raises(Refused, match="Only the member can do this, signed in as themselves"):
        read(Via.OPERATOR)
    # Done by the member, it left nothing that says so.
    assert (Entry.objects.count(), ActClaim.objects.count()) == (0, 0)


def test_a_member_may_let_their_own_program_do_private_acts_and_the_operator_may_not(
    world: World, private_act: str
) -> None:
    make(world, acts=[private_act])
    with pytest.raises(Refused, match=r"cannot be made for: accounts\.read_in_private"):
        make_operator_token("cy@example.org", name="sync", acts=[private_act], reads=[], days=30, at=world.at)


def test_a_member_makes_a_token_on_the_page_and_sees_its_secret_once(world: World) -> None:
    client = Client()
    client.force_login(world.cy.account)
    answer = client.post(
        "/account/tokens/new/", {"name": "rolls", "days": "30", "acts": [ACT], "reads": ["units"]}
    )
    found = re.search(r'id="token-secret">(folkmoot_[\w-]{43})<', answer.content.decode())
    assert found is not None
    token = Token.objects.get()
    assert (token.secret_hash, token.account) == (secret_hash(found.group(1)), world.cy.account)
    assert "no-store" in answer.headers["Cache-Control"]
    listed = client.get("/account/tokens/").content.decode()
    assert "rolls" in listed
    assert found.group(1) not in listed
    client.post(f"/account/tokens/{token.pk}/end/")
    assert list(client.get("/account/tokens/").context["tokens"]) == []


def test_the_page_refuses_a_token_without_a_name(world: World) -> None:
    client = Client()
    client.force_login(world.cy.account)
    answer = client.post("/account/tokens/new/", {"days": "30", "acts": [ACT]})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])


def test_nobody_ends_a_token_of_somebody_else_on_the_page(world: World) -> None:
    pk = make(world)
    client = Client()
    client.force_login(world.dee.account)
    assert client.post(f"/account/tokens/{pk}/end/").status_code == 422
    assert token_of("s", world.at) is not None


def test_the_list_of_tokens_costs_the_same_however_long(world: World) -> None:
    client = Client()
    client.force_login(world.cy.account)
    client.get("/account/")
    counts = []
    for number in range(3):
        make(world, secret_hash=secret_hash(str(number)))
        Token.objects.update(expires_at=datetime(2100, 1, 1, tzinfo=UTC))
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get("/account/tokens/").context["tokens"]) == number + 1
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


def test_acts_are_offered_in_words_by_part_and_one_has_to_be_ticked(world: World) -> None:
    client = Client()
    client.force_login(world.cy.account)
    page = client.get("/account/tokens/new/").content.decode()
    assert 'role="group" aria-label="Members and offices"' in page
    assert '<span>Found units <code translate="no">structure.found_unit</code></span>' in page
    answer = client.post("/account/tokens/new/", {"name": "rolls", "days": "30"})
    assert (answer.status_code, Token.objects.count()) == (422, 0)
    assert "It may do – A token that may do and read nothing is of no use." in answer.content.decode()


def test_every_part_that_offers_acts_has_a_name() -> None:
    assert {name.partition(".")[0] for name in scopes.doable(by_operator=False)} <= set(PARTS)
