from datetime import UTC, date, datetime, timedelta

import pytest

from conftest import START, World
from folkmoot.access.policy import may
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.membership.actions.offices import appoint_officer, relieve_officer
from folkmoot.membership.tests.acting import do, entries
from folkmoot.people.models import Office, Term


def given(world: World, **changed: object) -> dict[str, object]:
    return {"office": "secretary", "unit_id": world.hill.pk, "person_id": world.cy.pk, **changed}


def test_a_chair_appoints_an_officer_below(world: World) -> None:
    pk = do(world, appoint_officer, "ada", **given(world))
    term = Term.objects.get(pk=pk)
    assert (term.office.code, term.unit_id, term.person_id) == ("secretary", world.hill.pk, world.cy.pk)
    assert (term.started_at, term.ended_at) == (world.at, None)
    said = {
        "office": "secretary",
        "person_id": str(world.cy.pk),
        "started_at": "2026-03-02T18:30:00.000000+00:00",
        "term_id": str(pk),
        "unit_id": str(world.hill.pk),
    }
    assert entries() == [("OfficerAppointed", world.ada.pk, said)]


def test_an_office_begins_with_its_day_in_the_units_time_zone(world: World) -> None:
    pk = do(world, appoint_officer, "ada", **given(world, from_on=date(2026, 7, 1)))
    starts = datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert Term.objects.get(pk=pk).started_at == starts
    held = [
        may(world.cy, "people.see_members", on=world.hill, at=starts - d)
        for d in (timedelta(0), timedelta(1))
    ]
    assert held == [True, False]


def test_only_a_registrar_appoints_a_registrar(world: World) -> None:
    with pytest.raises(Refused, match="It can be done there by: registrar"):
        do(world, appoint_officer, "ada", **given(world, office="registrar", person_id=world.ada.pk))
    assert not may(world.ada, "membership.import_members", on=world.north, at=world.at)
    do(world, appoint_officer, "una", **given(world, office="registrar", person_id=world.ada.pk))
    assert may(world.ada, "membership.import_members", on=world.hill, at=world.at)


def test_a_term_begins_in_living_memory(world: World) -> None:
    with pytest.raises(Refused, match="more than 120 years ago") as refusal:
        do(world, appoint_officer, "ada", **given(world, from_on=date(1803, 7, 1)))
    assert refusal.value.field == "from_on"


@pytest.mark.parametrize("who", ["bo", "cy", "eve", "dee", "max", "stan"])
def test_others_cannot_appoint_there(world: World, who: str) -> None:
    with pytest.raises(Refused, match=r"You hold no office|There is no such"):
        do(world, appoint_officer, who, **given(world))
    assert Term.objects.filter(person=world.cy).count() == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"office": "queen"},
            "^There is no office “queen”. There are: chair, editor, integrity_officer, registrar",
        ),
        (
            {"person": "stan"},
            "^There is no such member among those you may see. Choose them from the list again.$",
        ),
        (
            {"person": "bo", "unit": "harbour"},
            "^Bo holds this office in Harbour already. Nothing is left to do.$",
        ),
    ],
)
def test_an_appointment_that_cannot_be_is_refused_in_words(world: World, changed, sentence: str) -> None:
    person, unit = changed.pop("person", "cy"), changed.pop("unit", "hill")
    facts = given(world, person_id=world.people[person].pk, unit_id=world.units[unit].pk, **changed)
    with pytest.raises(Refused, match=sentence):
        do(world, appoint_officer, "ada", **facts)
    assert Entry.objects.count() == 0


def test_an_office_that_is_not_yet_used_is_entered_when_somebody_is_given_it(world: World) -> None:
    Office.objects.filter(code="treasurer").update(code="bursar")
    do(world, appoint_officer, "ada", **given(world, office="treasurer"))
    assert Office.objects.get(code="treasurer").name == "treasurer"


