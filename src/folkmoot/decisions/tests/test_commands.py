import csv
import io

import pytest

from conftest import AT, World
from folkmoot.decisions import jobs
from folkmoot.decisions.actions.attesting import confirm_conveyed
from folkmoot.decisions.commands import export_list
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.people.models import Person
from folkmoot.structure.models import State
from folkmoot.structure.tests.importing import import_text


def exported(name: str, under: str = "", decision: str = "") -> tuple[int, list[list[str]], list[str]]:
    text = io.StringIO()
    said: list[str] = []
    answer = export_list(name, write=text.write, say=said.append, under=under, decision=decision)
    return answer, list(csv.reader(io.StringIO(text.getvalue()))), said


def test_members_are_written_by_name(world: World) -> None:
    Person.objects.filter(pk=world.ada.pk).update(name="@Ada")
    answer, rows, said = exported("members", "hill")
    assert (answer, said) == (0, [])
    assert rows == [
        ["member_number", "name", "cell_code", "cell", "languages", "joined_on"],
        ["M-Ada", "'@Ada", "hill", "Hill", "en", "2026-01-01"],
        ["M-Cy", "Cy", "hill", "Hill", "en", "2026-01-01"],
        ["M-Max", "Max", "hill", "Hill", "en", "2026-01-01"],
        ["M-Una", "Una", "hill", "Hill", "en", "2026-01-01"],
    ]


def test_officers_are_written_in_the_order_of_the_tree(world: World) -> None:
    answer, rows, _said = exported("officers")
    assert (answer, [row[:2] for row in rows[1:]]) == (
        0,
        [["registrar", "union"], ["secretary", "union"], ["chair", "north"], ["secretary", "harbour"]],
    )


def test_units_are_written(world: World) -> None:
    answer, rows, _said = exported("units", "north")
    assert (answer, sorted(row[0] for row in rows[1:])) == (0, ["harbour", "hill", "north"])


def test_decisions_and_the_cells_they_have_not_reached_are_written(world: World) -> None:
    decision = conveyed(world, to=world.north)
    jobs.begin_reckoning_job(AT)
    do(world, confirm_conveyed, by=world.bo, decision_id=decision.pk, unit_id=world.harbour.pk)
    answer, rows, _said = exported("decisions")
    assert (answer, [row[:3] for row in rows[1:]]) == (0, [[decision.number, "Meet monthly", "Union"]])
    assert exported("decisions", "south")[1][1:] == []
    answer, rows, _said = exported("not-reached", decision=decision.number)
    assert (answer, rows[1:]) == (0, [["hill", "Hill", "local"]])
    assert exported("not-reached") == (2, [], ["Say by which decision, with --decision and its number."])
    assert exported("not-reached", decision="9/99") == (2, [], ["No decision has the number “9/99”."])


@pytest.mark.parametrize(
    ("name", "under", "sentence"),
    [
        (
            "ballots",
            "",
            "There is no list called “ballots”. There are: members, units, officers, decisions, not-reached.",
        ),
        ("members", "nowhere", "There is no unit with the code “nowhere”."),
    ],
)
def test_a_list_that_is_not_there_is_refused_in_words(
    world: World, name: str, under: str, sentence: str
) -> None:
    assert exported(name, under) == (2, [], [sentence])


def test_what_was_exported_is_imported_as_it_is(world: World, settings, tmp_path) -> None:
    settings.DATA = tmp_path
    text = io.StringIO()
    export_list("members", write=text.write, say=print)
    job = import_text("members", text.getvalue(), under=world.union, by=world.una, at=world.at)
    assert (job.state, job.done_new_count, job.done_changed_count, job.done_same_count) == (
        State.DONE,
        0,
        0,
        7,
    )
