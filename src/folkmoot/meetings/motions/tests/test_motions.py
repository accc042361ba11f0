import json
from datetime import timedelta

import pytest

from conftest import World
from folkmoot.bylaws.tests.papers import bylaws, entered
from folkmoot.decisions.tests.papers import do
from folkmoot.documents.queries import writing_of
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.meetings.actions.agenda import change_agenda
from folkmoot.meetings.motions.actions.amendments import (
    order_amendments,
    revise_amendment,
    withdraw_amendment,
)
from folkmoot.meetings.motions.actions.motions import (
    put_motion_on_agenda,
    second_motion,
    withdraw_backing,
    withdraw_motion,
)
from folkmoot.meetings.motions.models import Amendment, Backing, Motion
from folkmoot.meetings.motions.queries.motions import motion_page
from folkmoot.meetings.motions.tests.motions import BLUE, BODY, amended, counted, moved, put
from folkmoot.meetings.tests.held import arrived, going_on, joined
from folkmoot.meetings.tests.meetings import called
from folkmoot.people.models import Person
from folkmoot.structure.tests.acting import entries, events


def words(document_id) -> tuple[str, str, str]:
    (text,) = writing_of(document_id).texts
    return text.language, text.title, text.body


def backings(thing) -> list[tuple[object, bool]]:
    return list(thing.backings.order_by("-is_mover", "pk").values_list("person__name", "is_mover"))


def test_a_member_moves_something_in_their_cell_and_in_the_units_above_it(world: World) -> None:
    motion = moved(world, reason=" It looks sad. ", matter="money")
    assert (motion.unit, motion.title, motion.matter, motion.reason) == (
        world.harbour, "Paint the loft", "money", "It looks sad.",
    )  # fmt: skip
    assert (motion.state, motion.revision, motion.submitted_at) == ("submitted", 1, world.at)
    assert words(motion.document_id) == ("en", "Paint the loft", BODY)
    assert backings(motion) == [("Eve", True)]
    name, payload = entries()[-1]
    assert (name, json.loads(payload)) == (
        "MotionSubmitted",
        {"motion_id": str(motion.pk), "unit_id": str(world.harbour.pk), "matter": "money"},
    )
    assert moved(world, unit=world.union).unit == world.union


@pytest.mark.parametrize("who", ["cy", "dee", "stan", "una"])
def test_a_stranger_moves_nothing(world: World, who: str) -> None:
    with pytest.raises(Refused, match=r"You hold no office that may do this|There is no such unit"):
        moved(world, by=world.people[who])


def test_whoever_runs_meetings_writes_it_down_for_a_member_and_nobody_else_does(world: World) -> None:
    motion = moved(world, by=world.bo, person_id=world.eve.pk)
    assert backings(motion) == [("Eve", True)]
    with pytest.raises(Refused, match=r"You hold no office that may do this"):
        moved(world, by=world.eve, person_id=world.bo.pk)
    with pytest.raises(Refused, match=r"Say who moves it\.|moved and seconded by members of Harbour"):
        moved(world, by=world.bo, person_id=world.cy.pk)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"title": " "}, "title"), ({"body": ""}, "body"), ({"matter": "boats"}, "matter"),
     ({"reason": "a" * 4001}, "reason"), ({"language": "English please"}, "texts")],
)  # fmt: skip
def test_a_motion_that_could_not_be_adopted_is_refused(world: World, given, field) -> None:
    with pytest.raises(Refused) as refusal:
        moved(world, **given)
    assert (refusal.value.field, Motion.objects.count()) == (field, 0)


def test_a_motion_is_seconded_by_others_once_each(world: World) -> None:
    motion = moved(world)
    do(world, second_motion, by=world.bo, motion_id=motion.pk)
    assert backings(motion) == [("Eve", True), ("Bo", False)]
    assert entries()[-1] == ("MotionSeconded", json.dumps({"motion_id": str(motion.pk)}).replace(" ", ""))
    for who in (world.bo, world.eve):
        with pytest.raises(Refused, match=r"They stand behind this motion already\."):
            do(world, second_motion, by=who, motion_id=motion.pk)
    with pytest.raises(Refused, match=r"There is no such motion|You hold no office"):
        do(world, second_motion, by=world.dee, motion_id=motion.pk)


THEIRS = r"Its words are those of whoever moved it\. Ask them to change or to withdraw it\."


