"""Nobody comes into another circle unless they agree: they are offered it, and accept or decline."""

from datetime import timedelta

import pytest

from conftest import World
from folkmoot.kernel.acts import Via
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import ActClaim, PersonalPayload
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.actions.offering import (
    accept_membership,
    decline_membership,
    enter_signed_paper,
    take_back_paper,
    withdraw_offer,
)
from folkmoot.membership.holdings import KEEPINGS
from folkmoot.membership.models import MembershipOffer, OfferMark
from folkmoot.membership.queries.places import may_see
from folkmoot.membership.tests.acting import counts, do, entries
from folkmoot.membership.tests.leagues import CONDITION, at_home, come, offered, with_league
from folkmoot.membership.tests.paging import as_, refusals
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.people.models import Account, Membership, Office, Person, Term
from folkmoot.structure.models import Affiliation
from folkmoot.structure.tests.pages import words_of


@pytest.fixture
def league(world: World) -> World:
    """Dee, the secretary of Young, is at home there."""
    with_league(world)
    at_home(world, "dee", "young")
    return world


def codes(person: Person) -> set[str]:
    return set(Membership.objects.open().filter(person=person).values_list("unit__code", flat=True))


def by_number(world: World, person: str = "cy", unit: str = "young") -> object:
    return offered(world, person, unit, "dee", member_number=f"M-{person.title()}")


def test_an_offer_is_no_membership_and_tells_nothing(league: World) -> None:
    for number in ("", "M-Bo"):
        with pytest.raises(Refused, match="no such member"):
            offered(league, "cy", "young", "dee", member_number=number)
    by_number(league)
    assert codes(league.cy) == {"hill"}
    assert not may_see(league.dee, league.cy.pk, at=league.at)
    assert entries()[-1] == ("MembershipOffered", league.dee.pk, {"unit_id": str(league.young.pk)})


def test_who_accepts_belongs_and_no_offer_is_left(league: World) -> None:
    do(league, accept_membership, "cy", offer_id=by_number(league))
    assert codes(league.cy) == {"hill", "young"}
    assert (counts()["young"], recount_members()) == (2, 0)
    assert MembershipOffer.objects.count() == 0
    assert may_see(league.dee, league.cy.pk, at=league.at)
    assert [(event, by) for event, by, _payload in entries()][-1] == ("MemberAdmitted", league.cy.pk)


@pytest.mark.parametrize(
    ("by", "via"), [("dee", Via.WEB), ("una", Via.WEB), ("cy", Via.OPERATOR), ("cy", Via.API)]
)
def test_nobody_accepts_for_somebody_else(league: World, by: str, via: Via) -> None:
    offer = by_number(league)
    with pytest.raises(Refused):
        do(league, accept_membership, by, via=via, offer_id=offer)
    assert codes(league.cy) == {"hill"}


@pytest.mark.parametrize(("act", "by"), [(decline_membership, "cy"), (withdraw_offer, "dee")])
def test_a_declined_or_withdrawn_offer_leaves_no_mark(league: World, act, by: str) -> None:
    offer = by_number(league)
    do(league, act, by, offer_id=offer)
    assert MembershipOffer.objects.count() == 0
    marks = [str(entry) for entry in entries()] + [row.payload for row in PersonalPayload.objects.all()]
    assert [mark for mark in marks if str(league.cy.pk) in mark or "Cy" in mark] == []
    assert set(ActClaim.objects.values_list("act", flat=True)) <= {
        "membership.offer_membership",
        "membership.withdraw_offer",
    }
    with pytest.raises(Refused, match="waits no more"):
        do(league, accept_membership, "cy", offer_id=offer)


@pytest.mark.parametrize(("act", "by"), [(decline_membership, "cy"), (withdraw_offer, "dee")])
def test_the_same_cell_offers_it_again_after_thirty_days(league: World, act, by: str) -> None:
    # While it waits it is the same offer.
    for _once in range(2):
        offer = by_number(league)
    do(league, act, by, offer_id=offer)
    for days in (0, 30):
        with pytest.raises(Refused, match="Young offered them membership within the last 30 days"):
            offered(league, "cy", "young", at=league.at + timedelta(days=days))
    assert MembershipOffer.objects.count() == 0
    offered(league, "cy", "younger")
    offered(league, "cy", "young", at=league.at + timedelta(days=31))
    assert MembershipOffer.objects.count() == 2


