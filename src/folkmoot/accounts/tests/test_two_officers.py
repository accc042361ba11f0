"""Two officers let somebody in or take their passkeys away: not those they serve, not again and again, and not in secret."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from conftest import World, give_passkey
from folkmoot.accounts.actions.recovering import ask_for_recovery, confirm_recovery, refuse_recovery
from folkmoot.accounts.actions.slips import refuse_slip
from folkmoot.accounts.jobs import apply_recoveries, tell_of_recoveries, tell_of_slips
from folkmoot.accounts.models import Recovery, Slip
from folkmoot.accounts.queries.factors import factors_of
from folkmoot.accounts.rules.two_officers import DAY, MOST_A_DAY, is_too_often, rests_until
from folkmoot.accounts.rules.waiting import WAIT
from folkmoot.accounts.tests.paper import Paper, do, enter, paper_for_eve
from folkmoot.accounts.tests.telephones import NUMBER, give_telephone, sent
from folkmoot.kernel.acts import Via
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.notices import sms
from folkmoot.notices.mail import NotSent
from folkmoot.people.models import Account, Membership, Office, Term

ABOVE = "They hold an office in North"


@pytest.fixture
def paper(world: World) -> Paper:
    return paper_for_eve(world)


def give_office(world: World, name: str, office: str, unit: str) -> None:
    found = Office.objects.get(code=office)
    Term.objects.create(
        person=world.people[name], office=found, unit=world.units[unit], started_at=now() - timedelta(days=1)
    )


@pytest.fixture
def chair_without_mailbox(world: World) -> World:
    """Ada, who chairs North and belongs to Hill, lost everything; Cy and Max are officers of Hill."""
    Authenticator.objects.filter(user__person=world.ada).delete()
    Account.objects.filter(person=world.ada).update(email=None)
    give_office(world, "cy", "secretary", "hill")
    give_office(world, "max", "treasurer", "hill")
    return world


# Nobody opens the account of an officer whom they serve


def test_no_slip_is_printed_for_an_officer_by_those_below(chair_without_mailbox: World) -> None:
    paper = Paper(chair_without_mailbox, member="ada")
    with pytest.raises(Refused, match=ABOVE):
        paper.print(by="cy")
    paper.print(by="una")
    assert Slip.objects.get().printed_by == chair_without_mailbox.una


def test_a_slip_of_an_officer_is_not_confirmed_by_those_below(chair_without_mailbox: World) -> None:
    paper = Paper(chair_without_mailbox, member="ada").print(by="una")
    for name in ("cy", "max"):
        with pytest.raises(Refused, match=ABOVE):
            paper.confirm(by=name)
    give_office(chair_without_mailbox, "stan", "registrar", "north")
    give_passkey(chair_without_mailbox.stan)
    paper.confirm(by="stan")


def test_the_passkeys_of_an_officer_are_not_removed_by_those_below(chair_without_mailbox: World) -> None:
    world = chair_without_mailbox
    give_passkey(world.ada)
    with pytest.raises(Refused, match=ABOVE):
        do(world, ask_for_recovery, "cy", at=now(), person_id=world.ada.pk)
    asked = do(world, ask_for_recovery, "una", at=now(), person_id=world.ada.pk)
    with pytest.raises(Refused, match=ABOVE):
        do(world, confirm_recovery, "cy", at=now(), recovery_id=asked)
    assert Recovery.objects.get().confirmed_by is None


def test_officers_of_one_cell_help_each_other(paper: Paper) -> None:
    # Eve is the treasurer of Harbour now; its secretary prints.
    give_office(paper.world, "eve", "treasurer", "harbour")
    paper.print(by="bo").confirm(by="una")


# Whoever left is not let in


def test_a_slip_opens_nothing_once_its_member_left(paper: Paper, client: Client) -> None:
    paper.print().confirm()
    Membership.objects.filter(person=paper.world.eve).update(ended_at=now() - timedelta(minutes=1))
    assert enter(client, paper.code) == 422
    assert not Account.objects.filter(person=paper.world.eve).exists()


def test_a_slip_opens_nothing_once_its_member_has_an_address(paper: Paper, client: Client) -> None:
    paper.print().confirm()
    Account.objects.create(person=paper.world.eve, email="eve@example.org", password="!")
    assert enter(client, paper.code) == 422


# The member is told


def test_a_member_is_told_of_a_slip_at_their_telephone_and_once(paper: Paper, messages: Path) -> None:
    give_telephone(paper.world.eve)
    paper.print()
    tell_of_slips(now())
    assert sent(messages) == []
    paper.confirm()
    tell_of_slips(now())
    tell_of_slips(now())
    [message] = sent(messages)
    assert message.startswith(f"To: {NUMBER}\n\nTwo officers gave out a paper slip to sign in as you")
    assert "Eve" not in message


def test_they_are_told_even_if_it_was_used_at_once(paper: Paper, messages: Path, client: Client) -> None:
    give_telephone(paper.world.eve)
    paper.print().confirm()
    assert enter(client, paper.code) == 302
    tell_of_slips(now())
    assert len(sent(messages)) == 1


def test_of_lost_passkeys_a_member_is_told_by_mail_and_telephone(world: World, messages: Path) -> None:
    give_telephone(world.eve)
    confirmed_recovery(world)
    tell_of_recoveries(world.at)
    assert [message.to for message in mail.outbox] == [["eve@example.org"]]
    [message] = sent(messages)
    assert "Two officers entered that you lost your passkeys" in message


def test_where_neither_mailbox_nor_telephone_takes_it_the_wait_does_not_begin(world: World) -> None:
    give_telephone(world.eve)
    confirmed_recovery(world)
    Account.objects.filter(person=world.eve).update(email=None)
    kept = list(sms._gateways)
    sms._gateways.clear()
    try:
        with pytest.raises(NotSent):
            tell_of_recoveries(world.at)
    finally:
        sms._gateways[:] = kept
    apply_recoveries(world.at + WAIT + WAIT)
    assert factors_of(world.eve).is_any


def confirmed_recovery(world: World) -> None:
    give_passkey(world.eve)
    asked = do(world, ask_for_recovery, "bo", person_id=world.eve.pk)
    do(world, confirm_recovery, "una", recovery_id=asked)


def test_a_member_who_is_signed_in_sees_a_slip_and_refuses_it(paper: Paper, client: Client) -> None:
    world = paper.world
    client.force_login(Account.objects.create(person=world.eve, email=None, password="!"))
    paper.print().confirm()
    assert "A paper slip was printed, with which one signs in as you." in client.get("/").content.decode()
    page = client.get("/account/").content.decode()
    assert "Bo printed a paper slip for you, and Una confirmed" in page
    assert client.post(f"/account/slip/{paper.id}/refusal/").status_code == 302
    assert (paper.slip.outcome, paper.slip.pin_hash) == ("refused", "")
    assert enter(Client(), paper.code) == 422


def test_nobody_refuses_the_slip_of_another(paper: Paper) -> None:
    paper.print()
    for by, via in (("bo", Via.WEB), ("eve", Via.OPERATOR), ("eve", Via.API)):
        with pytest.raises(Refused, match="Only the member can do this"):
            paper.do(refuse_slip, by, via, slip_id=paper.id)


# Nobody is worn down


def test_who_refused_a_slip_is_left_in_peace_for_seven_days(paper: Paper) -> None:
    paper.print()
    paper.do(refuse_slip, "eve", slip_id=paper.id)
    with pytest.raises(Refused, match="The member refused this"):
        Paper(paper.world).print()
    Slip.objects.update(ended_at=now() - timedelta(days=7))
    Paper(paper.world).print()


def test_who_refused_to_lose_their_passkeys_is_left_in_peace_for_seven_days(world: World) -> None:
    give_passkey(world.eve)
    asked = do(world, ask_for_recovery, "bo", person_id=world.eve.pk)
    do(world, refuse_recovery, "eve", recovery_id=asked)
    soon = world.at + timedelta(days=7) - timedelta(seconds=1)
    with pytest.raises(Refused, match="The member refused this"):
        do(world, ask_for_recovery, "bo", at=soon, person_id=world.eve.pk)
    do(world, ask_for_recovery, "bo", at=world.at + timedelta(days=7), person_id=world.eve.pk)


def test_three_slips_a_day_and_three_removals_are_enough(world: World) -> None:
    give_passkey(world.eve)
    for _ in range(MOST_A_DAY):
        do(world, ask_for_recovery, "bo", person_id=world.eve.pk)
    with pytest.raises(Refused, match="three times within a day"):
        do(world, ask_for_recovery, "bo", person_id=world.eve.pk)
    paper_for_eve(world)
    for _ in range(MOST_A_DAY):
        Paper(world).print()
    with pytest.raises(Refused, match="three times within a day"):
        Paper(world).print()


def test_what_is_said_at_the_door_is_slowed_down_for_each_network_address(db: None, client: Client) -> None:
    answers = [client.post("/sign-in/slip/", {"code": "x", "pin": "y"}) for _ in range(61)]
    assert "Slips were tried too often" in answers[-1].content.decode()
    assert "Slips were tried too often" not in answers[-2].content.decode()


moments = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2026, 1, 3))  # noqa: DTZ001  -- only compared


@given(st.lists(moments), moments)
def test_what_is_further_back_than_a_day_never_counts(begun: list[datetime], at: datetime) -> None:
    lately = [each for each in begun if at - DAY < each <= at]
    assert is_too_often(begun, at=at) == is_too_often(lately, at=at) == (len(lately) >= MOST_A_DAY)


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (-DAY, False),
        (-DAY + timedelta(microseconds=1), True),
        (timedelta(), True),
        (timedelta(microseconds=1), False),
    ],
)
def test_a_day_leaves_out_its_first_moment_and_ends_with_this_one(first: timedelta, expected: bool) -> None:
    at = datetime(2026, 1, 2)  # noqa: DTZ001  -- only compared
    assert is_too_often([at + first, *[at] * (MOST_A_DAY - 1)], at=at) is expected


@given(st.none() | moments)
def test_peace_lasts_seven_days(refused: datetime | None) -> None:
    assert rests_until(refused) == (None if refused is None else refused + timedelta(days=7))
