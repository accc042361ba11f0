import json
from dataclasses import replace
from datetime import timedelta

import pytest

from conftest import START, World, give_passkey
from folkmoot.access import policy
from folkmoot.access.grants import GRANTS, Grant
from folkmoot.accounts.actions import tries
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry, PersonalPayload
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.actions.importing import MEMBERS
from folkmoot.membership.tests.acting import do, homes
from folkmoot.membership.tests.bringing import HEADER, counted, importing, problems, roll
from folkmoot.people.models import Membership, Office, Person, Term
from folkmoot.structure.actions.importing import start_import
from folkmoot.structure.actions.slices import advance_import
from folkmoot.structure.interfaces import importers
from folkmoot.structure.models import State
from folkmoot.structure.queries.imports import notes_of
from folkmoot.structure.tests.importing import advanced, checked_text, told
from folkmoot.units.models import Unit

NEW = HEADER + (
    "7;Zoë Okafor;Zoe@Example.org;+33 1 23 45 67 89;harbour;French, en;2026-02-01;treasurer\n"
    ";Li Wei;li@example.org;;vale;;;\n"
    "X-9;Kim;;;hill;;31.01.2026;\n"
)
NO_COLUMN = (
    "No column is read as this, and some rows need it. Choose its column, or add one. "
    "Not recognised: “Co-operative”."
)
CANNOT = "This row cannot be entered here. Ask the registrar of the whole organisation, or leave the row out."
NOWHERE = "There is no unit with the code “%s” below Union. Correct it, or bring the units first."


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.DATA = tmp_path


def test_a_file_of_members_is_admitted_to_their_cells(world: World) -> None:
    job = importing(world, NEW)
    assert counted(job) == (State.DONE, 3, 0, 0)
    found = roll()
    midnight = world.harbour.local(world.at).replace(month=2, day=1, hour=0, minute=0)
    assert found["7"] == (
        "Zoë Okafor",
        "okafor, zoe",
        ["fr", "en"],
        [("harbour", midnight, None)],
        ["zoe@example.org"],
        [("email", "zoe@example.org", True), ("phone", "+33123456789", True)],
        [("treasurer", "harbour")],
    )
    assert found["000008"][:4] == ("Li Wei", "wei, li", [], [("vale", world.at, None)])
    assert found["X-9"][3] == [("hill", midnight.replace(month=1, day=31), None)]
    assert found["counts"] == {"harbour": 3, "hill": 5, "vale": 2}


def test_a_title_that_is_not_recognised_is_told_once_and_not_of_every_row(world: World) -> None:
    text = "Co-operative,Member number,Name\nhill,1,Zoë\nhill,2,\nhill,3,Kim\n"
    assert problems(world, text) == [
        (
            1,
            "Cell code",
            NO_COLUMN,
        ),
        (3, "Name", "A member needs a name. Write it as they want to be called."),
    ]


def test_without_a_column_for_number_or_address_the_file_is_refused_before_it_is_read(world: World) -> None:
    with pytest.raises(
        Refused, match=r"No column was found for: Member number or E-mail address\. .*“Card”\."
    ):
        importing(world, "Card,Name,Cell\n1,Zoë,hill\n")


def test_a_list_of_names_alone_is_a_list_of_members(world: World) -> None:
    job = importing(world, "Name,Cell\nZoë,hill\nKim,hill\n")
    assert counted(job) == (State.DONE, 2, 0, 0)
    assert {"Zoë", "Kim"} <= set(Person.objects.values_list("name", flat=True))


def test_a_batch_is_one_entry_and_names_stay_beside_it(world: World) -> None:
    job = importing(world, NEW)
    [entry] = Entry.objects.filter(event="MembersImported")
    new = {person.member_number: str(person.pk) for person in Person.objects.filter(created_at=world.at)}
    assert json.loads(entry.payload) == {
        "job_id": str(job.pk),
        "batch": 0,
        "admitted": [new["7"], new["000008"], new["X-9"]],
        "transferred": [],
        "corrected": [],
        "appointed": [new["7"]],
    }
    assert json.loads(PersonalPayload.objects.get(entry_id=entry.pk).payload) == {
        "admitted": {
            new["7"]: ["Zoë Okafor", "7"],
            new["000008"]: ["Li Wei", "000008"],
            new["X-9"]: ["Kim", "X-9"],
        },
        "earlier_names": {},
    }