def test_the_mark_of_an_offer_says_neither_who_nor_where_and_is_gone_after_thirty_days(league: World) -> None:
    by_number(league)
    mark = OfferMark.objects.get()
    for hidden in (league.cy.pk, league.young.pk):
        assert str(hidden) not in mark.mark
        assert hidden.hex not in mark.mark
    [keeping] = [each for each in KEEPINGS if "membership_offermark" in each.tables]
    assert keeping.clock is not None
    assert [keeping.clock.due(league.at + timedelta(days=days)) for days in (30, 31)] == [0, 1]


def test_nobody_declines_or_withdraws_what_is_not_theirs(league: World) -> None:
    offer = by_number(league)
    do(league, decline_membership, "dee", offer_id=offer)
    for by in ("bo", "cy"):
        with pytest.raises(Refused):
            do(league, withdraw_offer, by, offer_id=offer)
    assert MembershipOffer.objects.count() == 1


def test_what_stands_against_it_is_told_to_the_member_alone(world: World) -> None:
    with_league(world, admits="others")
    at_home(world, "dee", "young")
    offer = by_number(world)
    with pytest.raises(Refused, match="Nobody who is a member"):
        do(world, accept_membership, "cy", offer_id=offer)
    Affiliation.objects.update(admits="anybody")
    home = at_home(world, "cy", "younger")
    assert by_number(world) == offer
    with pytest.raises(Refused, match="You belong to Younger already"):
        do(world, accept_membership, "cy", offer_id=offer)
    Membership.objects.filter(pk=home.pk).update(ended_at=world.at - timedelta(days=1))
    with pytest.raises(Refused, match="You belonged to Younger before"):
        do(world, accept_membership, "cy", offer_id=offer)
    offered(world, "cy", "young", "una")
    do(world, accept_membership, "cy", offer_id=offer)
    assert codes(world.cy) == {"hill", "young"}


def test_a_condition_that_changed_meanwhile_is_not_the_one_that_was_confirmed(world: World) -> None:
    with_league(world, condition=CONDITION)
    offer = offered(world, "cy", "young", meets_condition=True)
    Affiliation.objects.update(condition="aged 14 to 18")
    with pytest.raises(Refused, match="aged 14 to 18"):
        do(world, accept_membership, "cy", offer_id=offer)


def test_who_has_no_home_is_admitted_and_needs_no_offer(league: World) -> None:
    do(league, end_membership, "una", person_id=league.cy.pk)
    with pytest.raises(Refused, match="Admit them again"):
        offered(league, "cy", "young")


def test_a_paper_is_for_those_who_cannot_sign_in(league: World) -> None:
    offer = by_number(league)
    with pytest.raises(Refused, match="cannot be entered from a paper"):
        do(league, enter_signed_paper, "dee", offer_id=offer)
    assert codes(league.cy) == {"hill"}
    Account.objects.filter(person=league.cy).delete()
    with pytest.raises(Refused):
        do(league, enter_signed_paper, "bo", offer_id=offer)
    do(league, enter_signed_paper, "dee", offer_id=offer)
    assert codes(league.cy) == {"hill", "young"}
    told = [(event, by) for event, by, _payload in entries()][-2:]
    assert told == [("MemberAdmitted", league.dee.pk), ("PaperEntered", league.dee.pk)]


def test_what_else_forbids_a_paper_is_said_in_the_same_words(league: World) -> None:
    offer = by_number(league)
    said = set()
    for stands_against in (lambda: None, lambda: at_home(league, "cy", "younger")):
        stands_against()
        with pytest.raises(Refused) as refusal:
            do(league, enter_signed_paper, "dee", offer_id=offer)
        said.add(str(refusal.value))
        Account.objects.filter(person=league.cy).delete()
    assert len(said) == 1


def on_paper(world: World) -> object:
    account = Account.objects.get(person=world.cy)
    Account.objects.filter(person=world.cy).delete()
    offer = do(world, enter_signed_paper, "dee", offer_id=by_number(world))
    account.save(force_insert=True)
    return offer


