from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from conftest import World
from folkmoot.access.policy import may
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.membership.actions.handing_over import hand_over_office
from folkmoot.membership.actions.offices import appoint_officer, relieve_officer
from folkmoot.membership.tests.acting import do, entries
from folkmoot.membership.tests.paging import as_, links
from folkmoot.membership.tests.test_taking_back import token_on
from folkmoot.people.models import Term
from folkmoot.structure.tests.pages import words_of

TOMORROW = date(2026, 3, 3)


def in_office(page) -> list[str]:
    return sorted(line.term.person.name for line in page.context["page"].lines)


@pytest.fixture
def term(world: World) -> Term:
    held: Term = world.bo.terms.get()
    return held


def test_one_time_in_office_ends_as_the_next_begins(world: World, term: Term) -> None:
    pk = do(world, hand_over_office, "ada", term_id=term.pk, person_id=world.eve.pk)
    term.refresh_from_db()
    new = Term.objects.get(pk=pk)
    assert (new.office, new.unit, new.person, new.started_at) == (
        term.office,
        world.harbour,
        world.eve,
        world.at,
    )
    assert (new.entered_by, new.follows, term.ended_at) == (world.ada, term, world.at)
    assert [name for name, *_rest in entries()] == ["OfficeHandedOver"]


def test_on_a_day_to_come_the_one_holds_it_until_then_and_the_other_from_then_on(
    world: World, term: Term
) -> None:
    do(world, hand_over_office, "ada", term_id=term.pk, person_id=world.eve.pk, from_on=TOMORROW)
    starts = datetime(2026, 3, 2, 23, tzinfo=UTC)
    held = [
        [may(who, "people.see_members", on=world.harbour, at=at) for who in (world.bo, world.eve)]
        for at in (starts - timedelta(seconds=1), starts)
    ]
    assert held == [[True, False], [False, True]]


def test_whoever_was_to_hand_over_keeps_the_office_if_nobody_follows(world: World, term: Term) -> None:
    pk = do(world, hand_over_office, "ada", term_id=term.pk, person_id=world.eve.pk, from_on=TOMORROW)
    do(world, relieve_officer, "ada", term_id=pk)
    term.refresh_from_db()
    assert term.ended_at is None
    new = Term.objects.get(pk=pk)
    assert new.ended_at == new.started_at


@pytest.mark.parametrize("who", ["bo", "eve", "cy", "dee", "max", "stan"])
def test_who_may_not_appoint_hands_nothing_over(world: World, term: Term, who: str) -> None:
    with pytest.raises(Refused, match=r"You hold no office|There is no such"):
        do(world, hand_over_office, who, term_id=term.pk, person_id=world.eve.pk)
    assert entries() == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"from_on": date(2026, 3, 1)}, "This day is past, and they held the office until now"),
        ({"who": "bo"}, "Bo holds this office in Harbour already"),
        ({"who": "stan"}, "Stan is no member now"),
    ],
)
def test_what_cannot_be_handed_over_is_refused_in_words(
    world: World, term: Term, given: dict[str, object], sentence: str
) -> None:
    person = world.people[str(given.get("who", "eve"))]
    with pytest.raises(Refused, match=sentence):
        do(
            world,
            hand_over_office,
            "una",
            term_id=term.pk,
            person_id=person.pk,
            from_on=given.get("from_on"),
        )
    assert entries() == []


def test_a_time_that_is_over_is_not_handed_over(world: World, term: Term) -> None:
    do(world, hand_over_office, "ada", term_id=term.pk, person_id=world.eve.pk, from_on=TOMORROW)
    with pytest.raises(Refused, match=r"^This time in office is over, or was handed over already"):
        do(world, hand_over_office, "ada", term_id=term.pk, person_id=world.ada.pk)


def test_nobody_hands_over_before_they_have_begun(world: World) -> None:
    given = {"office": "treasurer", "unit_id": world.harbour.pk, "person_id": world.eve.pk}
    pk = do(world, appoint_officer, "ada", **given, from_on=date(2026, 5, 1))
    with pytest.raises(Refused, match=r"^They have not begun by then themselves"):
        do(world, hand_over_office, "ada", term_id=pk, person_id=world.bo.pk, from_on=TOMORROW)


