"""People who are at home in the organisation itself and in an affiliated organisation."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from conftest import START, World, give_passkey, make_unit
from folkmoot.accounts.queries.homes import home_of as account_home_of
from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.admitting import admit_member, readmit_member
from folkmoot.membership.actions.correcting import correct_person
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.actions.merging import merge_persons, undo_merge_of_persons
from folkmoot.membership.actions.offering import offer_membership
from folkmoot.membership.actions.offices import appoint_officer
from folkmoot.membership.actions.seeking import seek_pairs
from folkmoot.membership.actions.transferring import transfer_member
from folkmoot.membership.models import LikelyPair, MembershipOffer
from folkmoot.membership.queries.alike import alike
from folkmoot.membership.queries.members import Wanted, members_page
from folkmoot.membership.queries.people import person_page
from folkmoot.membership.queries.places import latest_by_person, may_see, open_memberships, place_of
from folkmoot.membership.tests.acting import counts, do, entries, kept_apart
from folkmoot.membership.tests.bringing import HEADER, importing, problems
from folkmoot.membership.tests.leagues import CONDITION, at_home, come, with_league
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.notices.queries import zone_of
from folkmoot.people.models import Account, Membership, Office, Person, Term
from folkmoot.structure.models import Affiliation
from folkmoot.units.models import Unit


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def league(world: World) -> World:
    return with_league(world)


def now_at_home(person: Person) -> set[tuple[str, str | None]]:
    rows = Membership.objects.open().filter(person=person)
    return set(rows.values_list("unit__code", "circle__code"))


def test_the_database_keeps_one_home_in_each_circle(league: World) -> None:
    at_home(league, "cy", "young")
    for unit, circle in ((league.vale, None), (league.younger, league.youth)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(person=league.cy, unit=unit, circle=circle, started_at=START)
    assert now_at_home(league.cy) == {("hill", None), ("young", "youth")}


@pytest.mark.parametrize(
    ("admits", "member", "somebody_new"),
    [("anybody", "", ""), ("members", "", "Only members"), ("others", "Nobody who is a member", "")],
)
def test_whom_the_league_admits_is_its_rule(
    world: World, admits: str, member: str, somebody_new: str
) -> None:
    with_league(world, admits=admits)
    tries = (
        (member, lambda: come(world, "cy", "young")),
        (somebody_new, lambda: do(world, admit_member, "una", unit_id=world.young.pk, name="New")),
    )
    for refusal, act in tries:
        if refusal:
            with pytest.raises(Refused, match=refusal):
                act()
        else:
            act()
    assert now_at_home(world.cy) == {("hill", None)} | (set() if member else {("young", "youth")})
    assert Person.objects.filter(name="New").exists() is not bool(somebody_new)
    assert recount_members() == 0


def test_a_condition_is_confirmed_by_whoever_offers_and_the_ledger_keeps_that_apart(world: World) -> None:
    with_league(world, condition=CONDITION)
    given = {"person_id": world.cy.pk, "unit_id": world.young.pk}
    with pytest.raises(Refused, match="has to be: aged 14 to 30") as refusal:
        do(world, offer_membership, "una", **given)
    assert refusal.value.field == "meets_condition"
    come(world, "cy", "young", meets_condition=True)
    told = [each for each in entries() if each[0] == "ConditionConfirmed"]
    assert told == [
        (
            "ConditionConfirmed",
            world.cy.pk,
            {"person_id": str(world.cy.pk), "circle_id": str(world.youth.pk)},
        )
    ]
    assert {"condition": CONDITION} in kept_apart()


def test_a_home_elsewhere_in_the_organisation_needs_no_condition(world: World) -> None:
    with_league(world, condition=CONDITION)
    do(world, admit_member, "una", unit_id=world.vale.pk, name="New")
    assert [each for each in entries() if each[0] == "ConditionConfirmed"] == []


def in_the_league(world: World) -> None:
    """Dee, its secretary, is at home there."""
    at_home(world, "dee", "young")


def test_nobody_who_has_a_home_is_admitted_to_another_circle_without_being_asked(league: World) -> None:
    in_the_league(league)
    given = {"person_id": league.cy.pk, "unit_id": league.young.pk}
    for by, said in (("una", "only if they agree"), ("dee", "no such member")):
        with pytest.raises(Refused, match=said):
            do(league, readmit_member, by, **given)
    assert now_at_home(league.cy) == {("hill", None)}


def test_nobody_is_admitted_twice_to_one_circle(league: World) -> None:
    at_home(league, "cy", "young")
    for unit, said in (("younger", "Young already"), ("vale", "Hill already")):
        for act in (readmit_member, offer_membership):
            with pytest.raises(Refused, match=said):
                do(league, act, "una", person_id=league.cy.pk, unit_id=league.units[unit].pk)


def test_a_transfer_moves_the_home_in_the_circle_of_the_new_cell(league: World) -> None:
    at_home(league, "cy", "young")
    do(league, transfer_member, "una", person_id=league.cy.pk, to_unit_id=league.younger.pk)
    assert now_at_home(league.cy) == {("hill", None), ("younger", "youth")}
    do(league, transfer_member, "una", person_id=league.cy.pk, to_unit_id=league.vale.pk)
    assert now_at_home(league.cy) == {("vale", None), ("younger", "youth")}
    assert (counts()["younger"], counts()["vale"], counts().get("young", 0)) == (1, 2, 0)
    assert recount_members() == 0


def test_nobody_is_transferred_across_the_border(league: World) -> None:
    with pytest.raises(Refused, match="You see no home of Cy in Youth"):
        do(league, transfer_member, "una", person_id=league.cy.pk, to_unit_id=league.young.pk)
    Membership.objects.filter(person=league.cy).delete()
    at_home(league, "cy", "young")
    with pytest.raises(Refused, match="You see no home of Cy in the organisation itself"):
        do(league, transfer_member, "una", person_id=league.cy.pk, to_unit_id=league.vale.pk)


def test_of_two_memberships_whoever_ends_one_says_which(league: World) -> None:
    at_home(league, "cy", "young")
    with pytest.raises(Refused, match="at home in several cells: Hill, Young") as refusal:
        do(league, end_membership, "una", person_id=league.cy.pk)
    assert refusal.value.field == "unit_id"
    do(league, end_membership, "una", person_id=league.cy.pk, unit_id=league.young.pk)
    assert now_at_home(league.cy) == {("hill", None)}
    assert recount_members() == 0


def test_the_leagues_secretary_ends_the_membership_in_the_league_and_no_other(league: World) -> None:
    in_the_league(league)
    at_home(league, "cy", "young")
    with pytest.raises(Refused, match="Cy is no member there"):
        do(league, end_membership, "dee", person_id=league.cy.pk, unit_id=league.hill.pk)
    do(league, end_membership, "dee", person_id=league.cy.pk, unit_id=league.young.pk)
    assert now_at_home(league.cy) == {("hill", None)}


@pytest.mark.parametrize(("unit", "left"), [("young", {"hill"}), ("hill", {"young"}), ("", set())])
def test_a_member_leaves_one_or_all(league: World, unit: str, left: set[str]) -> None:
    at_home(league, "cy", "young")
    given = {"unit_id": league.units[unit].pk} if unit else {}
    do(league, end_membership, "cy", person_id=league.cy.pk, **given)
    assert {code for code, _circle in now_at_home(league.cy)} == left
    ended = [payload["unit_id"] for event, _by, payload in entries() if event == "MembershipEnded"]
    assert len(ended) == (1 if unit else 2)


@pytest.mark.parametrize(("ends", "offices"), [("young", {"hill"}), ("hill", {"young"}), ("", set())])
def test_an_office_ends_with_the_home_in_its_circle(league: World, ends: str, offices: set[str]) -> None:
    at_home(league, "cy", "young")
    for unit in ("hill", "young"):
        do(league, appoint_officer, "una", office="treasurer", person_id=league.cy.pk, unit_id=league.units[unit].pk)  # fmt: skip
    given = {"unit_id": league.units[ends].pk} if ends else {}
    later = league.at + timedelta(hours=1)
    do(league, end_membership, "cy", at=later, person_id=league.cy.pk, **given)
    held = Term.objects.current(later).filter(person=league.cy)
    assert set(held.values_list("unit__code", flat=True)) == offices


def test_whoever_holds_an_office_of_the_league_without_being_at_home_there_holds_it_by_the_organisation(
    league: World,
) -> None:
    # Dee is secretary of Young, and a member of Vale alone.
    other = at_home(league, "dee", "younger")
    Membership.objects.filter(pk=other.pk).delete()
    recount_members()
    at_home(league, "bo", "young")
    do(league, end_membership, "una", person_id=league.dee.pk)
    assert list(Term.objects.current(league.at).filter(person=league.dee)) == []


def test_somebody_is_seen_in_each_home_by_those_who_see_it_and_answered_for_by_the_first(
    league: World,
) -> None:
    in_the_league(league)
    assert not may_see(league.dee, league.cy.pk, at=league.at)
    at_home(league, "cy", "young")
    assert may_see(league.dee, league.cy.pk, at=league.at)
    assert place_of(league.cy.pk) == league.hill
    page = person_page(league.dee, league.cy.pk, at=league.at)
    assert page is not None
    # Of the home in the other circle only those are told who see its members.
    assert [(home.unit.code, "end_membership" in home.allowed) for home in page.homes] == [("young", True)]
    assert "correct_person" not in page.allowed
    with pytest.raises(Refused, match="for them where they belong"):
        do(league, correct_person, "dee", person_id=league.cy.pk, name="Another")


def test_a_list_of_members_shows_each_home_that_is_asked_for(league: World) -> None:
    at_home(league, "cy", "young")

    def shown(unit: Unit) -> list[tuple[str, str]]:
        page = members_page(Unit.objects.within(unit), Wanted())
        return [(line.person.name, line.unit.code) for line in page.lines if line.person == league.cy]

    assert shown(league.north) == [("Cy", "hill")]
    assert shown(league.youth) == [("Cy", "young")]
    assert shown(league.union) == [("Cy", "hill"), ("Cy", "young")]


def test_a_merge_lets_a_home_in_another_circle_go_over_and_gives_it_back(league: World) -> None:
    Account.objects.filter(person=league.eve).delete()
    Term.objects.filter(person=league.eve).delete()
    Membership.objects.filter(person=league.eve).delete()
    at_home(league, "eve", "young")
    do(league, merge_persons, "una", kept_id=league.cy.pk, gone_id=league.eve.pk)
    assert (now_at_home(league.cy), now_at_home(league.eve)) == ({("hill", None), ("young", "youth")}, set())
    later = league.at + timedelta(days=1)
    do(league, undo_merge_of_persons, "una", at=later, gone_id=league.eve.pk)
    assert (now_at_home(league.cy), now_at_home(league.eve)) == ({("hill", None)}, {("young", "youth")})
    assert recount_members() == 0


def test_a_merge_lets_one_of_two_homes_in_a_circle_end_and_is_refused_where_the_one_that_goes_has_several(
    league: World,
) -> None:
    Account.objects.filter(person=league.eve).delete()
    Term.objects.filter(person=league.eve).delete()
    at_home(league, "eve", "young")
    with pytest.raises(Refused, match="at home in several cells"):
        do(league, merge_persons, "una", kept_id=league.cy.pk, gone_id=league.eve.pk)
    Membership.objects.filter(person=league.eve, circle=None).delete()
    at_home(league, "cy", "younger")
    do(league, merge_persons, "una", kept_id=league.cy.pk, gone_id=league.eve.pk)
    assert now_at_home(league.cy) == {("hill", None), ("younger", "youth")}
    assert recount_members() == 0


def test_the_leagues_secretary_is_told_on_entry_that_a_member_of_theirs_has_the_name(league: World) -> None:
    in_the_league(league)
    assert alike(league.dee, "Cy", at=league.at) == []
    at_home(league, "cy", "young")
    assert [(each.person, each.unit) for each in alike(league.dee, "Cy", at=league.at)] == [
        (league.cy, league.young)
    ]


def test_one_of_two_homes_answers_when_pairs_are_sought(league: World) -> None:
    at_home(league, "cy", "young")
    twin = Person.objects.create(
        name="Cy", sort_name="Cy", search_name="cy", name_key="cy", member_number="2", created_at=START
    )
    Membership.objects.create(person=twin, unit=league.hill, started_at=START)
    seek_pairs(league.at)
    assert LikelyPair.objects.count() == 1


def brought(world: World, *lines: str) -> None:
    importing(world, HEADER.strip() + ";meets condition\n" + "\n".join(lines) + "\n")


def wrong(world: World, *lines: str) -> list[str]:
    text = HEADER.strip() + ";meets condition\n" + "\n".join(lines) + "\n"
    return [sentence for *_place, sentence in problems(world, text)]


def test_a_file_offers_transfers_and_leaves_alone_by_the_circle_of_the_cell(world: World) -> None:
    with_league(world, condition=CONDITION)
    at_home(world, "bo", "young")
    brought(
        world,
        "M-Cy;Cy;;;young;;;;yes",
        "M-Bo;Bo;;;younger;;;;",
        "M-Dee;Dee;;;harbour;;;;",
    )
    assert now_at_home(world.cy) == {("hill", None)}
    assert now_at_home(world.bo) == {("harbour", None), ("younger", "youth")}
    assert now_at_home(world.dee) == {("harbour", None)}
    assert recount_members() == 0
    offer = MembershipOffer.objects.get()
    assert (offer.person, offer.unit, offer.condition, offer.offered_by) == (
        world.cy,
        world.young,
        CONDITION,
        world.una,
    )


def test_a_file_is_held_to_the_rule_and_the_condition_of_a_circle(world: World) -> None:
    with_league(world, admits="members", condition=CONDITION)
    assert [each.split(".")[0] for each in wrong(world, "M-Cy;Cy;;;young;;;;", "77;New;;;young;;;;yes")] == [
        "Whoever belongs to Youth has to be: aged 14 to 30",
        "Only members of the organisation itself belong to Youth",
    ]


def test_whoever_imports_for_the_league_alone_touches_nobody_whom_they_do_not_see(league: World) -> None:
    Term.objects.create(
        person=league.dee, office=Office.objects.get(code="registrar"), unit=league.youth, started_at=START
    )
    give_passkey(league.dee)
    in_the_league(league)
    at_home(league, "bo", "young")
    for row in ("M-Cy;Cy;;;young;fr;;;", "M-Cy;Cyrus;;;young;fr;;;"):
        said = wrong_for_the_league(league, row)
        assert [each.split(".")[0] for each in said] == ["This row cannot be entered here"]
    importing(league, HEADER + "M-Bo;Boris;;;younger;fr;;\n", by=league.dee, under=league.youth)
    bo = Person.objects.get(pk=league.bo.pk)
    # Their name and languages are for those who answer for them.
    assert (bo.name, bo.languages) == ("Bo", ["en"])
    assert now_at_home(bo) == {("harbour", None), ("younger", "youth")}


def wrong_for_the_league(world: World, *lines: str) -> list[str]:
    text = HEADER.strip() + ";meets condition\n" + "\n".join(lines) + "\n"
    return [sentence for *_place, sentence in problems(world, text, by=world.dee, under=world.youth)]


def test_who_belongs_to_the_league_alone_holds_no_office_outside_of_it(league: World) -> None:
    Membership.objects.filter(person=league.cy).delete()
    at_home(league, "cy", "young")
    given = {"office": "treasurer", "person_id": league.cy.pk}
    with pytest.raises(Refused, match="is not shown to you"):
        do(league, appoint_officer, "una", **given, unit_id=league.hill.pk)
    do(league, appoint_officer, "una", **given, unit_id=league.youth.pk)
    # A member of the organisation itself may serve the league.
    do(league, appoint_officer, "una", office="treasurer", person_id=league.bo.pk, unit_id=league.young.pk)


def test_of_homes_in_two_leagues_one_answers_by_every_way_of_asking(league: World) -> None:
    at_home(league, "stan", "young")
    league.units["club"] = make_unit("Club", league.young.kind, league.union)
    Affiliation.objects.create(unit=league.club, admits="anybody", affiliated_at=START)
    Membership.objects.create(person=league.stan, unit=league.club, circle=league.club, started_at=START)
    first = min(league.youth.pk, league.club.pk)
    rows = Membership.objects.filter(person=league.stan)
    assert [each.circle_id for each in Membership.objects.answering().filter(person=league.stan)] == [first]
    assert latest_by_person(rows)[league.stan.pk].circle_id == first
    assert open_memberships(league.stan.pk)[0].circle_id == first
    assert account_home_of(league.stan, at=league.at) == place_of(league.stan.pk)
    assert zone_of(league.stan).key == "Europe/Paris"
    everybody = set(Membership.objects.answering().values_list("person", flat=True))
    assert len(everybody) == Membership.objects.answering().count()
