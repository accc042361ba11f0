import json
from typing import Any
from uuid import uuid4

import pytest

from conftest import World
from folkmoot.cli.acting import ABOUT, act
from folkmoot.config.api.examples import EXAMPLES
from folkmoot.config.api.offered import single
from folkmoot.config.api.tests.calling import Story
from folkmoot.decisions.models import Decision, Receipt, UnitReached
from folkmoot.kernel.acts import ACTS
from folkmoot.kernel.models import Entry
from folkmoot.people.models import Person
from folkmoot.units.models import Sector, Unit

FOUND = ["structure.found_unit", "--by", "ada@example.org", "parent_id=@north", "kind=local"]
LIGHT = [*FOUND, "name=The Lighthouse", "code=light"]


def test_an_act_is_done_for_somebody_and_entered_as_via_operator(world: World, capsys: Any) -> None:
    assert act(LIGHT) == 0
    unit = Unit.objects.get(code="light")
    assert (unit.name, unit.parent) == ("The Lighthouse", world.north)
    assert capsys.readouterr().out == f"{unit.pk}\n"
    entered = Entry.objects.filter(act=FOUND[0]).values_list("by", "via")
    assert list(entered) == [(world.ada.pk, "operator")]


@pytest.mark.parametrize("who", ["M-Ada", "ADA@example.org"])
def test_somebody_is_named_by_number_or_address(world: World, who: str) -> None:
    assert act([FOUND[0], f"--by={who}", *LIGHT[3:]]) == 0


def test_the_input_may_come_as_json(world: World) -> None:
    given = {"parent_id": str(world.north.pk), "kind": "local", "name": "Light", "code": "other"}
    assert act([*FOUND[:3], "--json", json.dumps(given), "code=light"]) == 0
    assert Unit.objects.filter(code="light", name="Light").exists()


def test_the_same_id_is_done_once(world: World, capsys: Any) -> None:
    same = ["--id", str(uuid4())]
    assert (act([*LIGHT, *same]), act([*LIGHT, *same])) == (0, 0)
    first, second = capsys.readouterr().out.split()
    assert first == second
    assert act([*FOUND, "name=Other", "code=other", *same]) == 1
    assert capsys.readouterr().err.startswith("This was already sent with other content.")


def test_what_the_act_refuses_is_said_and_exits_with_1(world: World, capsys: Any) -> None:
    assert act([FOUND[0], "--by", "cy@example.org", *LIGHT[3:]]) == 1
    out, err = capsys.readouterr()
    assert (out, err) == (
        "",
        "You hold no office that may do this in North. It can be done there by: chair, registrar, secretary.\n",
    )
    assert not Unit.objects.filter(code="light").exists()


def test_the_operator_acknowledges_for_nobody(world: World, capsys: Any) -> None:
    decision = Story(world).do("decisions.convey_decision")
    given = ["decisions.acknowledge_decision", "--by", "cy@example.org", f"decision_id={decision}"]
    assert act(given) == 1
    assert capsys.readouterr().err == "Only the member can do this, signed in as themselves.\n"
    assert not Receipt.objects.exists()


def test_decisions_units_and_people_are_named_as_people_call_them(world: World) -> None:
    Story(world).do("decisions.convey_decision")
    given = ["decisions.confirm_conveyed", "--by=M-Bo", "unit_id=@harbour"]
    assert act([*given, "decision_id=@2026/1"]) == 0
    assert list(UnitReached.objects.values_list("unit__code", flat=True)) == ["harbour"]
    assert act(["membership.transfer_member", "--by=M-Una", "person_id=@M-Cy", "to_unit_id=@vale"]) == 0
    assert [
        str(person) for person in Person.objects.in_units(Unit.objects.filter(code="vale")).in_order()
    ] == [
        "Cy",
        "Dee",
    ]


def test_a_list_is_written_with_commas(world: World) -> None:
    for code in ("health", "rail", "youth"):
        Sector.objects.create(code=code, name=code)
    assert act(["structure.set_sectors", "--by=M-Una", "unit_id=@harbour", "sectors=health,rail"]) == 0
    assert set(world.harbour.sectors.values_list("code", flat=True)) == {"health", "rail"}


