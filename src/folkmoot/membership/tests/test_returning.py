from datetime import timedelta
from typing import Any

import pytest

from conftest import World
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry, PersonalPayload
from folkmoot.membership.actions.correcting import correct_person
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.actions.offices import appoint_officer
from folkmoot.membership.actions.transferring import transfer_member
from folkmoot.membership.queries.imported import return_counted
from folkmoot.membership.tests.acting import do
from folkmoot.membership.tests.bringing import HEADER, importing, roll
from folkmoot.membership.tests.paging import as_, links, table_rows
from folkmoot.people.models import Person
from folkmoot.structure.actions.importing import take_back_import
from folkmoot.structure.models import State
from folkmoot.structure.queries.imports import act_id_of_batch
from folkmoot.structure.tests.importing import advanced
from folkmoot.structure.tests.pages import words_of

FILE = HEADER + (
    "7;Zoë Okafor;Zoe@Example.org;;harbour;fr;2026-02-01;treasurer\n"
    "M-Cy;Cyrus;;;vale;fr;;\n"
    "M-Eve;Eve;;;harbour;;;treasurer\n"
    "8;Kim;kim@example.org;;hill;;;\n"
)


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


@pytest.fixture
def job(world: World):
    made = importing(world, FILE)
    assert (made.state, made.done_new_count, made.done_changed_count) == (State.DONE, 2, 2)
    world.at += timedelta(hours=1)
    return made


def taken_back(world: World, job, *, by=None):
    given = {"job_id": job.pk}
    run(take_back_import, given, act_id=new_id(), by=by or world.una, at=world.at, via=Via.WEB)
    return advanced(job.pk, at=world.at)


def left_and_returned(world: World, job) -> tuple[int, int]:
    """What is foreseen, and then is so."""
    foreseen = return_counted(act_id_of_batch(job, 0), job.under, world.una, world.at)
    done = taken_back(world, job)
    assert (done.state, done.returned_count, done.left_count) == (State.RETURNED, *foreseen)
    return foreseen


def now_of(found: dict[str, Any], number: str) -> tuple[Any, ...]:
    """What somebody is called, where they are at home now, and their offices."""
    name, _sought, languages, homes, _accounts, _channels, offices = found[number]
    return name, languages, [cell for cell, _from, until in homes if until is None], offices


def test_an_import_is_taken_back_whole_if_nobody_changed_anything(world: World) -> None:
    before = roll()
    job = importing(world, FILE)
    world.at += timedelta(hours=1)
    assert left_and_returned(world, job) == (4, 0)
    after = roll()
    for number in ("M-Cy", "M-Eve"):
        assert now_of(after, number) == now_of(before, number)
    for number, name in (("7", "Zoë Okafor"), ("8", "Kim")):
        assert now_of(after, number)[2:] == ([], [])
        assert after[number][0] == name
    assert (after["counts"], after["keys"]["M-Cy"]) == (before["counts"], before["keys"]["M-Cy"])


def test_the_ledger_says_who_was_given_back_what_and_names_nobody(world: World, job) -> None:
    taken_back(world, job)
    entry = Entry.objects.get(event="MembersReturned")
    assert str(world.cy.pk) in entry.payload
    assert "Cyrus" not in entry.payload
    assert "Cyrus" in PersonalPayload.objects.get(entry_id=entry.pk).payload


def rename(world: World, person: Person) -> None:
    do(world, correct_person, by="una", person_id=person.pk, name="Another", languages=["en"])


def transfer(world: World, person: Person) -> None:
    do(world, transfer_member, by="una", person_id=person.pk, to_unit_id=world.hill.pk)


def appoint(world: World, person: Person) -> None:
    do(world, appoint_officer, by="una", office="chair", unit_id=world.harbour.pk, person_id=person.pk)


def end(world: World, person: Person) -> None:
    do(world, end_membership, by="una", person_id=person.pk)


@pytest.mark.parametrize("change", [rename, transfer, appoint, end])
@pytest.mark.parametrize("number", ["7", "M-Cy"])
def test_whoever_was_changed_since_is_left_as_they_are(world: World, job, change, number: str) -> None:
    change(world, Person.objects.get(member_number=number))
    world.at += timedelta(hours=1)
    before = now_of(roll(), number)
    assert left_and_returned(world, job) == (3, 1)
    assert now_of(roll(), number) == before


def test_whoever_cannot_go_back_to_a_cell_that_was_closed_is_left(world: World, job) -> None:
    # Cy came from the hill.
    world.hill.closed_at = world.at
    world.hill.save()
    returned, left = return_counted(act_id_of_batch(job, 0), job.under, world.una, world.at)
    assert (returned, left) == (3, 1)


def test_it_is_taken_back_by_who_may_import_there_and_within_seven_days(world: World, job) -> None:
    for who in ("bo", "ada", "max"):
        with pytest.raises(Refused):
            taken_back(world, job, by=world.people[who])
    world.at = job.ended_at + timedelta(days=7)
    with pytest.raises(Refused, match="This import is not taken back"):
        taken_back(world, job)


