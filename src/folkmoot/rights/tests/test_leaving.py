import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from conftest import World, give_passkey
from folkmoot.access.holdings import holdings, tables_held
from folkmoot.accounts.actions.recovering import ask_for_recovery
from folkmoot.accounts.models import Recovery, Slip, Token
from folkmoot.accounts.tests.paper import paper_for_eve
from folkmoot.kernel.acts import Via
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.membership.tests.acting import counts, homes
from folkmoot.membership.tests.paging import as_, refusals, table_rows
from folkmoot.people.models import Account, ContactChannel, Membership, Term
from folkmoot.rights.actions.leaving import leave_organisation
from folkmoot.rights.tests.acting import do

URL = "/account/leaving/"


def events():
    return set(Entry.objects.values_list("event", "by"))


def test_a_member_leaves_and_their_offices_end(world: World) -> None:
    do(world, leave_organisation, "bo")
    assert homes(world.bo)[0][2] == world.at
    assert not Term.objects.current(world.at).filter(person=world.bo).exists()
    assert counts()["harbour"] == 1
    assert events() == {("MembershipEnded", world.bo.pk)}
    assert Account.objects.filter(person=world.bo).exists()


def test_the_last_registrar_appoints_another_before_they_leave(world: World) -> None:
    term = world.una.terms.get()
    Term.objects.filter(pk=term.pk).update(person=world.bo)
    with pytest.raises(Refused, match=r"^Bo is the last registrar of Union"):
        do(world, leave_organisation, "bo")
    Term.objects.create(person=world.cy, office=term.office, unit=term.unit, started_at=term.started_at)
    do(world, leave_organisation, "bo")
    assert homes(world.bo)[0][2] == world.at


def test_the_last_member_leaves_whatever_they_are(world: World) -> None:
    Term.objects.update(person=world.bo)
    Membership.objects.exclude(person=world.bo).update(ended_at=world.at)
    do(world, leave_organisation, "bo")
    assert homes(world.bo)[0][2] == world.at


def test_a_member_leaves_and_closes_their_account(world: World) -> None:
    client = as_(Client(), world.bo)
    client.get("/me/")
    do(world, leave_organisation, "bo", close_account=True)
    assert not Session.objects.exists()
    assert not Account.objects.filter(person=world.bo).exists()
    assert not ContactChannel.objects.filter(person=world.bo, ended_at=None).exists()
    assert events() == {("MembershipEnded", world.bo.pk), ("AccountClosed", world.bo.pk)}
    assert client.get("/me/").status_code == 302


def test_a_closed_account_takes_its_tokens_along(world: World) -> None:
    Token.objects.create(
        account=world.eve.account,
        name="x",
        secret_hash="0" * 64,
        created_at=world.at,
        expires_at=world.at.replace(year=2027),
        made_by_operator=False,
    )
    do(world, leave_organisation, "eve", close_account=True)
    assert Token.objects.count() == 0


def test_nobody_leaves_twice(world: World) -> None:
    do(world, leave_organisation, "eve")
    with pytest.raises(Refused, match="You are no member now"):
        do(world, leave_organisation, "eve")


@pytest.mark.parametrize("via", [Via.API, Via.OPERATOR, Via.WORKER])
def test_only_the_member_leaves_on_a_page(world: World, via: Via) -> None:
    with pytest.raises(Refused, match="Only the member"):
        do(world, leave_organisation, "eve", via=via)
    assert homes(world.eve)[0][2] is None


def test_what_is_kept_why_and_until_when_is_shown_before_anything_ends(world: World) -> None:
    page = as_(Client(), world.bo).get(URL)
    rows = {row[0]: row[2] for row in table_rows(page)}
    assert set(rows) == {str(holding.title) for holding in holdings()}
    assert rows["Where I belong"] == "ten years after it ended"
    assert all(rows.values())
    kept, rest = (
        re.findall("<tbody.*?</tbody>", page.content.decode(), re.DOTALL)[place] for place in (0, 1)
    )
    assert ("Where I belong" in kept, "Where I belong" in rest) == (True, False)
    assert (
        "Merges and splits of units that I began" in kept,
        "Merges and splits of units that I began" in rest,
    ) == (
        False,
        True,
    )
    assert page.content.decode().count('<details class="more"') == 1
    assert "secretary of Harbour" in page.content.decode()
    assert homes(world.bo)[0][2] is None


def test_what_is_held_of_somebody_is_asked_of_all_tables_at_once(
    world: World, django_assert_max_num_queries
) -> None:
    bo = as_(Client(), world.bo)
    bo.get(URL)
    with django_assert_max_num_queries(16):
        assert bo.get(URL).status_code == 200
    assert tables_held(world.bo) == {
        each.table for each in holdings() if any(True for _row in each.rows(world.bo))
    }
    assert "people_membership" in tables_held(world.bo)


def test_a_member_leaves_on_a_page_and_can_still_sign_in(world: World) -> None:
    bo = as_(Client(), world.bo)
    answer = bo.post(URL, follow=True)
    assert [str(said) for said in answer.context["messages"]] == [
        "Your membership has ended. Thank you for the time you gave."
    ]
    assert homes(world.bo)[0][2] is not None
    again = bo.post(URL)
    assert (again.status_code, len(refusals(again))) == (422, 1)
    assert "Close my account" in bo.get(URL).content.decode()


def test_a_member_leaves_for_good_on_a_page(world: World) -> None:
    bo = as_(Client(), world.bo)
    answer = bo.post(URL, {"close_account": "on"}, follow=True)
    assert [str(said) for said in answer.context["messages"]] == [
        "Your account is closed, and you are signed out."
    ]
    assert bo.get("/me/").status_code == 302


def test_closing_an_account_ends_a_slip_and_a_removal_that_wait(world: World) -> None:
    paper_for_eve(world).print().confirm()
    Account.objects.create(person=world.eve, email=None, password="!")
    give_passkey(world.eve)
    do(world, ask_for_recovery, "bo", at=now(), person_id=world.eve.pk)
    do(world, leave_organisation, "eve", at=now(), close_account=True)
    assert (Slip.objects.get().outcome, Recovery.objects.get().outcome) == ("ended", "replaced")
