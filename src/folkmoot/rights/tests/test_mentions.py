import json
from uuid import uuid4

from conftest import World, make_person
from folkmoot.kernel.models import Cursor, Entry
from folkmoot.kernel.relay import feed
from folkmoot.membership.actions.admitting import admit_member
from folkmoot.rights.actions import mentioning
from folkmoot.rights.actions.mentioning import MENTIONS
from folkmoot.rights.models import Mention
from folkmoot.rights.queries.entries import entries_of, without
from folkmoot.rights.tests.acting import chain_and_note, do


def enter(world: World, position: int, payload: object, by=None) -> Entry:
    return Entry.objects.create(
        event="MembersImported",
        act="membership.import_members",
        act_id=uuid4(),
        by=by,
        via="worker",
        at=world.at,
        payload=json.dumps(payload),
        position=position,
        hash="0" * 64,
    )


def test_an_entry_is_noted_for_whoever_did_it_and_whom_it_names(world: World) -> None:
    flo = do(world, admit_member, "bo", unit_id=world.harbour.pk, name="Flo")
    assert feed(MENTIONS) == 0
    chain_and_note(world)
    assert set(Mention.objects.values_list("person_id", "is_about")) == {(world.bo.pk, False), (flo, True)}


def test_noting_goes_on_where_it_was_and_does_no_harm_twice(world: World) -> None:
    enter(world, 1, {"person_id": str(world.eve.pk)})
    chain_and_note(world)
    Cursor.objects.update(position=0)
    enter(world, 2, {"person_id": str(world.cy.pk)})
    chain_and_note(world)
    assert Mention.objects.count() == 2


def test_a_batch_ends_with_so_many_ids_but_takes_one_entry_at_least(world: World, monkeypatch) -> None:
    monkeypatch.setattr(mentioning, "IDS", 2)
    people = [make_person(f"P{number}") for number in range(3)]
    for position in (1, 2):
        enter(world, position, {"admitted": [str(person.pk) for person in people]})
    assert feed(MENTIONS) == 1
    assert Cursor.objects.get().position == 1
    assert [feed(MENTIONS), feed(MENTIONS)] == [1, 0]
    assert Mention.objects.count() == 6


def test_an_import_tells_a_member_of_themselves_alone(world: World) -> None:
    said = {"admitted": [str(world.eve.pk), str(world.cy.pk)], "job_id": str(uuid4()), "batch": 3}
    enter(world, 1, said)
    chain_and_note(world)
    rows = list(entries_of(world.eve, ["event", "payload"]))
    assert rows == [["MembersImported", {**said, "admitted": [str(world.eve.pk)]}]]


def test_strangers_are_taken_out_however_deep_they_stand(world: World) -> None:
    stranger = str(world.cy.pk)
    told = {"a": [stranger, "x"], "b": {"c": stranger, "d": 1}, "e": stranger}
    assert without(told, {stranger}) == {"a": ["x"], "b": {"d": 1}}