@pytest.mark.parametrize(
    ("present", "sentence"),
    [
        ("@M-Bo,@eve@example.org", "Only an officer of the cell, signed in as themselves, can say who was present."),
        ("@M-Bo,@M-99", "Nobody has the e-mail address or member number “M-99”."),
    ],
)  # fmt: skip
def test_a_list_names_people_and_the_operator_says_of_nobody_that_they_were_present(
    world: World, capsys: Any, present: str, sentence: str
) -> None:
    story = Story(world)
    story.do("decisions.convey_decision")
    given = ["unit_id=@harbour", "decision_id=@union:2026/1", f"read_on={story.found('today', by='')}"]
    assert act(["decisions.attest_reading", "--by=M-Bo", *given, f"present={present}"]) == 1
    assert capsys.readouterr().err == f"{sentence}\n"
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("decision_id=@2026/7", "No decision has the number “2026/7”."),
        ("decision_id=@north:2026/1", "No decision has the number “north:2026/1”."),
        (
            "unit_id=@nowhere",
            "unit_id: nothing is called “nowhere”. Give the code of a unit, or the id itself.",
        ),
    ],
)
def test_what_nothing_is_called_is_refused(world: World, capsys: Any, given: str, sentence: str) -> None:
    Story(world).do("decisions.convey_decision")
    assert act(["decisions.confirm_conveyed", "--by=M-Bo", given]) == 1
    assert capsys.readouterr().err == f"{sentence}\n"


def test_a_number_that_several_bodies_have_is_told_apart(world: World, capsys: Any) -> None:
    story = Story(world)
    first = Decision.objects.get(pk=story.do("decisions.adopt_decision"))
    draft = Story(world).do("decisions.draft_decision")
    Decision.objects.filter(pk=draft).update(
        body=world.north, number=first.number, adopted_on=first.adopted_on, in_force_from=first.in_force_from
    )
    repeal = ["decisions.repeal_decision", "--by=M-Max"]
    assert act([*repeal, "decision_id=@2026/1"]) == 1
    assert capsys.readouterr().err == (
        "Several bodies have a decision with this number. Write one of: union:2026/1, north:2026/1.\n"
    )
    assert act([*repeal, "decision_id=@union:2026/1"]) == 0
    first.refresh_from_db()
    assert first.repealed_at is not None


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            ["structure.burn_unit", "--by=M-Una"],
            "There is no act called “structure.burn_unit”. `folkmoot act --list` shows them.",
        ),
        (
            ["decisions.enter_receipts", "--by=M-Una"],
            "There is no act called “decisions.enter_receipts”. `folkmoot act --list` shows them.",
        ),
        (LIGHT[:1] + LIGHT[3:], "Say for whom, with --by and an e-mail address or member number."),
        (
            [*LIGHT, "colour=red"],
            "“colour=red” is no input of this act. It takes: parent_id, kind, name, code, time_zone.",
        ),
        (
            [*LIGHT, "code"],
            "“code” is no input of this act. It takes: parent_id, kind, name, code, time_zone.",
        ),
        ([*FOUND[:3], "--json", "[]"], "What follows --json is not an object."),
        (
            [*FOUND[:3], "--json", "{"],
            (
                "What follows --json is not JSON: Expecting property name enclosed in double quotes: "
                "line 1 column 2 (char 1)."
            ),
        ),
    ],
)
def test_what_was_asked_wrongly_is_said_and_exits_with_2(
    world: World, capsys: Any, given: list[str], sentence: str
) -> None:
    assert act(given) == 2
    assert capsys.readouterr() == ("", f"{sentence}\n")
    assert not Unit.objects.filter(code="light").exists()


def test_a_list_that_is_not_json_is_asked_wrongly(world: World, capsys: Any) -> None:
    assert act(["decisions.draft_decision", "--by=M-Max", "unit_id=@union", "texts=[x"]) == 2
    assert capsys.readouterr().err == "“texts=[x” is not JSON. Write the list with commas, or as JSON.\n"


def test_the_list_has_every_act_that_takes_one_thing(db: None, capsys: Any) -> None:
    assert act(["--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(single())


def test_the_help_of_an_act_has_its_words_its_inputs_and_its_refusals(db: None, capsys: Any) -> None:
    assert act(["--help", "structure.rename_unit"]) == 0
    assert capsys.readouterr().out == (
        "Give a unit another name, and another code if one is given.\n\n"
        '  unit_id  uuid   unit_id="@harbour"\n'
        '  name     string   name="Old Harbour"\n'
        '  code     string, may be left out   code="old-harbour"\n\n'
        "Refused if `by` may not rename it, it was closed, or the code belongs to another unit.\n"
    )


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_act_has_help(db: None, capsys: Any, name: str) -> None:
    assert act(["--help", name]) == 0
    assert ACTS[name].docstring.splitlines()[0] in capsys.readouterr().out


def test_without_an_act_the_command_tells_about_itself(db: None, capsys: Any) -> None:
    assert (act(["--help"]), act([])) == (0, 2)
    assert capsys.readouterr() == (f"{ABOUT}\n", f"{ABOUT}\n")
    assert act(["--help", "x"]) == 2
