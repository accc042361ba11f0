import re
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from uuid import UUID

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

from conftest import World
from folkmoot.accounts.actions import tries
from folkmoot.accounts.actions.changing import apply_contact_change, change_contact, refuse_contact_change
from folkmoot.accounts.holdings import KEEPINGS
from folkmoot.accounts.jobs import apply_contact_changes, tell_old_addresses
from folkmoot.accounts.models import ContactChange, Token
from folkmoot.accounts.queries.changes import pending_change_of
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry
from folkmoot.notices.mail import NotSent
from folkmoot.people.models import Account, ContactChannel

NEW = "mine@evil.example"
HOURS = timedelta(hours=1)


def enter(world: World, who: str = "bo", member: str = "eve", email: str = NEW, via: Via = Via.WEB) -> UUID:
    given = {"person_id": getattr(world, member).pk, "email": email}
    return run(change_contact, given, act_id=new_id(), by=getattr(world, who), at=world.at, via=via)


def refuse(world: World, change: UUID, who: str, via: Via = Via.WEB) -> UUID:
    by = getattr(world, who)
    return run(refuse_contact_change, {"change_id": change}, act_id=new_id(), by=by, at=world.at, via=via)


def codes_sent_to(email: str) -> list[str]:
    Client().post("/sign-in/", {"email": email})
    Client().post("/password/forgotten/", {"email": email})
    bodies = [str(message.body) for message in mail.outbox if message.to == [email]]
    mail.outbox.clear()
    return [found for body in bodies for found in re.findall(r"^[A-Z]{4}-[A-Z]{4}$", body, re.MULTILINE)]


def ended(change: UUID) -> tuple[str, datetime | None]:
    found = ContactChange.objects.get(pk=change)
    return found.outcome, found.ended_at


def test_an_officer_who_changes_an_address_cannot_sign_in_with_it_for_72_hours(world: World) -> None:
    enter(world)
    tell_old_addresses(world.at)
    mail.outbox.clear()
    apply_contact_changes(world.at + 72 * HOURS - timedelta(seconds=1))
    assert codes_sent_to(NEW) == []
    assert Account.objects.get(person=world.eve).email == "eve@example.org"
    assert len(codes_sent_to("eve@example.org")) == 2


def test_after_72_hours_the_new_address_signs_in_and_the_old_one_no_longer_does(world: World) -> None:
    change = enter(world)
    tell_old_addresses(world.at)
    phone = Client()
    phone.force_login(world.eve.account)
    phone.get("/account/")
    Token.objects.create(
        account=world.eve.account,
        name="t",
        secret_hash="0" * 64,
        created_at=world.at,
        expires_at=world.at + 900 * HOURS,
        made_by_operator=False,
    )
    due = world.at + 72 * HOURS
    assert apply_contact_changes(due) is False
    assert ended(change) == ("applied", due)
    mail.outbox.clear()
    assert len(codes_sent_to(NEW)) == 2
    assert codes_sent_to("eve@example.org") == []
    assert phone.get("/account/").status_code == 302
    assert Token.objects.get().ended_at == due
    assert list(
        ContactChannel.objects.filter(person=world.eve, ended_at=None).values_list("value", flat=True)
    ) == [NEW]
    assert list(Entry.objects.order_by("id").values_list("event", "by", "via")) == [
        ("ContactChangeEntered", world.bo.pk, "web"),
        ("ContactChangeEnded", None, "worker"),
    ]


def test_the_old_address_is_told_who_did_it_when_and_how_to_refuse(world: World) -> None:
    enter(world)
    assert tell_old_addresses(world.at) is False
    [message] = mail.outbox
    assert (message.to, message.subject) == (["eve@example.org"], "A change to how you sign in")
    body = str(message.body)
    assert "Bo wrote down a new e-mail address for Eve at http://127.0.0.1:8000: m…@evil.example." in body
    assert "From 5 March 2026 18:30 UTC it is used to sign in" in body
    assert "http://127.0.0.1:8000/account/" in body
    assert NEW not in body


def test_the_old_address_is_told_once(world: World) -> None:
    enter(world)
    tell_old_addresses(world.at)
    tell_old_addresses(world.at)
    assert len(mail.outbox) == 1


class DeadServer(BaseEmailBackend):
    def send_messages(self, email_messages: object) -> int:  # noqa: ARG002  -- Django's signature
        raise ConnectionRefusedError


class NoSuchMailbox(BaseEmailBackend):
    def send_messages(self, email_messages: object) -> int:  # noqa: ARG002  -- Django's signature
        raise SMTPRecipientsRefused({"eve@example.org": (550, b"no such user")})