def test_a_chair_hands_over_the_work_of_no_registrar(world: World) -> None:
    given = {"office": "registrar", "unit_id": world.north.pk, "person_id": world.cy.pk}
    pk = do(world, appoint_officer, "una", **given)
    with pytest.raises(Refused, match="It can be done there by: registrar"):
        do(world, hand_over_office, "ada", term_id=pk, person_id=world.ada.pk)


def test_the_last_registrar_hands_over_now_and_not_on_a_day_on_which_nobody_might_follow(
    world: World,
) -> None:
    term = world.una.terms.get()
    with pytest.raises(Refused, match="is the last registrar"):
        do(world, hand_over_office, "una", term_id=term.pk, person_id=world.cy.pk, from_on=TOMORROW)
    do(world, hand_over_office, "una", term_id=term.pk, person_id=world.cy.pk)
    assert may(world.cy, "membership.appoint_registrar", on=world.union, at=world.at)


def test_the_row_of_an_officer_leads_to_one_form_and_it_can_be_taken_back(
    world: World, client, term: Term
) -> None:
    ada, officers = as_(client, world.ada), f"/units/{world.harbour.pk}/officers/"
    url = f"/terms/{term.pk}/successor/"
    assert links(ada.get(officers))["Hand over to…"] == url
    wrong = ada.post(url, {"member_number": "M-Eve", "name": "Nobody"})
    assert wrong.status_code == 422
    done = ada.post(url, {"member_number": "M-Eve", "name": "Eve", "act_id": str(new_id())}, follow=True)
    assert ("The office is handed over." in words_of(done), in_office(done)) == (True, ["Eve"])
    ada.post("/undo/", {"undo": token_on(done)})
    assert in_office(ada.get(officers)) == ["Bo"]


def test_a_hand_over_to_come_is_told_beside_the_name_and_taken_back(world: World, client, term: Term) -> None:
    ada, officers = as_(client, world.ada), f"/units/{world.harbour.pk}/officers/"
    day = timezone.localdate() + timedelta(days=9)
    typed = {"member_number": "M-Eve", "name": "Eve", "from_on": day.isoformat(), "act_id": str(new_id())}
    done = ada.post(f"/terms/{term.pk}/successor/", typed, follow=True)
    assert in_office(done) == ["Bo", "Eve"]
    assert f"hands it over on {date_format(day)}" in words_of(done)
    assert "Hand over to…" not in links(done)
    ada.post("/undo/", {"undo": token_on(done)}, follow=True)
    again = ada.get(officers)
    assert (in_office(again), "hands it over" in words_of(again)) == (["Bo"], False)


def test_a_registrar_finds_who_follows_by_a_part_of_the_name(world: World, client, term: Term) -> None:
    una, url = as_(client, world.una), f"/terms/{term.pk}/successor/"
    choose = links(una.get(f"{url}?q=ev"))["Choose"]
    assert choose == f"{url}?person={world.eve.pk}"
    assert una.get(choose).context["form"].initial == {"member_number": "M-Eve", "name": "Eve"}


@pytest.mark.parametrize("who", ["bo", "eve", "cy", "dee", "stan"])
def test_who_may_not_appoint_finds_no_such_page(world: World, client, term: Term, who: str) -> None:
    stranger, url = as_(client, world.people[who]), f"/terms/{term.pk}/successor/"
    assert [stranger.get(url).status_code, stranger.post(url, {}).status_code] == [404, 404]


@pytest.mark.parametrize("is_handed_over", [True, False])
def test_who_was_put_into_an_office_to_hand_it_over_is_no_other_hand(
    world: World, *, is_handed_over: bool
) -> None:
    # Ada leads North; Cy, whom she makes chair of Hill, gives her what she could only give herself.
    cy = do(world, appoint_officer, "ada", office="chair", unit_id=world.hill.pk, person_id=world.cy.pk)
    world.at += timedelta(minutes=5)
    if is_handed_over:
        do(world, hand_over_office, "cy", term_id=cy, person_id=world.ada.pk)
    else:
        do(world, appoint_officer, "cy", office="chair", unit_id=world.hill.pk, person_id=world.ada.pk)
    assert world.ada.terms.filter(unit=world.hill, ended_at=None).exists()
    assert not may(world.ada, "people.see_members", on=world.hill, at=world.at)
    # By a hand that is not hers, it would be.
    Term.objects.filter(pk=cy).update(entered_by=world.una)
    assert may(world.ada, "people.see_members", on=world.hill, at=world.at)