def test_a_motion_is_withdrawn_by_its_mover_or_by_whoever_wrote_it_down_or_while_it_is_dealt_with(
    world: World,
) -> None:
    own, other, written = moved(world), moved(world), moved(world, by=world.bo, person_id=world.eve.pk)
    do(world, withdraw_motion, by=world.eve, motion_id=own.pk)
    with pytest.raises(Refused, match=THEIRS):
        do(world, withdraw_motion, by=world.bo, motion_id=other.pk)
    do(world, withdraw_motion, by=world.bo, motion_id=written.pk)
    meeting = going_on(world, world.bo, world.eve)
    do(world, put_motion_on_agenda, by=world.bo, motion_id=other.pk, meeting_id=meeting.pk)
    do(world, withdraw_motion, by=world.bo, motion_id=other.pk)
    assert set(Motion.objects.values_list("state", flat=True)) == {"withdrawn"}
    with pytest.raises(Refused, match=r"This motion is withdrawn, so it stays as it is\."):
        do(world, withdraw_motion, by=world.eve, motion_id=own.pk)
    theirs = moved(world, unit=world.north, by=world.eve)
    with pytest.raises(Refused, match=r"You hold no office that may do this in North"):
        do(world, withdraw_motion, by=world.bo, motion_id=theirs.pk)


def test_an_amendment_is_reworded_by_whoever_proposed_it_and_by_others_only_where_they_wrote_it_down(
    world: World,
) -> None:
    motion = moved(world)
    own, written = amended(world, motion), amended(world, motion, by=world.bo, person_id=world.eve.pk)
    given = {"on_revision": 1, "title": motion.title, "body": "1. We expel Eve."}
    with pytest.raises(Refused, match=THEIRS):
        do(world, revise_amendment, by=world.bo, amendment_id=own.pk, **given)
    with pytest.raises(Refused, match=THEIRS):
        do(world, withdraw_amendment, by=world.bo, amendment_id=own.pk)
    do(world, revise_amendment, by=world.bo, amendment_id=written.pk, **given)
    do(world, revise_amendment, by=world.eve, amendment_id=written.pk, **given | {"body": "1. We sing."})
    assert lines_for(world, motion, world.bo) == [(False, False, "Eve"), (True, True, f"Eve {BY_OTHERS}")]
    assert lines_for(world, motion, world.eve) == [(True, True, "Eve"), (True, True, f"Eve {BY_OTHERS}")]


BY_OTHERS = "(written down for them)"


def lines_for(world: World, motion: Motion, person: Person) -> list[tuple[bool, bool, str]]:
    page = motion_page(motion.pk, person, at=world.at)
    assert page is not None
    lines = sorted(page.amendments, key=lambda each: each.amendment.pk)
    return [(each.may_change, each.may_withdraw, each.movers) for each in lines]


@pytest.mark.parametrize("is_written_down", [True, False])
def test_whoever_stands_behind_a_motion_takes_that_back_also_after_the_vote_where_others_wrote_it_down(
    world: World, *, is_written_down: bool
) -> None:
    motion = moved(world, by=world.eve)
    (fay,) = joined(world, 1)
    given = {"person_id": fay.pk} if is_written_down else {}
    do(world, second_motion, by=world.bo if is_written_down else fay, motion_id=motion.pk, **given)
    page = motion_page(motion.pk, world.bo, at=world.at)
    assert page is not None
    assert page.seconders == f"{fay.name} {BY_OTHERS}" if is_written_down else fay.name
    assert motion.backings.get(person=fay).written_down_at == (world.at if is_written_down else None)
    Motion.objects.filter(pk=motion.pk).update(state="carried")
    if not is_written_down:
        with pytest.raises(Refused, match=r"This motion is carried, so it stays as it is\."):
            do(world, withdraw_backing, by=fay, motion_id=motion.pk)
        Motion.objects.filter(pk=motion.pk).update(state="submitted")
    do(world, withdraw_backing, by=fay, motion_id=motion.pk)
    assert backings(motion) == [("Eve", True)]
    assert entries()[-1] == (
        "MotionSecondedNoMore",
        json.dumps({"motion_id": str(motion.pk)}).replace(" ", ""),
    )
    for who in (fay, world.eve, world.bo):
        with pytest.raises(Refused, match=r"You do not stand behind this motion"):
            do(world, withdraw_backing, by=who, motion_id=motion.pk)


def test_nobody_has_more_than_twenty_motions_waiting_in_a_unit(world: World) -> None:
    first = moved(world)
    for _each in range(19):
        moved(world)
    with pytest.raises(Refused, match=r"20 motions of theirs wait in Harbour\."):
        moved(world)
    moved(world, by=world.bo)
    do(world, withdraw_motion, by=world.eve, motion_id=first.pk)
    moved(world)