class Greylisting(BaseEmailBackend):
    def send_messages(self, email_messages: object) -> int:  # noqa: ARG002  -- Django's signature
        raise SMTPRecipientsRefused({"eve@example.org": (451, b"later")})


@pytest.mark.parametrize("server", [DeadServer, Greylisting])
def test_a_mail_server_that_is_down_does_not_let_the_wait_begin(world: World, settings, server: type) -> None:
    change = enter(world)
    settings.EMAIL_BACKEND = f"{__name__}.{server.__name__}"
    with pytest.raises(NotSent):
        tell_old_addresses(world.at)
    apply_contact_changes(world.at + 1000 * HOURS)
    assert ended(change) == ("", None)


def test_a_mailbox_that_is_gone_counts_as_told(world: World, settings) -> None:
    change = enter(world)
    settings.EMAIL_BACKEND = f"{__name__}.NoSuchMailbox"
    tell_old_addresses(world.at)
    apply_contact_changes(world.at + 72 * HOURS)
    assert ended(change) == ("applied", world.at + 72 * HOURS)


def test_the_member_sees_the_change_and_refuses_it_with_one_button(world: World) -> None:
    change = enter(world)
    client = Client()
    client.force_login(world.eve.account)
    page = client.get("/account/")
    assert page.context["pending"] == pending_change_of(world.eve)
    assert page.context["pending"].address == NEW
    assert "Bo wrote down a new e-mail address for you" in page.content.decode()
    assert client.post(f"/account/address/{change}/refusal/").headers["Location"] == "/account/"
    assert ended(change)[0] == "refused"
    assert "wrote down" not in client.get("/account/").content.decode()
    tell_old_addresses(world.at)
    apply_contact_changes(world.at + 1000 * HOURS)
    mail.outbox.clear()
    assert codes_sent_to(NEW) == []
    assert len(codes_sent_to("eve@example.org")) == 2


@pytest.mark.parametrize(
    ("who", "via", "said"),
    [
        ("bo", Via.WEB, "This address waits no more"),
        ("una", Via.WEB, "This address waits no more"),
        ("eve", Via.OPERATOR, "Only the member can do this"),
        ("eve", Via.API, "Only the member can do this"),
    ],
)
def test_nobody_else_refuses_in_the_member_s_place(world: World, who: str, via: Via, said: str) -> None:
    change = enter(world)
    with pytest.raises(Refused, match=said):
        refuse(world, change, who, via)
    assert ended(change) == ("", None)


def test_what_was_refused_cannot_be_refused_or_applied_again(world: World) -> None:
    change = enter(world)
    refuse(world, change, "eve")
    with pytest.raises(Refused, match="waits no more"):
        refuse(world, change, "eve")


@pytest.mark.parametrize("who", ["ada", "cy", "eve", "dee", "stan", "max"])
def test_others_cannot_change_an_address(world: World, who: str) -> None:
    with pytest.raises(Refused, match=r"^There is no such member"):
        enter(world, who)
    assert ContactChange.objects.count() == 0


@pytest.mark.parametrize("who", ["bo", "una"])
def test_the_cell_s_secretary_and_the_registrar_above_can(world: World, who: str) -> None:
    assert ended(enter(world, who)) == ("", None)


def test_done_by_the_operator_it_waits_as_well(world: World) -> None:
    change = enter(world, via=Via.OPERATOR)
    with pytest.raises(Refused, match="by nobody's hand"):
        run(
            apply_contact_change,
            {"change_id": change},
            act_id=new_id(),
            by=world.bo,
            at=world.at + 1000 * HOURS,
            via=Via.OPERATOR,
        )
    assert Account.objects.get(person=world.eve).email == "eve@example.org"


def test_the_worker_too_must_wait(world: World) -> None:
    change = enter(world)
    tell_old_addresses(world.at)
    with pytest.raises(Refused, match="has not waited for 72 hours"):
        run(
            apply_contact_change, {"change_id": change}, act_id=new_id(), by=None, at=world.at, via=Via.WORKER
        )