def test_the_same_file_twice_changes_nothing(world: World) -> None:
    importing(world, NEW)
    before, entries = roll(), Entry.objects.filter(event="MembersImported").count()
    job = importing(world, NEW, at=world.at + timedelta(days=1))
    assert counted(job) == (State.DONE, 0, 0, 3)
    assert roll() == before
    last = Entry.objects.filter(event="MembersImported").order_by("id")[entries]
    assert [
        json.loads(last.payload)[key] for key in ("admitted", "transferred", "corrected", "appointed")
    ] == [[]] * 4


def test_a_row_that_differs_transfers_corrects_and_appoints(world: World) -> None:
    job = importing(world, HEADER + "M-Cy;Cyrus Ålund;;;vale;sv;;chair\nM-Dee;Dee;;;;;;\n")
    assert counted(job) == (State.DONE, 0, 1, 1)
    found = roll()
    assert found["M-Cy"] == (
        "Cyrus Ålund",
        "alund, cyrus",
        ["sv"],
        [("hill", START, world.at), ("vale", world.at, None)],
        ["cy@example.org"],
        [],
        [("chair", "vale")],
    )
    assert found["counts"] == {"harbour": 2, "hill": 3, "vale": 2}
    payload = PersonalPayload.objects.order_by("entry_id").last()
    assert payload is not None
    assert json.loads(payload.payload)["earlier_names"] == {str(world.cy.pk): "Cy"}


def test_the_address_of_somebody_who_is_known_is_not_changed_by_a_file(world: World) -> None:
    text = HEADER + "M-Cy;Cy;thief@example.org;+33 1 23 45 67 89;hill;;;\nM-Dee;;DEE@example.org;;;;;\n"
    noted = list(notes_of(checked_text("members", text, under=world.union, by=world.una, at=world.at)))
    assert [(note.number, note.field) for note in noted] == [(2, "E-mail")]
    assert noted[0].sentence.startswith("The address of a member is not changed by a file")
    job = importing(world, text)
    assert counted(job) == (State.DONE, 0, 0, 2)
    assert roll()["M-Cy"][4:6] == (["cy@example.org"], [])


def test_a_row_of_somebody_new_tells_who_may_be_the_same_and_is_imported_all_the_same(world: World) -> None:
    text = HEADER + "9;CY;;;hill;;;\n10;Dee;;;vale;;;\nM-Bo;Bo;;;harbour;;;\n"
    noted = list(notes_of(checked_text("members", text, under=world.north, by=world.una, at=world.at)))
    # Dee belongs to another region: nobody who imports here is told of them, and Bo is who is meant.
    assert [(note.number, note.field, note.sentence) for note in noted] == [
        (
            2,
            "Name",
            "They may be known already: Cy (M-Cy, Hill). If it is the same person, give that number; else leave it as it is.",
        )
    ]
    assert counted(importing(world, HEADER + "9;CY;;;hill;;;\n")) == (State.DONE, 1, 0, 0)


def test_without_a_number_a_member_is_known_by_their_address(world: World) -> None:
    job = importing(world, "E-mail;Cell\nCY@example.org;vale\n")
    assert counted(job) == (State.DONE, 0, 1, 0)
    assert [unit for unit, *_times in homes(world.cy)] == ["hill", "vale"]


def test_a_former_member_is_admitted_again(world: World) -> None:
    do(world, end_membership, "una", person_id=world.cy.pk)
    later = world.at + timedelta(days=3)
    job = importing(world, HEADER + "M-Cy;Cy;;;vale;;;\n", at=later)
    assert counted(job) == (State.DONE, 0, 1, 0)
    assert homes(world.cy)[1:] == [("vale", later, None)]


def test_given_and_family_names_sort_as_they_are_told(world: World) -> None:
    importing(world, "Member number,Given name,Family name,Cell\n5,Jan,van der Berg,hill\n")
    jan = Person.objects.get(member_number="5")
    assert (jan.name, jan.sort_name, jan.search_name) == (
        "Jan van der Berg",
        "van der Berg, Jan",
        "van der berg, jan",
    )


def test_in_a_cell_the_code_may_be_left_out(world: World) -> None:
    importing(world, "Member number,Name\n5,Zoë Okafor\n", under=world.hill)
    assert homes(Person.objects.get(member_number="5")) == [("hill", world.at, None)]


