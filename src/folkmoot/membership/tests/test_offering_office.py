"""Whoever appoints somebody whom they do not see offers them the office, and is told nothing of them."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from conftest import World, give_passkey, make_unit
from folkmoot.access.hands import is_by_own_hand
from folkmoot.accounts.actions import tries
from folkmoot.kernel.acts import Via
from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.handing_over import hand_over_office
from folkmoot.membership.actions.offering_office import (
    accept_office,
    decline_office,
    offer_office,
    withdraw_office_offer,
)
from folkmoot.membership.actions.offices import appoint_officer, relieve_officer
from folkmoot.membership.holdings import KEEPINGS
from folkmoot.membership.models import OfferMark, OfficeOffer
from folkmoot.membership.tests.acting import do, entries
from folkmoot.membership.tests.leagues import at_home, with_league
from folkmoot.membership.tests.paging import as_, links, refusals
from folkmoot.people.models import Membership, Office, Term
from folkmoot.structure.models import Affiliation
from folkmoot.structure.tests.pages import words_of


@pytest.fixture
def leagues(world: World) -> World:
    """Dee is the secretary of Young and of Elder, cells of two leagues; Cy is at home in Young, and in the organisation."""
    with_league(world)
    world.units["elders"] = make_unit("Elders", world.youth.kind, world.union)
    world.units["elder"] = make_unit("Elder", world.young.kind, world.elders)
    Affiliation.objects.create(unit=world.elders, admits="anybody", condition="", affiliated_at=world.at)
    since = world.people["dee"].created_at
    for office in ("chair", "secretary"):
        Term.objects.create(
            person=world.dee, office=Office.objects.get(code=office), unit=world.elder, started_at=since
        )
    at_home(world, "cy", "young")
    return world


def given(
    world: World, person: str = "cy", unit: str = "elder", office: str = "treasurer"
) -> dict[str, object]:
    who = world.people[person]
    named = {"person_id": who.pk, "member_number": who.member_number}
    return {**named, "unit_id": world.units[unit].pk, "office": office}


def offered(world: World, by: str = "dee", **others: object) -> UUID:
    return do(world, offer_office, by, **given(world), **others)


def held(world: World, person: str = "cy") -> list[tuple[str, str]]:
    terms = Term.objects.open().filter(person=world.people[person]).order_by("office__code")
    return list(terms.values_list("office__code", "unit__code"))


def leave_the_organisation(world: World) -> None:
    Membership.objects.filter(person=world.cy, circle=None).delete()


@pytest.mark.parametrize("belongs", [True, False])
def test_an_officer_of_two_leagues_is_told_the_same_of_whoever_belongs_and_whoever_does_not(
    leagues: World, client, belongs: bool
) -> None:
    if not belongs:
        leave_the_organisation(leagues)
    term = Term.objects.get(person=leagues.dee, office__code="chair", unit=leagues.elder)
    followed = {"person_id": leagues.cy.pk, "member_number": "M-Cy", "term_id": term.pk}
    for act, named in ((appoint_officer, given(leagues)), (hand_over_office, followed)):
        with pytest.raises(Refused) as refusal:
            do(leagues, act, "dee", **named)
        assert str(refusal.value) == (
            "Whether this person may hold an office in Elder is not shown to you. Offer it to them: they accept or decline."
        )
    dee, url = as_(client, leagues.dee), f"/units/{leagues.elder.pk}/officers/"
    typed = {"office": "treasurer", "member_number": "M-Cy", "name": "Cy", "from_on": ""}
    assert "is not shown to you" in refusals(dee.post(f"/terms/{term.pk}/successor/", typed))[0]
    asked = dee.post(f"{url}appointment/", typed)
    assert asked.context["question"] == "Offer Cy the office: treasurer of Elder?"
    assert dee.post(url, typed)["Location"] == url
    page = words_of(dee.get(url))
    assert "It is offered. They find it on their first page" in page
    assert ("M-Cy" in page, "Cy " in page.replace("M-Cy", "")) == (True, False)
    assert entries()[-1] == (
        "OfficeOffered",
        leagues.dee.pk,
        {"unit_id": str(leagues.elder.pk), "office": "treasurer"},
    )
    assert held(leagues) == []


def test_nor_is_anything_told_of_nobody(leagues: World) -> None:
    for person_id, number in ((leagues.bo.pk, "M-Cy"), (uuid4(), "M-Bo"), (leagues.bo.pk, "")):
        for act in (appoint_officer, offer_office):
            named = {**given(leagues), "person_id": person_id, "member_number": number}
            with pytest.raises(Refused, match=r"^There is no such member among those you may see"):
                do(leagues, act, "dee", **named)


def test_who_accepts_holds_the_office_by_the_hand_that_offered_it(leagues: World) -> None:
    offer_id = offered(leagues)
    term_id = do(leagues, accept_office, "cy", offer_id=offer_id)
    assert held(leagues) == [("treasurer", "elder")]
    term = Term.objects.annotate(own=is_by_own_hand()).get(pk=term_id)
    assert (term.entered_by, vars(term)["own"], term.started_at) == (leagues.dee, False, leagues.at)
    assert not OfficeOffer.objects.exists()
    event, by, said = entries()[-1]
    assert (event, by, said["term_id"], said["office"]) == (
        "OfficerAppointed",
        leagues.cy.pk,
        str(term_id),
        "treasurer",
    )


@pytest.mark.parametrize(("day", "begins"), [("2026-02-01", "2026-03-02"), ("2026-04-01", "2026-04-01")])
def test_it_begins_on_the_day_that_was_said_but_not_before_it_is_accepted(
    leagues: World, day: str, begins: str
) -> None:
    offer_id = offered(leagues, from_on=date.fromisoformat(day))
    term = Term.objects.get(pk=do(leagues, accept_office, "cy", offer_id=offer_id))
    assert leagues.elder.local(term.started_at).date().isoformat() == begins


def test_who_may_not_hold_it_is_told_so_alone(leagues: World) -> None:
    offer_id = offered(leagues)
    leave_the_organisation(leagues)
    with pytest.raises(Refused, match=r"^Cy belongs to an affiliated organisation alone"):
        do(leagues, accept_office, "cy", offer_id=offer_id)
    assert (held(leagues), OfficeOffer.objects.count()) == ([], 1)


def test_what_is_declined_leaves_no_mark_of_the_answer(leagues: World) -> None:
    before = len(entries())
    offer_id = offered(leagues)
    do(leagues, decline_office, "dee", offer_id=offer_id)
    assert OfficeOffer.objects.count() == 1
    do(leagues, decline_office, "cy", offer_id=offer_id)
    assert (OfficeOffer.objects.exists(), held(leagues), len(entries())) == (False, [], before + 1)
    assert [entry[0] for entry in entries()[before:]] == ["OfficeOffered"]
    # That this unit did, and that this hand did: neither says what was answered.
    assert OfferMark.objects.count() == 2


@pytest.mark.parametrize("is_declined", [True, False])
def test_nobody_is_worn_down(leagues: World, is_declined: bool) -> None:
    offer_id = offered(leagues)
    assert offered(leagues) == offer_id
    end = (decline_office, "cy") if is_declined else (withdraw_office_offer, "dee")
    do(leagues, *end, offer_id=offer_id)
    with pytest.raises(Refused, match="within the last 30 days"):
        offered(leagues)
    do(leagues, offer_office, "dee", **{**given(leagues), "office": "editor"})
    leagues.at += timedelta(days=31)
    assert offered(leagues) != offer_id


def test_one_hand_offers_one_person_five_offices_a_month_in_whatever_units(leagues: World) -> None:
    units = [make_unit(f"Elder {number}", leagues.young.kind, leagues.elders) for number in range(6)]
    chair = Office.objects.get(code="chair")
    Term.objects.create(person=leagues.dee, office=chair, unit=leagues.elders, started_at=leagues.at)
    give_passkey(leagues.dee)
    for unit in units[:5]:
        do(leagues, offer_office, "dee", **{**given(leagues), "unit_id": unit.pk})
    with pytest.raises(Refused, match="five offices within the last 30 days"):
        do(leagues, offer_office, "dee", **{**given(leagues), "unit_id": units[5].pk})
    leagues.at += timedelta(days=31)
    do(leagues, offer_office, "dee", **{**given(leagues), "unit_id": units[5].pk})


def test_only_the_number_that_was_given_stands_beside_an_offer(leagues: World) -> None:
    do(leagues, offer_office, "una", **{**given(leagues), "member_number": ""})
    assert OfficeOffer.objects.get().number == ""


def test_others_neither_accept_nor_withdraw_it(leagues: World) -> None:
    offer_id = offered(leagues)
    for by in ("bo", "dee"):
        with pytest.raises(Refused, match=r"Only the member|waits no more"):
            do(leagues, accept_office, by, offer_id=offer_id)
    with pytest.raises(Refused, match="Only the member"):
        do(leagues, accept_office, "cy", via=Via.API, offer_id=offer_id)
    with pytest.raises(Refused, match=r"You hold no office|waits no more"):
        do(leagues, withdraw_office_offer, "bo", offer_id=offer_id)
    assert OfficeOffer.objects.count() == 1
    do(leagues, withdraw_office_offer, "dee", offer_id=offer_id)
    assert entries()[-1][0] == "OfficeOfferWithdrawn"
    assert not OfficeOffer.objects.exists()


def test_what_was_offered_by_a_hand_that_gives_nothing_any_more_is_not_accepted(leagues: World) -> None:
    """Or whoever put it there and had it taken away would stand by another hand than their own."""
    offer_id = offered(leagues)
    for term in leagues.dee.terms.filter(unit=leagues.elder):
        do(leagues, relieve_officer, "una", term_id=term.pk)
    with pytest.raises(Refused, match="may not give it any more"):
        do(leagues, accept_office, "cy", offer_id=offer_id)
    assert held(leagues) == []


def test_whoever_it_is_offered_to_finds_it_and_answers_on_their_page(leagues: World, client) -> None:
    offer_id = offered(leagues)
    cy = as_(client, leagues.cy)
    first = cy.get("/")
    assert ("You are offered an office" in words_of(first), "offers you membership" in words_of(first)) == (
        True,
        False,
    )
    assert links(first)["Look at it"] == "/me/"
    page = words_of(cy.get("/me/"))
    assert "Dee offers you an office: treasurer of Elder." in page
    assert cy.post(f"/offices/offers/{offer_id}/acceptance/", {"act_id": str(uuid4())})["Location"] == "/me/"
    assert held(leagues) == [("treasurer", "elder")]


def test_an_offer_is_taken_back_from_the_message_after_it_and_stays_counted(
    leagues: World, client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "MOST_TRIES", 3)
    dee, url = as_(client, leagues.dee), f"/units/{leagues.elder.pk}/officers/"
    typed = {"office": "treasurer", "member_number": "M-Bo", "name": "Bo", "from_on": ""}
    dee.post(url, typed)
    page = dee.get(url)
    token = page.content.decode().partition('name="undo" value="')[2].partition('"')[0]
    assert token
    dee.post("/undo/", {"undo": token})
    assert not OfficeOffer.objects.exists()
    for _each in range(2):
        dee.post(f"{url}appointment/", {**typed, "member_number": "M-0"})
    assert "you named 3 people" in refusals(dee.post(f"{url}appointment/", typed))[0]


def test_an_offer_without_an_answer_is_gone_after_sixty_days(leagues: World) -> None:
    offered(leagues)
    [keeping] = [each for each in KEEPINGS if "membership_officeoffer" in each.tables]
    assert keeping.clock is not None
    assert keeping.clock.due(leagues.at + timedelta(days=59)) == 0
    assert keeping.clock.forget(leagues.at + timedelta(days=60), 10) == 1
    assert not OfficeOffer.objects.exists()
