"""The door by which acts come in."""

import time
from uuid import uuid4

import pytest
from django.test import Client

from conftest import World
from folkmoot.accounts.models import Token
from folkmoot.config.api.offered import BY_NOBODY, offered
from folkmoot.config.api.tests.calling import Story, post, said, signed_in, token_client
from folkmoot.decisions.models import Receipt
from folkmoot.kernel.acts import ACTS, Via
from folkmoot.kernel.models import ActClaim, Entry
from folkmoot.people.models import Account
from folkmoot.units.models import Unit

FOUND, DRAFT = "structure.found_unit", "decisions.draft_decision"
BULK = sorted(name for name, act in ACTS.items() if act.is_bulk)


def light(world: World, **changed: object) -> dict[str, object]:
    given = {"parent_id": str(world.north.pk), "kind": "local", "name": "Lighthouse", "code": "light"}
    return {**given, **changed}


def test_an_act_is_done_and_entered_as_done_over_the_api(world: World) -> None:
    response = post(token_client(world.ada, acts=[FOUND]), FOUND, light(world))
    unit = Unit.objects.get(code="light")
    assert said(response) == (200, {"id": str(unit.pk)})
    entered = Entry.objects.filter(act=FOUND).values_list("event", "by", "via")
    assert list(entered) == [("UnitFounded", world.ada.pk, "api")]


def test_the_same_key_and_content_is_done_once(world: World) -> None:
    client, key = token_client(world.ada, acts=[FOUND]), uuid4()
    first = post(client, FOUND, light(world), key=key)
    assert said(post(client, FOUND, light(world), key=key)) == said(first)
    assert Unit.objects.filter(code="light").count() == 1


def test_the_same_key_with_other_content_is_refused(world: World) -> None:
    client, key = token_client(world.ada, acts=[FOUND]), uuid4()
    post(client, FOUND, light(world), key=key)
    status, answer = said(post(client, FOUND, light(world, code="other"), key=key))
    assert (status, sorted(answer)) == (422, ["refusal"])
    assert answer["refusal"].startswith("This was already sent with other content.")
    assert not Unit.objects.filter(code="other").exists()


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "7"}, {"Idempotency-Key": ""}])
def test_an_act_without_a_key_is_not_done(world: World, headers) -> None:
    client = token_client(world.ada, acts=[FOUND])
    response = client.post(
        f"/api/acts/{FOUND}", light(world), content_type="application/json", headers=headers
    )
    assert said(response) == (
        400,
        {
            "refusal": "Send a new UUID in the header Idempotency-Key. "
            "If an answer got lost, send the same again: it is done once.",
            "field": "Idempotency-Key",
        },
    )
    assert not Unit.objects.filter(code="light").exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"parent_id": "north"}, "parent_id"), ({"surprise": 1}, "surprise"), ({"name": None}, "name")],
)
def test_a_malformed_input_is_refused_with_its_name(world: World, changed, field: str) -> None:
    status, answer = said(post(token_client(world.ada, acts=[FOUND]), FOUND, light(world, **changed)))
    assert (status, answer["field"]) == (422, field)
    assert answer["refusal"].startswith(f"{field}: ")


def test_what_the_act_refuses_is_told_in_its_sentence(world: World) -> None:
    status, answer = said(post(token_client(world.cy, acts=[FOUND]), FOUND, light(world)))
    assert status == 422
    assert answer == {
        "refusal": "You hold no office that may do this in North. It can be done there by: chair, registrar, secretary."
    }


@pytest.mark.parametrize("body", ["", "{", "[]", '"x"', "\xff", "[" * 200_000])
def test_a_body_that_is_no_object_is_turned_away_in_a_sentence(world: World, body: str) -> None:
    client = token_client(world.ada, acts=[FOUND])
    response = client.post(
        f"/api/acts/{FOUND}",
        body.encode("latin-1"),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4())},
    )
    assert response.status_code == 400
    assert response.json()["refusal"].endswith("Send one object with the act’s input.")