def test_a_number_that_stands_later_in_the_file_is_not_given_to_somebody_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each row is a batch: the one with the number is written last.
    monkeypatch.setitem(importers, "members", replace(MEMBERS, batch_rows=1))
    importing(world, HEADER + ";Li Wei;li@example.org;;vale;;;\n000001;Kim;;;hill;;;\n")
    numbers = dict(Person.objects.filter(name__in=["Kim", "Li Wei"]).values_list("name", "member_number"))
    assert numbers == {"Kim": "000001", "Li Wei": "000002"}


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        ("1;Zoë;;;nowhere;;;", "Cell", NOWHERE % "nowhere"),
        (
            "1;Zoë;;;north;;;",
            "Cell",
            "North is a region, where nobody has their home. Choose one of the cells below it.",
        ),
        ("1;Zoë;;;;;;", "Cell", "This cell is empty. Fill in the code of the cell to which they belong."),
        ("1;;;;hill;;;", "Name", "A member needs a name. Write it as they want to be called."),
        (
            ";cy;;;hill;;;",
            "Name",
            (
                "Hill has a member of this name already, with the number M-Cy. Give this row that number if it is the same"
                " person; if not, a number of its own or an e-mail address."
            ),
        ),
        (
            "1;Zoë;cy@example.org;;hill;;;",
            "E-mail",
            "cy@example.org is somebody’s already. Correct it, or give the number of that member.",
        ),
        ("1;Zoë;cy@;;hill;;;", "E-mail", "“cy@” is not an e-mail address."),
        (
            "1;Zoë;;;hill;;2999-01-01;",
            "Joined on",
            "1 January 2999 has not come yet. Admit them on that day, or give the day they joined.",
        ),
        (
            "M-Stan;;;;hill;;2026-01-15;",
            "Joined on",
            "They were a member until 1 February 2026, and nobody has two homes at once. Give that day or a later one.",
        ),
    ],
)
def test_a_row_that_cannot_be_is_told_in_words(world: World, row: str, column: str, sentence: str) -> None:
    Membership.objects.create(
        person=world.stan, unit=world.hill, started_at=START, ended_at=START + timedelta(days=31)
    )
    assert problems(world, f"{HEADER}{row}\n") == [(2, column, sentence)]


@pytest.mark.parametrize(
    ("row", "column"), [("1;Zoë;;;hill;;soon;", "Joined on"), ("1;Zoë;;;hill;;;queen", "Office")]
)
def test_a_cell_that_cannot_be_read_is_told_with_its_column(world: World, row: str, column: str) -> None:
    assert [(number, title) for number, title, _said in problems(world, f"{HEADER}{row}\n")] == [(2, column)]


def test_a_number_twice_in_a_file_is_told(world: World) -> None:
    said = problems(world, HEADER + "7;Zoë;;;hill;;;\n7;Kim;;;hill;;;\n")
    assert said == [
        (3, "Member number", "“7” is in row 2 already. Take one of the two rows out, or correct it.")
    ]


def test_two_rows_about_one_person_are_told(world: World) -> None:
    said = problems(world, HEADER + "M-Cy;;;;vale;;;\n;;cy@example.org;;harbour;;;\n")
    assert said == [(3, "", "Row 2 is about the same person. Leave one of the two.")]


def test_a_closed_cell_takes_nobody_in(world: World) -> None:
    Unit.objects.filter(pk=world.vale.pk).update(closed_at=world.at)
    said = problems(world, HEADER + "7;Zoë;;;vale;;;\n")
    assert said == [(2, "Cell", "Vale was closed. Choose an open cell.")]


def test_nothing_outside_the_chosen_unit_is_touched_or_told_of(world: World) -> None:
    said = problems(world, HEADER + "7;Zoë;;;vale;;;\nM-Dee;;;;hill;;;\n", under=world.north)
    assert said == [
        (2, "Cell", (NOWHERE % "vale").replace("Union", "North")),
        (3, "", CANNOT),
    ]