def test_entering_another_address_begins_the_wait_again(world: World) -> None:
    first = enter(world)
    tell_old_addresses(world.at)
    world.at += 71 * HOURS
    second = enter(world, email="other@evil.example")
    tell_old_addresses(world.at)
    apply_contact_changes(world.at + 71 * HOURS)
    assert (ended(first)[0], ended(second)[0]) == ("replaced", "")
    assert ContactChange.objects.get(pk=second).channel.value == "other@evil.example"
    assert [message.to for message in mail.outbox] == [["eve@example.org"]] * 2


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("not an address", "is not an e-mail address. It has the form name@example.org."),
        ("CY@example.org", "Somebody signs in with cy@example.org already."),
    ],
)
def test_an_address_that_will_not_do_is_refused_in_words(world: World, email: str, sentence: str) -> None:
    with pytest.raises(Refused, match=re.escape(sentence)):
        enter(world, email=email)


def test_an_address_that_somebody_else_took_meanwhile_is_given_up(world: World) -> None:
    change = enter(world)
    tell_old_addresses(world.at)
    Account.objects.filter(person=world.dee).update(email=NEW)
    apply_contact_changes(world.at + 72 * HOURS)
    assert ended(change)[0] == "taken"
    assert Account.objects.get(person=world.eve).email == "eve@example.org"


def test_a_first_address_waits_too_and_then_opens_an_account(world: World) -> None:
    Account.objects.filter(person=world.eve).delete()
    enter(world)
    tell_old_addresses(world.at)
    apply_contact_changes(world.at + 72 * HOURS - timedelta(seconds=1))
    assert not Account.objects.filter(person=world.eve).exists()
    apply_contact_changes(world.at + 72 * HOURS)
    account = Account.objects.get(person=world.eve)
    assert (account.email, account.has_usable_password()) == (NEW, False)
    assert mail.outbox == []


def test_somebody_who_belongs_nowhere_has_no_officer_to_change_their_address(world: World) -> None:
    with pytest.raises(Refused, match=r"^There is no such member"):
        enter(world, "una", "stan")


def test_the_page_for_officers_is_not_there_for_others(world: World) -> None:
    for who, status in (("bo", 200), ("dee", 404), ("cy", 404), ("eve", 404)):
        client = Client()
        client.force_login(getattr(world, who).account)
        assert client.get(f"/people/{world.eve.pk}/address/").status_code == status


def test_an_officer_enters_an_address_on_the_page(world: World) -> None:
    client = Client()
    client.force_login(world.bo.account)
    page = f"/people/{world.eve.pk}/address/"
    refused = client.post(page, {"email": "cy@example.org"})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["email"]
    answer = client.post(page, {"email": NEW}, follow=True)
    assert "is used in 72 hours" in answer.content.decode()
    assert ContactChange.objects.get().entered_by == world.bo


def forget(at) -> None:
    for keeping in KEEPINGS:
        if keeping.clock:
            keeping.clock.forget(at, 100)


def test_former_addresses_are_forgotten_a_year_later(world: World) -> None:
    change = enter(world)
    refuse(world, change, "eve")
    forget(world.at + timedelta(days=365))
    assert ContactChange.objects.count() == 1
    forget(world.at + timedelta(days=365, seconds=1))
    assert (ContactChange.objects.count(), ContactChannel.objects.count()) == (0, 0)


@pytest.mark.parametrize("who", ["cy", "dee", "max", "ada"])
def test_whoever_may_not_see_a_member_is_told_neither_their_cell_nor_that_they_are(
    world: World, who: str
) -> None:
    said = set()
    for person_id in (world.bo.pk, world.stan.pk, new_id()):
        given = {"person_id": person_id, "email": NEW}
        with pytest.raises(Refused) as refusal:
            run(change_contact, given, act_id=new_id(), by=world.people[who], at=world.at, via=Via.WEB)
        said.add(str(refusal.value))
    assert said == {"There is no such member among those you may see. Choose them from the list again."}


def test_it_is_told_so_often_a_day_that_somebody_out_of_sight_has_an_address(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "MOST_TRIES", 2)

    def said(by: str, email: str) -> str:
        given = {"person_id": world.eve.pk, "email": email}
        try:
            run(change_contact, given, act_id=new_id(), by=world.people[by], at=world.at, via=Via.WEB)
        except Refused as refusal:
            return str(refusal)[:32]
        return "done"

    taken, spent = "Somebody signs in with", "Within a day you gave numbers or"
    # Who is in the same cell is no news.
    for _once in range(3):
        assert said("bo", "bo@example.org").startswith(taken)
    assert [said("bo", f"{name}@example.org")[:22] for name in ("dee", "dee", "cy")] == [taken] * 3
    assert [said("bo", f"{name}@example.org") for name in ("ada", "free")] == [spent] * 2
    assert [said("una", f"{name}@example.org")[:22] for name in ("dee", "cy", "ada")] == [taken] * 3
    assert said("una", "free@example.org") == "done"