def test_a_motion_is_put_at_the_end_of_an_agenda_once(world: World) -> None:
    meeting = called(world, agenda=[{"text": "The new boat"}])
    motion = moved(world)
    do(world, put_motion_on_agenda, by=world.bo, motion_id=motion.pk, meeting_id=meeting.pk)
    items = list(meeting.items.order_by("position").values_list("text", "motion"))
    assert items == [("The new boat", None), ("Paint the loft", motion.pk)]
    meeting.refresh_from_db()
    assert (meeting.sequence, events()[-1]) == (1, "MotionPutOnAgenda")
    with pytest.raises(Refused, match=r"This motion stands on that agenda already\."):
        do(world, put_motion_on_agenda, by=world.bo, motion_id=motion.pk, meeting_id=meeting.pk)
    with pytest.raises(Refused, match=r"You hold no office that may do this"):
        do(world, put_motion_on_agenda, by=world.eve, motion_id=motion.pk, meeting_id=meeting.pk)
    elsewhere = moved(world, unit=world.north)
    with pytest.raises(Refused, match=r"This motion was submitted to North\."):
        do(world, put_motion_on_agenda, by=world.bo, motion_id=elsewhere.pk, meeting_id=meeting.pk)
    world.at += timedelta(days=60)
    with pytest.raises(Refused, match=r"This meeting is over"):
        do(world, put_motion_on_agenda, by=world.bo, motion_id=moved(world).pk, meeting_id=meeting.pk)


def test_an_agenda_that_is_changed_keeps_its_motions_where_they_are_put(world: World) -> None:
    meeting, motion = called(world), moved(world)
    agenda = [{"motion_id": motion.pk}, {"text": "The new boat"}]
    do(world, change_agenda, by=world.bo, meeting_id=meeting.pk, sequence=0, agenda=agenda)
    assert list(meeting.items.order_by("position").values_list("text", "motion")) == [
        ("Paint the loft", motion.pk), ("The new boat", None),
    ]  # fmt: skip
    for wrong, sentence in (
        ([{"motion_id": motion.pk}, {"motion_id": motion.pk}], "A decision or a motion stands twice"),
        ([{"motion_id": motion.pk, "text": "Boat"}], "Make two of it"),
        ([{"motion_id": moved(world, unit=world.north).pk}], "Harbour has no such motion to deal with"),
        ([{"motion_id": new_id()}], "Harbour has no such motion to deal with"),
    ):
        with pytest.raises(Refused, match=sentence):
            do(world, change_agenda, by=world.bo, meeting_id=meeting.pk, sequence=1, agenda=wrong)


def test_an_amendment_keeps_the_words_it_was_written_on_and_how_far_it_goes(world: World) -> None:
    motion = moved(world)
    amendment = amended(world, motion, reason="The sky is.")
    assert (amendment.reach, amendment.on_revision, amendment.state, amendment.reason) == (
        1, 1, "proposed", "The sky is.",
    )  # fmt: skip
    assert words(amendment.base_id)[2] == BODY
    assert words(amendment.document_id)[2] == BLUE
    assert backings(amendment) == [("Eve", True)]
    assert events()[-1] == "MotionAmendmentProposed"
    with pytest.raises(Refused, match=r"This says what the motion says already\."):
        amended(world, motion, BODY)
    with pytest.raises(Refused, match=r"it no longer fits"):
        amended(world, motion, on_revision=2)
    with pytest.raises(Refused, match=r"There is no such motion|You hold no office"):
        amended(world, motion, by=world.dee)


def test_while_a_meeting_goes_on_those_present_with_a_vote_propose_amendments(world: World) -> None:
    meeting = going_on(world, world.bo)
    motion = moved(world, by=world.bo, meeting_id=meeting.pk)
    with pytest.raises(Refused, match=r"Now those who are present and have a vote propose amendments\."):
        amended(world, motion)
    arrived(world, meeting, world.eve)
    assert amended(world, motion).motion == motion
    assert backings(amended(world, motion, by=world.bo, person_id=world.eve.pk)) == [("Eve", True)]


def test_the_chair_says_in_which_order_amendments_are_voted_on(world: World) -> None:
    motion = moved(world)
    one, two = amended(world, motion), amended(world, motion, "1. Nothing is painted.\n")
    do(world, order_amendments, by=world.bo, motion_id=motion.pk, amendments=[two.pk, one.pk])
    assert list(Amendment.objects.order_by("position")) == [two, one]
    with pytest.raises(Refused, match=r"You hold no office that may do this"):
        do(world, order_amendments, by=world.eve, motion_id=motion.pk, amendments=[two.pk, one.pk])
    with pytest.raises(Refused, match=r"The amendments have changed meanwhile\."):
        do(world, order_amendments, by=world.bo, motion_id=motion.pk, amendments=[two.pk])