def test_it_is_taken_back_once(world: World, job) -> None:
    taken_back(world, job)
    with pytest.raises(Refused, match="This import is not taken back"):
        taken_back(world, job)


def test_whoever_loses_the_office_meanwhile_takes_nothing_more_back(world: World, job) -> None:
    given = {"job_id": job.pk}
    run(take_back_import, given, act_id=new_id(), by=world.una, at=world.at, via=Via.WEB)
    world.una.terms.update(ended_at=world.at)
    stopped = advanced(job.pk, at=world.at)
    assert (stopped.state, stopped.returned_count) == (State.DONE, 0)
    assert stopped.stopped_because.startswith("You hold no office")
    assert Entry.objects.filter(event="MembersReturned").count() == 0


def test_a_file_of_several_batches_is_taken_back_from_its_end(world: World) -> None:
    rows = "".join(f"N{number};Person {number};;;harbour;;;\n" for number in range(5))
    before = roll()["counts"]
    job = importing(world, HEADER + rows)
    world.at += timedelta(hours=1)
    done = taken_back(world, job)
    assert (done.returned_count, done.left_count, done.batch) == (5, 0, 0)
    assert roll()["counts"] == before


def test_the_page_says_in_numbers_what_follows_before_and_after(world: World, job, client) -> None:
    rename(world, world.cy)
    una, url = as_(client, world.una), f"/imports/{job.pk}/"
    page = una.get(next(to for label, to in links(una.get(url)).items() if label.startswith("Take it back")))
    said = words_of(page)
    assert "Take back what “test.csv” did?" in said
    assert "3 people are given back what they were before." in said
    assert (
        "1 person stays as they are, because they were changed since, or lie out of your reach now." in said
    )
    page = una.post(page.request["PATH_INFO"], follow=True)
    assert "Being taken back" in page.content.decode()
    advanced(job.pk, at=world.at)
    said = una.get(url).content.decode()
    assert "It is taken back: 3 people are what they were before." in said
    assert "1 person was left as they are: they were changed since." in said
    assert una.get(f"{url}taking-back/").status_code == 404


@pytest.mark.parametrize("who", ["bo", "ada", "max", "stan"])
def test_nobody_else_finds_the_page(world: World, job, client, who: str) -> None:
    reader = as_(client, world.people[who])
    url = f"/imports/{job.pk}/taking-back/"
    assert [reader.get(url).status_code, reader.post(url).status_code] == [404, 404]


@pytest.mark.parametrize("rows", [3, 4])
def test_it_costs_the_same_however_many_rows(world: World, django_assert_num_queries, rows: int) -> None:
    lines = FILE.splitlines(keepends=True)
    job = importing(world, "".join(lines[: rows + 1]))
    with django_assert_num_queries(12):
        return_counted(act_id_of_batch(job, 0), job.under, world.una, world.at)


CHANGED = [
    ["Cyrus (M-Cy)", "Cell", "Hill", "Vale"],
    ["Cyrus (M-Cy)", "Name", "Cy", "Cyrus"],
    ["Cyrus (M-Cy)", "Languages", "en", "fr"],
    ["Eve (M-Eve)", "Office", "–", "treasurer of Harbour"],
    ["Kim (8)", "Cell", "–", "Hill"],
    ["Zoë Okafor (7)", "Cell", "–", "Harbour"],
    ["Zoë Okafor (7)", "Office", "–", "treasurer of Harbour"],
]


def changed(client, job) -> list[list[str]]:
    return [list(row) for row in table_rows(client.get(f"/imports/{job.pk}/changed/"))]


def test_what_an_import_changed_is_listed_for_as_long_as_it_can_be_taken_back(
    world: World, client, job
) -> None:
    una = as_(client, world.una)
    assert links(una.get(f"/imports/{job.pk}/"))["See what it changed"] == f"/imports/{job.pk}/changed/"
    assert changed(una, job) == CHANGED
    file = b"".join(una.get(f"/imports/{job.pk}/changed.csv").streaming_content).decode("utf-8-sig")
    assert file.splitlines()[:2] == ["of,what,before,since", "Cyrus (M-Cy),Cell,Hill,Vale"]
    for address in (f"/imports/{job.pk}/changed/?part=2", f"/imports/{job.pk}/changed/?part=0"):
        assert una.get(address).status_code == (404 if "2" in address.partition("?")[2] else 200)
    world.at += timedelta(days=7)
    for address in (f"/imports/{job.pk}/changed/", f"/imports/{job.pk}/changed.csv"):
        assert una.get(address).status_code == 404


def test_it_is_listed_to_those_who_import_there_and_of_whom_they_see(world: World, client, job) -> None:
    assert as_(client, world.bo).get(f"/imports/{job.pk}/changed/").status_code == 404
    do(world, end_membership, "una", person_id=Person.objects.get(name="Kim").pk)
    assert changed(as_(client, world.una), job) == [row for row in CHANGED if "Kim" not in row[0]]