@pytest.mark.parametrize("who", ["ada", "bo"])
def test_an_officer_is_relieved_by_who_may_or_lays_it_down(world: World, who: str) -> None:
    term = world.bo.terms.get()
    do(world, relieve_officer, who, term_id=term.pk)
    assert Term.objects.get(pk=term.pk).ended_at == world.at
    said = {
        "office": "secretary",
        "person_id": str(world.bo.pk),
        "term_id": str(term.pk),
        "unit_id": str(world.harbour.pk),
    }
    assert entries() == [("OfficerRelieved", world.people[who].pk, said)]
    with pytest.raises(Refused, match="do not hold this office any more"):
        do(world, relieve_officer, "ada", term_id=term.pk)


def test_the_last_registrar_at_the_top_appoints_another_before_they_go(world: World) -> None:
    term = world.una.terms.get()
    with pytest.raises(
        Refused, match=r"^Una is the last registrar of Union, and without one nobody can appoint another"
    ):
        do(world, relieve_officer, "una", term_id=term.pk)
    assert entries() == []
    do(world, appoint_officer, "una", office="registrar", unit_id=world.union.pk, person_id=world.cy.pk)
    do(world, relieve_officer, "una", term_id=term.pk)
    assert Term.objects.get(pk=term.pk).ended_at == world.at


@pytest.mark.parametrize("who", ["eve", "cy", "dee", "max", "stan"])
def test_others_cannot_relieve_an_officer(world: World, who: str) -> None:
    term = world.bo.terms.get()
    with pytest.raises(Refused, match=r"You hold no office|There is no such"):
        do(world, relieve_officer, who, term_id=term.pk)
    assert (term.started_at, Term.objects.get(pk=term.pk).ended_at) == (START, None)


def test_a_chair_appoints_nobody_from_elsewhere(world: World) -> None:
    facts = given(world, person_id=world.dee.pk, unit_id=world.hill.pk, office="treasurer")
    for number in ("", "M-Cy"):
        with pytest.raises(Refused, match="There is no such member among those you may see"):
            do(world, appoint_officer, "ada", **facts, member_number=number)
    with pytest.raises(Refused, match="Offer it to them: they accept or decline"):
        do(world, appoint_officer, "ada", **facts, member_number="M-Dee")
    assert not world.dee.terms.exists()


def test_whom_somebody_else_appoints_too_holds_by_their_hand_what_they_gave_to_themselves(
    world: World,
) -> None:
    herself = given(world, person_id=world.ada.pk)
    first = do(world, appoint_officer, "ada", **herself)
    assert not may(world.ada, "decisions.see_members_not_reached", on=world.hill, at=world.at)
    with pytest.raises(Refused, match="holds this office in Hill already"):
        do(world, appoint_officer, "ada", **herself)
    world.at += timedelta(days=1)
    again = do(world, appoint_officer, "una", **herself)
    assert may(world.ada, "decisions.see_members_not_reached", on=world.hill, at=world.at)
    ended = dict(Term.objects.filter(pk__in=[first, again]).values_list("pk", "ended_at"))
    assert ended == {first: world.at, again: None}
    assert [(name, by) for name, by, _said in entries()[-2:]] == [
        ("OfficerRelieved", world.una.pk),
        ("OfficerAppointed", world.una.pk),
    ]
    with pytest.raises(Refused, match="holds this office in Hill already"):
        do(world, appoint_officer, "una", **herself)


def test_nor_does_a_chair_whom_one_appointed_confirm_one(world: World) -> None:
    do(world, appoint_officer, "ada", **given(world, office="chair"))
    herself = given(world, person_id=world.ada.pk)
    do(world, appoint_officer, "ada", **herself)
    do(world, appoint_officer, "cy", **herself, member_number=world.ada.member_number)
    assert not may(world.ada, "decisions.see_members_not_reached", on=world.hill, at=world.at)
    do(world, appoint_officer, "una", **herself)
    assert may(world.ada, "decisions.see_members_not_reached", on=world.hill, at=world.at)