def test_an_adopted_amendment_changes_the_motion_and_others_are_brought_up_to_date(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(world, meeting_id=meeting.pk, by=world.bo)
    one, two = amended(world, motion), amended(world, motion, "1. The loft is painted white twice.\n")
    counted(world, meeting, 2, 0, amendment_id=one.pk)
    motion.refresh_from_db()
    assert (motion.revision, words(motion.document_id)[2]) == (2, BLUE)
    with pytest.raises(Refused, match=r"it no longer fits\. Bring it up to date, or withdraw it\."):
        put(world, meeting, amendment_id=two.pk)
    given = {"title": motion.title, "body": BLUE.replace("blue", "blue twice")}
    do(world, revise_amendment, by=world.eve, amendment_id=two.pk, on_revision=2, **given)
    two.refresh_from_db()
    assert (two.on_revision, two.reach, words(two.base_id)[2]) == (2, 2, BLUE)
    counted(world, meeting, 1, 1, amendment_id=two.pk)
    motion.refresh_from_db()
    two.refresh_from_db()
    assert (motion.revision, two.state) == (2, "lost")
    with pytest.raises(Refused, match=r"This amendment is not carried, so it stays as it is\."):
        do(world, revise_amendment, by=world.eve, amendment_id=two.pk, on_revision=2, **given)


def test_a_motion_waits_for_its_amendments_which_are_withdrawn_by_those_who_proposed_them(
    world: World,
) -> None:
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(world, meeting_id=meeting.pk, by=world.bo)
    amendment = amended(world, motion)
    with pytest.raises(Refused, match=r"Amendments to this motion stand\."):
        put(world, meeting, motion_id=motion.pk)
    do(world, withdraw_amendment, by=world.eve, amendment_id=amendment.pk)
    amendment.refresh_from_db()
    assert (amendment.state, events()[-1]) == ("withdrawn", "MotionAmendmentWithdrawn")
    assert put(world, meeting, motion_id=motion.pk).goes_on


def test_where_the_bylaws_ask_for_sponsors_a_motion_waits_for_them(world: World) -> None:
    entered(
        world, bylaws(world), "2.1",
        {"kind": "sponsors", "matter": "any", "members_as": "number", "members": "1"},
    )  # fmt: skip
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(world, meeting_id=meeting.pk, by=world.bo)
    with pytest.raises(Refused, match=r"1 besides the mover .*, article 2\.1; so far 0 do\."):
        put(world, meeting, motion_id=motion.pk)
    do(world, second_motion, by=world.bo, person_id=world.eve.pk, motion_id=motion.pk)
    assert put(world, meeting, motion_id=motion.pk).goes_on


def test_no_more_amendments_stand_than_can_be_dealt_with(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.meetings.motions.rules.motions.AMENDMENTS_MOST", 2)
    motion = moved(world)
    first = amended(world, motion)
    amended(world, motion, f"{BLUE} Twice.")
    with pytest.raises(Refused, match=r"2 amendments to this motion stand"):
        amended(world, motion, f"{BLUE} Thrice.")
    do(world, withdraw_amendment, by=world.eve, amendment_id=first.pk)
    amended(world, motion, f"{BLUE} Thrice.")


def test_nobody_takes_all_the_room_for_amendments(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.meetings.motions.rules.motions.AMENDMENTS_EACH", 1)
    motion = moved(world)
    first = amended(world, motion)
    with pytest.raises(Refused, match=r"Of theirs, 1 amendments to this motion stand"):
        amended(world, motion, f"{BLUE} Twice.")
    amended(world, motion, f"{BLUE} Twice.", by=world.bo)
    do(world, withdraw_amendment, by=world.eve, amendment_id=first.pk)
    amended(world, motion, f"{BLUE} Thrice.")


def test_a_page_names_the_first_who_seconded_and_counts_the_rest(world: World) -> None:
    motion, people = moved(world), joined(world, 32)
    second = [Backing(motion=motion, person=each, is_mover=False) for each in people]
    Backing.objects.bulk_create(second[:30])
    shown = motion_page(motion.pk, world.bo, at=world.at)
    assert shown is not None
    assert shown.seconders == ", ".join(each.name for each in people[:30])
    Backing.objects.bulk_create(second[30:])
    page = motion_page(motion.pk, people[31], at=world.at)
    assert page is not None
    assert page.seconders == f"{shown.seconders} and 2 more"
    assert page.stands_behind
