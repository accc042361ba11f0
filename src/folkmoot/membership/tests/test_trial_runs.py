"""What a trial run of a file of members tells before anything is done."""

import pytest

from conftest import World
from folkmoot.membership.actions.importing import MEMBERS
from folkmoot.membership.tests.acting import do
from folkmoot.membership.tests.bringing import HEADER, counted, problems
from folkmoot.people.models import Person
from folkmoot.structure.actions.importing import start_import
from folkmoot.structure.models import State
from folkmoot.structure.queries.imports import changes_of
from folkmoot.structure.tests.importing import advanced, checked_text, told
from folkmoot.units.models import Unit


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.DATA = tmp_path


SOMEBODY_ELSE = (
    "cy@example.org is the address of Cy, number M-Cy: a wholly different name. If it is the same person, give that number,"
    " or correct the name on their page; if not, correct the address."
)
MIXED_UP = "Name;E-mail;Cell\nWrong Name;cy@example.org;vale\n"


def foreseen(job):
    return [tuple(each) for each in changes_of(job)]


def test_a_row_of_another_name_with_somebodys_address_is_one_to_look_at(world: World) -> None:
    at = {"under": world.union, "by": world.una, "at": world.at}
    job = checked_text("members", MIXED_UP, **at)
    assert told(job) == [(2, "Name", SOMEBODY_ELSE)]
    assert (job.changed_count, foreseen(job)) == (0, [])
    named = checked_text("members", "Number;" + MIXED_UP.replace("Wrong", "M-Cy;Wrong"), **at)
    assert (told(named), named.changed_count) == ([], 1)


@pytest.mark.parametrize("name", ["Cy Ålund", "CY", "C. Ålund", "Ålund, Cy"])
def test_a_name_that_has_a_word_of_the_one_known_is_a_correction(world: World, name: str) -> None:
    assert problems(world, f"Name;E-mail;Cell\n{name};cy@example.org;\n") == []


def test_the_trial_run_tells_what_will_be_changed_by_name_as_it_is_and_as_it_will_be(world: World) -> None:
    text = HEADER + "M-Cy;Cyrus Ålund;;;vale;sv;;chair\nM-Dee;Dee;;;;;;\n7;Zoë;;;hill;;;\n"
    job = checked_text("members", text, under=world.union, by=world.una, at=world.at)
    assert foreseen(job) == [
        (2, "Cy (M-Cy)", "Name", "Cy", "Cyrus Ålund"),
        (2, "Cy (M-Cy)", "Languages", "en", "sv"),
        (2, "Cy (M-Cy)", "Moves to another cell", "Hill", "Vale"),
        (2, "Cy (M-Cy)", "Takes an office", "", "chair (Vale)"),
    ]


def test_what_is_wrong_in_form_and_in_content_is_told_in_one_round(world: World) -> None:
    text = HEADER + "8;Zoë;no address;;nowhere;;;\n9;Kim;kim@example.org;;nowhere;;;\n9;Li;;;union;;;\n"
    job = checked_text("members", text, under=world.union, by=world.una, at=world.at)
    assert [(number, column) for number, column, _sentence in told(job)] == [
        (2, "Cell"),
        (2, "E-mail"),
        (3, "Cell"),
        (4, "Cell"),
        (4, "Member number"),
    ]
    assert (job.wrong_row_count, job.problem_count, job.right_row_count) == (3, 5, 0)


def test_a_row_with_a_wrong_cell_is_left_out_although_the_rest_of_it_is_in_order(world: World) -> None:
    text = HEADER + "8;Zoë;no address;;hill;;;\n9;Kim;;;hill;;;\n"
    job = checked_text("members", text, under=world.union, by=world.una, at=world.at)
    do(world, start_import, "una", job_id=job.pk, leave_out_wrong=True)
    assert counted(advanced(job.pk, at=world.at)) == (State.DONE, 1, 0, 0)
    assert not Person.objects.filter(member_number="8").exists()


def test_a_club_is_not_asked_for_a_cell_nor_for_what_only_circles_ask(world: World) -> None:
    asked = {field.name for field in MEMBERS.fields()}
    assert ("cell" in asked, "meets_condition" in asked) == (True, False)
    Unit.objects.exclude(pk=world.union.pk).update(closed_at=world.at)
    assert "cell" not in {field.name for field in MEMBERS.fields()}
