import re

import pytest
from django.core import mail
from django.test import Client

from conftest import World
from folkmoot.accounts.actions.changing import change_contact, change_own_contact, prove
from folkmoot.accounts.jobs import tell_old_addresses
from folkmoot.accounts.models import ContactChange
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry
from folkmoot.people.models import Account

NEW = "cy.new@example.org"
PASSWORD = "a long enough sentence"


def signed_in(world: World, who: str = "cy") -> Client:
    client = Client()
    client.force_login(getattr(world, who).account)
    client.get("/account/")
    return client


def codes() -> list[str]:
    bodies = [str(message.body) for message in mail.outbox]
    return [found for body in bodies for found in re.findall(r"^[A-Z]{4}-[A-Z]{4}$", body, re.MULTILINE)]


def address_of(world: World) -> str:
    account: Account = Account.objects.get(person=world.cy)
    return account.email or ""


def change(world: World, *, proof: str, email: str = NEW, by: str = "cy", via: Via = Via.WEB) -> None:
    given = {"email": email, "proof": proof}
    run(change_own_contact, given, act_id=new_id(), by=getattr(world, by), at=world.at, via=via)


def test_a_member_changes_their_address_with_a_code_from_the_new_one(world: World) -> None:
    client, other = signed_in(world), signed_in(world)
    answer = client.post("/account/address/", {"email": "Cy.New@example.org"})
    assert answer.headers["Location"] == "/account/address/code/"
    assert [message.to for message in mail.outbox] == [[NEW]]
    assert address_of(world) == "cy@example.org"
    [code] = codes()
    answer = client.post("/account/address/code/", {"code": code})
    assert answer.headers["Location"] == "/account/"
    assert address_of(world) == NEW
    # Every other device is signed out.
    assert [each.get("/account/").status_code for each in (client, other)] == [200, 302]
    assert list(Entry.objects.values_list("event", "by", "via")) == [
        ("OwnContactChanged", world.cy.pk, "web")
    ]


def test_the_address_that_is_held_already_is_refused_in_a_sentence_and_no_mail_is_sent(world: World) -> None:
    page = signed_in(world).post("/account/address/", {"email": "CY@example.org"})
    assert page.status_code == 422
    sentence = "cy@example.org is the address held already. Nothing is left to change."
    assert sentence in page.content.decode()
    with pytest.raises(Refused, match=sentence):
        change(world, proof=prove(world.cy, "cy@example.org"), email="cy@example.org")
    given = {"person_id": world.cy.pk, "email": "cy@example.org"}
    with pytest.raises(Refused, match=sentence):
        run(change_contact, given, act_id=new_id(), by=world.una, at=world.at, via=Via.WEB)
    assert (mail.outbox, ContactChange.objects.count(), Entry.objects.count()) == ([], 0, 0)


def test_the_old_address_is_told(world: World) -> None:
    client = signed_in(world)
    client.post("/account/address/", {"email": NEW})
    client.post("/account/address/code/", {"code": codes()[0]})
    mail.outbox.clear()
    tell_old_addresses(world.at)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["cy@example.org"], "A change to how you sign in")
    ]
    assert "Cy changed the e-mail address" in str(mail.outbox[0].body)


def test_a_wrong_code_changes_nothing_and_the_fifth_one_ends_the_attempt(world: World) -> None:
    client = signed_in(world)
    client.post("/account/address/", {"email": NEW})
    answers = [client.post("/account/address/code/", {"code": "BCDF-GHJK"}).status_code for _ in range(5)]
    assert answers == [422] * 5
    answer = client.post("/account/address/code/", {"code": codes()[0]})
    assert answer.headers["Location"] == "/account/address/"
    assert address_of(world) == "cy@example.org"


def test_an_address_in_use_looks_like_any_other(world: World) -> None:
    pages = []
    for email in ("bo@example.org", "xo@example.org"):
        client = signed_in(world)
        page = client.post("/account/address/", {"email": email}, follow=True).content.decode()
        pages.append(re.sub(r'value="[\w:-]+"', "", page).replace(email, ""))
    assert pages[0] == pages[1]
    taken, free = mail.outbox
    assert (taken.to, free.to) == (["bo@example.org"], ["xo@example.org"])
    assert "It is in use there already" in str(taken.body)
    assert len(codes()) == 1


def test_sending_codes_to_new_addresses_is_slowed_down(world: World) -> None:
    client = signed_in(world)
    answers = [client.post("/account/address/", {"email": f"{n}@example.org"}).status_code for n in range(6)]
    assert answers == [302] * 5 + [422]
    assert len(mail.outbox) == 5


def test_who_has_a_password_enters_it_again_when_it_has_been_a_while(world: World) -> None:
    world.cy.account.set_password(PASSWORD)
    world.cy.account.save()
    client = signed_in(world)
    answer = client.get("/account/address/")
    assert answer.headers["Location"] == "/account/confirmation/?next=%2Faccount%2Faddress%2F"
    assert client.post(answer.headers["Location"], {"password": "wrong"}).status_code == 200
    assert client.get("/account/address/").status_code == 302
    assert (
        client.post(answer.headers["Location"], {"password": PASSWORD}).headers["Location"]
        == "/account/address/"
    )
    assert client.get("/account/address/").status_code == 200


def test_an_own_change_takes_the_place_of_one_that_waits(world: World) -> None:
    given = {"person_id": world.cy.pk, "email": "officers@example.org"}
    run(change_contact, given, act_id=new_id(), by=world.una, at=world.at, via=Via.WEB)
    change(world, proof=prove(world.cy, NEW))
    assert list(ContactChange.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "replaced",
        "applied",
    ]


@pytest.mark.parametrize("via", [Via.OPERATOR, Via.API, Via.WORKER])
def test_neither_operator_nor_program_changes_it_in_the_member_s_name(world: World, via: Via) -> None:
    with pytest.raises(Refused, match="Only the member can do this"):
        change(world, proof=prove(world.cy, NEW), via=via)
    assert address_of(world) == "cy@example.org"


def test_a_proof_is_good_for_its_person_and_its_address_alone(world: World) -> None:
    for proof, sentence in (
        (prove(world.bo, NEW), "Only the member can do this"),
        (prove(world.cy, "else@example.org"), "The code was sent to another address"),
        ("made:up:here", "This took too long"),
    ):
        with pytest.raises(Refused, match=sentence):
            change(world, proof=proof)
    assert address_of(world) == "cy@example.org"


def test_the_proof_does_not_help_when_the_address_was_taken_meanwhile(world: World) -> None:
    proof = prove(world.cy, NEW)
    Account.objects.filter(person=world.bo).update(email=NEW)
    with pytest.raises(Refused, match="Somebody signs in with"):
        change(world, proof=proof)


def test_a_stranger_is_sent_to_sign_in(world: World) -> None:
    paths = (
        "/account/",
        "/account/address/",
        "/account/address/code/",
        "/account/tokens/",
        "/account/password/",
    )
    for path in paths:
        assert Client().get(path).headers["Location"].startswith("/sign-in/?next=/account/")
