from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client

from conftest import World, give_passkey
from folkmoot.accounts.actions.changing import change_contact
from folkmoot.accounts.actions.recovering import (
    apply_recovery,
    ask_for_recovery,
    confirm_recovery,
    refuse_recovery,
)
from folkmoot.accounts.actions.tokens import make_token
from folkmoot.accounts.jobs import apply_recoveries, tell_of_recoveries
from folkmoot.accounts.models import Recovery
from folkmoot.accounts.queries.factors import factors_of
from folkmoot.accounts.queries.tokens import secret_hash, token_of
from folkmoot.accounts.rules.waiting import WAIT
from folkmoot.accounts.tests.paper import do
from folkmoot.kernel.acts import Via
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry
from folkmoot.people.models import Account, Office, Term


@pytest.fixture
def asked(world: World) -> UUID:
    """Eve of Harbour lost her passkey; Bo, its secretary, asked to remove it."""
    give_passkey(world.eve)
    return do(world, ask_for_recovery, "bo", person_id=world.eve.pk)


def outcome(recovery_id: UUID) -> str:
    found: Recovery = Recovery.objects.get(pk=recovery_id)
    return found.outcome


def test_lost_passkeys_are_removed_by_two_officers_72_hours_after_the_telling(
    world: World, asked: UUID
) -> None:
    do(world, confirm_recovery, "una", recovery_id=asked)
    told_at = world.at + timedelta(hours=5)
    tell_of_recoveries(told_at)
    [message] = mail.outbox
    assert (message.to, message.subject) == (["eve@example.org"], "A change to how you sign in")
    assert "Bo and Una entered" in str(message.body)
    apply_recoveries(told_at + WAIT - timedelta(seconds=1))
    assert factors_of(world.eve).is_any
    apply_recoveries(told_at + WAIT)
    assert not factors_of(world.eve).is_any
    assert outcome(asked) == "applied"
    events = [
        event for event in Entry.objects.order_by("id").values_list("event", flat=True) if "Recovery" in event
    ]
    assert events == ["RecoveryAsked", "RecoveryConfirmed", "RecoveryEnded"]


@pytest.mark.parametrize("relieved", ["Bo", "Una"])
def test_a_removal_lapses_once_one_of_the_two_may_not_do_it_any_more(
    world: World, asked: UUID, relieved: str
) -> None:
    do(world, confirm_recovery, "una", recovery_id=asked)
    tell_of_recoveries(world.at)
    Term.objects.filter(person__name=relieved).update(ended_at=world.at + timedelta(days=1))
    apply_recoveries(world.at + WAIT)
    assert (factors_of(world.eve).is_any, outcome(asked)) == (True, "lapsed")


@pytest.mark.parametrize("begins_in_days", [1, 30])
def test_a_removal_lapses_once_the_member_is_given_an_office_that_one_of_the_two_does_not_lead(
    world: World, asked: UUID, begins_in_days: int
) -> None:
    do(world, confirm_recovery, "una", recovery_id=asked)
    tell_of_recoveries(world.at)
    begins = world.at + timedelta(days=begins_in_days)
    chair = Office.objects.get(code="chair")
    Term.objects.create(person=world.eve, office=chair, unit=world.vale, started_at=begins)
    apply_recoveries(world.at + WAIT)
    assert (factors_of(world.eve).is_any, outcome(asked)) == (True, "lapsed")


def test_with_the_passkeys_every_session_and_token_of_the_member_ends(world: World, asked: UUID) -> None:
    given: dict[str, Any] = {
        "name": "rolls",
        "secret_hash": secret_hash("s"),
        "acts": ["structure.found_unit"],
        "reads": [],
    }
    do(world, make_token, "eve", **given, days=30)
    browser = Client()
    browser.force_login(world.eve.account)
    do(world, confirm_recovery, "una", recovery_id=asked)
    tell_of_recoveries(world.at)
    assert (token_of("s", world.at + WAIT) is None, browser.get("/account/").status_code) == (False, 200)
    apply_recoveries(world.at + WAIT)
    assert (token_of("s", world.at + WAIT), browser.get("/account/").status_code) == (None, 302)


def test_while_the_member_was_not_told_nothing_is_removed(world: World, asked: UUID) -> None:
    do(world, confirm_recovery, "una", recovery_id=asked)
    apply_recoveries(world.at + timedelta(days=30))
    assert factors_of(world.eve).is_any


def test_without_a_second_officer_nothing_is_told_and_nothing_removed(world: World, asked: UUID) -> None:
    tell_of_recoveries(world.at)
    apply_recoveries(world.at + timedelta(days=30))
    assert (mail.outbox, factors_of(world.eve).is_any) == ([], True)