def test_a_body_that_is_too_large_is_turned_away_in_a_sentence(world: World, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = post(token_client(world.ada, acts=[FOUND]), FOUND, light(world, name="x" * 200))
    assert said(response) == (
        413,
        {"refusal": "This is more than one act may carry. Import large files instead."},
    )


NESTED = '{"texts":' + "[" * 450 + ",".join(['""'] * 1_000_000) + "]" * 450 + "}"
MANY = '{"texts":[' + ",".join(['""'] * 60_000) + "]}"


@pytest.mark.parametrize(
    ("act", "body", "status"),
    [(DRAFT, NESTED, 400), (DRAFT, MANY, 400), (FOUND, NESTED, 413), (FOUND, "[" * 300_000, 413)],
)
def test_a_body_that_is_made_to_take_long_is_turned_away_at_once(
    world: World, act: str, body: str, status: int
) -> None:
    client = token_client(world.ada, acts=[act])
    begun = time.process_time()
    headers = {"Idempotency-Key": str(uuid4())}
    response = client.post(f"/api/acts/{act}", body, content_type="application/json", headers=headers)
    assert response.status_code == status
    assert time.process_time() - begun < 2


def test_an_unknown_act_is_answered_with_those_there_are(world: World) -> None:
    response = post(token_client(world.ada, acts=[FOUND]), "structure.burn_unit", {})
    assert said(response) == (
        404,
        {
            "refusal": "There is no act called “structure.burn_unit” here.",
            "known": sorted(offered()),
        },
    )


def test_an_act_is_not_read(world: World) -> None:
    response = token_client(world.ada, acts=[FOUND]).get(f"/api/acts/{FOUND}")
    assert said(response) == (405, {"refusal": "Send an act with the method POST."})


# --- what is not offered


def test_there_are_bulk_acts_to_keep_out() -> None:
    assert "decisions.enter_receipts" in BULK


@pytest.mark.parametrize("name", sorted({*BULK, *BY_NOBODY}))
def test_an_act_of_batches_or_of_nobody_is_not_there(world: World, name: str) -> None:
    token = token_client(world.una, acts=[FOUND])
    Token.objects.update(acts=[name])
    for client in (token, signed_in(world.una)):
        assert post(client, name, {}).status_code == 404


def test_nobody_enters_a_receipt_for_somebody_else(world: World) -> None:
    decision = Story(world).do("decisions.convey_decision")
    receipt = {"decision_id": str(decision), "person_id": str(world.cy.pk)}
    post(signed_in(world.bo), "decisions.enter_receipts", {"receipts": [receipt]})
    post(signed_in(world.bo), "decisions.acknowledge_decision", receipt)
    assert not Receipt.objects.exists()


def test_what_changes_how_somebody_signs_in_has_pages_of_its_own(world: World) -> None:
    given = {"email": "new@example.org", "proof": "x"}
    assert post(signed_in(world.cy), "accounts.change_own_contact", given).status_code == 404


# --- who asks


def test_without_a_token_or_a_session_nobody_asks(client: Client, world: World) -> None:
    response = post(client, FOUND, light(world))
    assert said(response)[0] == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="folkmoot"'


@pytest.mark.parametrize("given", ["Bearer x", "Bearer", "Basic dW5hOng=", "x"])
def test_a_wrong_token_does_not_fall_back_to_the_session(world: World, given: str) -> None:
    response = signed_in(world.ada).post(
        f"/api/acts/{FOUND}",
        light(world),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4()), "Authorization": given},
    )
    assert said(response) == (
        401,
        {"refusal": "This token is unknown, has expired or was ended. Make another on your account page."},
    )


def test_a_token_does_only_what_it_was_made_for(world: World) -> None:
    client = token_client(world.ada, acts=["structure.rename_unit"])
    assert said(post(client, FOUND, light(world))) == (
        403,
        {
            "refusal": "This token was not made for structure.found_unit. Make one that is on your account page."
        },
    )


def test_a_browser_that_is_signed_in_sends_its_proof_along(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(person=world.ada))
    assert said(post(client, FOUND, light(world))) == (
        403,
        {
            "refusal": "A signed-in browser sends the value of the cookie csrftoken in the header X-CSRFToken with each change."
        },
    )
    client.cookies["csrftoken"] = "a" * 32
    response = client.post(
        f"/api/acts/{FOUND}",
        light(world),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4()), "X-CSRFToken": "a" * 32},
    )
    assert response.status_code == 200


# --- nobody acts as a member


def test_a_token_that_the_operator_made_does_nothing_private(world: World) -> None:
    name = "decisions.acknowledge_decision"
    given = {"decision_id": str(Story(world).do("decisions.convey_decision"))}
    operators = token_client(world.cy, acts=[FOUND], via=Via.OPERATOR)
    Token.objects.update(acts=[name])
    assert said(post(operators, name, given)) == (
        422,
        {"refusal": "Only the member can do this, signed in as themselves."},
    )
    assert not Receipt.objects.exists()
    assert post(token_client(world.cy, acts=[name]), name, given).status_code == 200
    assert list(Receipt.objects.values_list("person", flat=True)) == [world.cy.pk]


def test_what_a_token_of_the_operator_does_is_entered_so(world: World) -> None:
    post(token_client(world.ada, acts=[FOUND], via=Via.OPERATOR), FOUND, light(world))
    assert Entry.objects.get(act=FOUND).via == "operator"


def test_a_private_act_leaves_no_claim_and_no_entry(world: World) -> None:
    story = Story(world)
    story.do("decisions.convey_decision")
    before = ActClaim.objects.count(), Entry.objects.count()
    story.do("decisions.acknowledge_decision")
    assert (ActClaim.objects.count(), Entry.objects.count()) == before