def test_the_member_sees_who_entered_a_paper_and_takes_it_back(league: World, client) -> None:
    offer = on_paper(league)
    league.units["youth"].refresh_from_db()
    as_(client, league.cy)
    assert "an officer entered that you accepted one on paper" in words_of(client.get("/"))
    shown = words_of(client.get("/me/"))
    assert "Dee entered on" in shown
    assert "that you signed a paper to belong to Young" in shown
    client.post(f"/members/offers/{offer}/paper/end/")
    assert codes(league.cy) == {"hill"}
    assert (MembershipOffer.objects.count(), recount_members()) == (0, 0)
    assert entries()[-1][0] == "PaperTakenBack"


def test_nobody_else_takes_a_paper_back(league: World) -> None:
    offer = on_paper(league)
    for by in ("dee", "una", "bo"):
        with pytest.raises(Refused):
            do(league, take_back_paper, by, offer_id=offer)
    assert codes(league.cy) == {"hill", "young"}


def test_offers_are_forgotten_after_sixty_days_and_papers_after_a_year(league: World) -> None:
    on_paper(league)
    offered(league, "bo", "young")
    clock = KEEPINGS[0].clock
    assert clock is not None
    due = [clock.due(league.at + timedelta(days=days)) for days in (59, 60, 365)]
    assert due == [0, 1, 2]
    clock.forget(league.at + timedelta(days=365), 10)
    assert MembershipOffer.objects.count() == 0
    assert codes(league.cy) == {"hill", "young"}


def test_the_leagues_secretary_offers_by_number_and_name_and_the_member_accepts_on_their_page(
    league: World, client
) -> None:
    as_(client, league.dee)
    assert "Offer it to them by their member number" in words_of(client.get("/members/new/"))
    asked = {"unit": "young", "member_number": "M-Cy", "name": "Bo"}
    assert client.post("/members/known/", asked).status_code == 422
    asked["name"] = "Cy"
    shown = words_of(client.post("/members/known/", asked, follow=True))
    assert "It is offered to M-Cy." in shown
    assert [word for word in ("Hill", "Cy,", "Cy is") if word in shown] == []
    offer = MembershipOffer.objects.get()
    as_(client, league.cy)
    assert "A cell offers you membership" in words_of(client.get("/"))
    for page in ("/me/", f"/people/{league.cy.pk}/"):
        assert "Young offers you membership. Dee did so." in words_of(client.get(page))
    client.post(f"/members/offers/{offer.pk}/acceptance/")
    assert codes(league.cy) == {"hill", "young"}
    assert "offers you" not in words_of(client.get("/"))


def test_an_offer_is_declined_and_withdrawn_by_a_button(league: World, client) -> None:
    offer = by_number(league)
    as_(client, league.cy).post(f"/members/offers/{offer}/declining/")
    assert MembershipOffer.objects.count() == 0
    OfferMark.objects.all().delete()
    offer = by_number(league)
    dee = as_(client, league.dee)
    assert "M-Cy" in words_of(dee.get("/members/known/"))
    dee.post(f"/members/offers/{offer}/withdrawal/")
    assert MembershipOffer.objects.count() == 0
    assert codes(league.cy) == {"hill"}


def test_the_page_of_a_paper_says_what_it_means_and_asks_for_the_paper(league: World, client) -> None:
    offer = by_number(league)
    Account.objects.filter(person=league.cy).delete()
    page = f"/members/offers/{offer}/paper/"
    assert as_(client, league.bo).get(page).status_code == 404
    as_(client, league.dee)
    assert "can take it back" in words_of(client.get(page))
    assert client.post(page, {"has_signed": ""}).status_code == 422
    client.post(page, {"has_signed": "on"})
    assert codes(league.cy) == {"hill", "young"}


def test_of_somebody_who_is_admitted_already_it_is_told_to_those_who_see_them(league: World, client) -> None:
    come(league, "cy", "young")
    asked = {"unit": "young", "member_number": "M-Cy", "name": "Cy"}
    assert refusals(as_(client, league.dee).post("/members/known/", asked)) == [
        "Cy is a member of Young already."
    ]


def test_the_secretary_of_one_circle_is_not_told_of_a_home_in_another(league: World) -> None:
    """Max is the secretary of Hill and of Younger, and Cy is at home in Hill and in Young."""
    at_home(league, "cy", "young")
    at_home(league, "max", "younger")
    office = Office.objects.get(code="secretary")
    for unit in (league.hill, league.younger):
        Term.objects.create(person=league.max, office=office, unit=unit, started_at=league.at)
    offered(league, "cy", "younger", "max")
