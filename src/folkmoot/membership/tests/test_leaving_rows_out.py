import pytest

from conftest import World
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.membership.tests.bringing import HEADER, counted, importing, problems
from folkmoot.people.models import Account, Person
from folkmoot.structure.actions.importing import start_import
from folkmoot.structure.commands import WRONG_ROWS, import_file
from folkmoot.structure.models import State
from folkmoot.structure.queries.imports import notes_of
from folkmoot.structure.tests.importing import advanced, checked_text, told
from folkmoot.structure.tests.pages import sign_in, words_of

MIXED = HEADER + (
    ";Ana Lima;;;hill;;;\n"
    "20;Oli;oli@example.org;;nowhere;;;\n"
    ";LIMA Ana;;;hill;;;\n"
    ";Cy;;;hill;;;\n"
    ";Cy;;;harbour;;;\n"
    "21;Pia;pia@;;hill;;;\n"
    "22;Rui;;;hill;;;\n"
)
BY_NAME = (
    "This row has neither a number nor an e-mail address: they are given a number, and cannot sign in until an address is"
    " entered on their page."
)


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.DATA = tmp_path


def test_who_has_neither_number_nor_address_is_known_by_name_and_cell(world: World) -> None:
    job = checked_text("members", MIXED, under=world.union, by=world.una, at=world.at)
    assert [(number, column) for number, column, _sentence in told(job)] == [
        (3, "Cell"),
        (4, "Name"),
        (5, "Name"),
        (7, "E-mail"),
    ]
    assert told(job)[1][2].startswith("Row 2 has the same name, and neither has a number or an e-mail")
    assert [each.number for each in notes_of(job) if each.sentence == BY_NAME] == [2, 5, 6]


def test_the_right_rows_are_imported_without_the_wrong_ones_once_that_is_said(world: World) -> None:
    job = checked_text("members", MIXED, under=world.union, by=world.una, at=world.at)
    run(
        start_import,
        {"job_id": job.pk, "leave_out_wrong": True},
        act_id=new_id(),
        by=world.una,
        at=world.at,
        via=Via.WEB,
    )
    assert counted(advanced(job.pk, at=world.at)) == (State.DONE, 3, 0, 0)
    new = Person.objects.filter(created_at=world.at).order_by("name")
    assert [person.name for person in new] == ["Ana Lima", "Cy", "Rui"]
    assert not Account.objects.filter(person__in=new).exists()


def test_the_same_file_again_admits_nobody_twice(world: World) -> None:
    importing(world, HEADER + ";Ana Lima;;;hill;;;\n")
    again = problems(world, HEADER + ";Ana Lima;;;hill;;;\n")
    assert [(number, column) for number, column, _sentence in again] == [(2, "Name")]


def test_rows_that_hang_below_one_another_are_not_left_out(world: World) -> None:
    text = "code,name,kind,parent\nquay,Quay,local,nowhere\npier,Pier,local,north\n"
    job = checked_text("units", text, under=world.union, by=world.una, at=world.at)
    given = {"job_id": job.pk, "leave_out_wrong": True}
    with pytest.raises(Refused, match=r"^Rows of this file hang below one another"):
        run(start_import, given, act_id=new_id(), by=world.una, at=world.at, via=Via.WEB)


def test_the_page_and_the_command_go_on_without_the_wrong_rows(world: World, client, tmp_path) -> None:
    una = sign_in(client, world.una)
    job = checked_text("members", MIXED, under=world.union, by=world.una, at=world.at)
    page = words_of(una.get(f"/imports/{job.pk}/"))
    assert "3 other rows are in order: 3 new, 0 to change, 0 already so." in page
    assert una.post(f"/imports/{job.pk}/start/", {"leave_out_wrong": "yes"}).status_code == 302
    advanced(job.pk, at=world.at)
    done = words_of(una.get(f"/imports/{job.pk}/"))
    assert "3 rows are imported: 3 new, 0 changed, 0 already so." in done
    assert "4 rows in which something was wrong were left out." in done


def test_the_command_leaves_wrong_rows_out_where_it_is_told_to(world: World, tmp_path) -> None:
    file, said = tmp_path / "mixed.csv", list[str]()
    file.write_text(MIXED)
    assert import_file("members", file, say=said.append) == WRONG_ROWS
    assert (
        Person.objects.count(),
        said[-1].endswith("Nothing was imported; correct them and try again."),
    ) == (8, True)
    assert import_file("members", file, say=said.append, leave_out_wrong=True) == WRONG_ROWS
    assert (Person.objects.count(), said[-1]) == (11, "Rows imported: 3 (new: 3, changed: 0, already so: 0).")