def test_of_a_member_without_mailbox_and_telephone_it_is_counted_from_when_it_stands_on_their_pages(
    world: World, asked: UUID
) -> None:
    Account.objects.filter(person=world.eve).update(email=None)
    do(world, confirm_recovery, "una", recovery_id=asked)
    tell_of_recoveries(world.at)
    apply_recoveries(world.at + WAIT - timedelta(seconds=1))
    assert factors_of(world.eve).is_any
    apply_recoveries(world.at + WAIT)
    assert not factors_of(world.eve).is_any


@pytest.mark.parametrize(
    ("by", "via", "sentence"),
    [
        ("bo", Via.WEB, "It takes two officers."),
        ("eve", Via.WEB, "Nobody can do this for themselves."),
        ("ada", Via.WEB, "This is over"),
        ("una", Via.OPERATOR, "Only an officer can do this, signed in as themselves on a page."),
    ],
)
def test_who_cannot_be_the_second_officer(
    world: World, asked: UUID, by: str, via: Via, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        do(world, confirm_recovery, by, via=via, recovery_id=asked)


@pytest.mark.parametrize("holder", ["bo", "una"])
def test_an_officer_who_entered_the_address_has_no_hand_in_it(world: World, holder: str) -> None:
    give_passkey(world.eve)
    do(world, change_contact, holder, person_id=world.eve.pk, email="other@example.org")
    with pytest.raises(Refused, match="You entered the address that they sign in with"):
        ask_and_confirm(world)
    assert not Recovery.objects.filter(confirmed_by__isnull=False).exists()


def test_an_address_that_an_officer_enters_ends_what_waits(world: World, asked: UUID) -> None:
    do(world, confirm_recovery, "una", recovery_id=asked)
    do(world, change_contact, "bo", person_id=world.eve.pk, email="other@example.org")
    assert outcome(asked) == "replaced"


def test_what_was_asked_for_a_week_ago_is_not_confirmed(world: World, asked: UUID) -> None:
    late = world.at + timedelta(days=7)
    with pytest.raises(Refused, match="more than seven days ago"):
        do(world, confirm_recovery, "una", at=late, recovery_id=asked)
    do(world, confirm_recovery, "una", at=late - timedelta(seconds=1), recovery_id=asked)


def ask_and_confirm(world: World) -> UUID:
    asked = do(world, ask_for_recovery, "bo", person_id=world.eve.pk)
    return do(world, confirm_recovery, "una", recovery_id=asked)


def test_there_is_nothing_to_remove_of_somebody_without_a_passkey(world: World) -> None:
    with pytest.raises(Refused, match="They have neither a passkey nor an app"):
        do(world, ask_for_recovery, "bo", person_id=world.eve.pk)


def test_only_the_worker_removes_them(world: World, asked: UUID) -> None:
    do(world, confirm_recovery, "una", recovery_id=asked)
    tell_of_recoveries(world.at)
    later = world.at + timedelta(days=4)
    with pytest.raises(Refused, match="by nobody's hand"):
        do(world, apply_recovery, "una", via=Via.OPERATOR, at=later, recovery_id=asked)


def test_the_member_sees_it_and_refuses_it_with_one_button(world: World, asked: UUID, client: Client) -> None:
    do(world, confirm_recovery, "una", recovery_id=asked)
    client.force_login(world.eve.account)
    assert "Somebody entered that you have lost your passkeys." in client.get("/").content.decode()
    page = client.get("/account/").content.decode()
    assert "Bo and Una entered that you have lost your passkeys" in page
    assert client.post(f"/account/recovery/{asked}/refusal/").status_code == 302
    assert outcome(asked) == "refused"
    tell_of_recoveries(world.at)
    apply_recoveries(world.at + timedelta(days=30))
    assert factors_of(world.eve).is_any


def test_nobody_refuses_it_for_another(world: World, asked: UUID) -> None:
    for by, via in (("bo", Via.WEB), ("eve", Via.OPERATOR)):
        with pytest.raises(Refused, match="Only the member can do this"):
            do(world, refuse_recovery, by, via=via, recovery_id=asked)


def test_two_officers_do_it_on_their_pages_and_strangers_find_none(world: World, client: Client) -> None:
    give_passkey(world.eve)
    address = f"/people/{world.eve.pk}/recovery/"
    client.force_login(world.cy.account)
    assert client.get(address).status_code == 404
    client.force_login(world.bo.account)
    assert client.post(address, {"act_id": str(new_id())}).status_code == 302
    assert client.post(f"{address}confirmation/", {"act_id": str(new_id())}).status_code == 422
    client.force_login(world.una.account)
    assert client.post(f"{address}confirmation/", {"act_id": str(new_id())}).status_code == 302
    assert Recovery.objects.get().confirmed_by == world.una