@pytest.mark.parametrize(
    "row",
    [
        "M-Cy;Cy;;;vale;;;",
        ";Somebody;cy@example.org;;vale;;;",
        "77;New;cy@example.org;;vale;;;",
        "M-Cy;Cy;cy@example.org;;nowhere;;2999-01-01;chair",
        "M-Dee;;;;;;;\n;;cy@example.org;;vale;;;\nM-Cy;;;;vale;;;",
    ],
)
def test_of_people_elsewhere_a_registrar_of_a_part_is_told_one_sentence(world: World, row: str) -> None:
    make_registrar_of_south(world)
    said = problems(world, f"{HEADER}{row}\n", under=world.south, by=world.dee)
    assert {each[1:] for each in said} == {("", CANNOT)}


def test_a_registrar_of_a_part_tests_few_addresses_a_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "MOST_TRIES", 1)
    make_registrar_of_south(world)
    south, whole = {"under": world.south, "by": world.dee}, {"under": world.union, "by": world.una}
    of_cy, of_bo = (f";N;{name}@example.org;;vale;;;\n" for name in ("cy", "bo"))
    # The same file may be checked again.
    for _time in range(2):
        assert problems(world, HEADER + of_cy, **south) == [(2, "", CANNOT)]
    job = checked_text("members", HEADER + of_bo, **south, at=world.at)
    assert (job.state, told(job), job.stopped_because[:60]) == (
        State.STOPPED,
        [],
        "Within a day your files were about more than 1 people who ca",
    )
    assert checked_text("members", HEADER + of_cy + of_bo, **whole, at=world.at).state == State.CHECKED


def make_registrar_of_south(world: World) -> None:
    registrar = Office.objects.get(code="registrar")
    Term.objects.create(person=world.dee, office=registrar, unit=world.south, started_at=START)
    give_passkey(world.dee)


def test_a_registrar_of_a_part_touches_only_that_part(world: World) -> None:
    Term.objects.filter(person=world.una).update(unit=world.north)
    job = importing(world, HEADER + "M-Cy;;;;harbour;;;\n", under=world.north)
    assert counted(job) == (State.DONE, 0, 1, 0)
    said = problems(world, HEADER + "M-Cy;;;;vale;;;\n", under=world.north)
    assert said == [(2, "Cell", (NOWHERE % "vale").replace("Union", "North"))]


def test_offices_are_given_by_a_file_only_where_one_may_appoint(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:

    monkeypatch.setattr(policy, "GRANTS", {**GRANTS, "membership.appoint_officer": Grant()})
    said = problems(world, HEADER + "M-Cy;;;;;;;chair\nM-Dee;;;;;;;\n")
    assert said == [(2, "Office", "You may not appoint officers in this cell. Leave this empty.")]


def test_the_operator_imports_without_a_name(world: World) -> None:
    job = importing(world, NEW, by=None, via=Via.OPERATOR)
    assert counted(job) == (State.DONE, 3, 0, 0)
    assert Entry.objects.get(event="MembersImported").by is None


def test_a_first_officer_without_a_home_gets_one_from_a_file(world: World) -> None:
    job = importing(world, HEADER + "M-Stan;Stan;;;hill;;;\n")
    assert counted(job) == (State.DONE, 0, 1, 0)
    assert homes(world.stan) == [("hill", world.at, None)]


def test_a_row_that_no_longer_fits_stops_the_import_with_nothing_of_its_batch(world: World) -> None:

    job = checked_text("members", NEW, under=world.union, by=world.una, at=world.at)
    Unit.objects.filter(pk=world.hill.pk).update(closed_at=world.at)
    run(start_import, {"job_id": job.pk}, act_id=new_id(), by=world.una, at=world.at, via=Via.WEB)
    job = advanced(job.pk, at=world.at)
    assert (job.state, job.stopped_because) == (
        State.STOPPED,
        "Row 4 no longer fits: Hill was closed. Choose an open cell.",
    )
    assert Person.objects.count() == 8


@pytest.mark.parametrize("rows", [1, 60])
def test_a_batch_costs_the_same_however_many_rows(
    world: World, rows: int, django_assert_max_num_queries
) -> None:
    text = HEADER + "".join(
        f"{number};Member {number};m{number}@example.org;+331234{number:04};hill;;;\n"
        for number in range(1, rows + 1)
    )
    job = checked_text("members", text, under=world.union, by=world.una, at=world.at)

    run(start_import, {"job_id": job.pk}, act_id=new_id(), by=world.una, at=world.at, via=Via.WEB)
    with django_assert_max_num_queries(48):
        advance_import(job.pk, at=world.at)
    assert Person.objects.count() == 8 + rows
