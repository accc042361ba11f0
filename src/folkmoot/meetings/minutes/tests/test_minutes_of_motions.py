from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.meetings.minutes.actions.minutes import write_minutes
from folkmoot.meetings.minutes.models import MinutesName
from folkmoot.meetings.minutes.queries.composing_motions import WORDS_LONGEST
from folkmoot.meetings.minutes.queries.minutes import minutes_page
from folkmoot.meetings.models import AgendaItem, Meeting
from folkmoot.meetings.motions.actions.motions import withdraw_motion
from folkmoot.meetings.motions.tests.motions import amended, counted, moved
from folkmoot.meetings.tests.held import going_on, joined


def told(world: World, meeting: Meeting) -> dict[str, list[str]]:
    do(world, write_minutes, by=world.bo, meeting_id=meeting.pk)
    page = minutes_page(meeting.pk, world.bo, at=world.at)
    assert page is not None
    assert page.parts is not None
    return {part.heading: part.text.splitlines() for part in page.parts}


def test_minutes_have_the_words_that_were_carried_and_each_amendment_with_its_mover(world: World) -> None:
    people = joined(world, 3)
    meeting = going_on(world, world.bo, *people)
    # Eve moves it, and is not there.
    motion = moved(world, by=world.bo, person_id=world.eve.pk, meeting_id=meeting.pk)
    amendment = amended(world, motion, by=world.bo, person_id=people[0].pk)
    counted(world, meeting, 4, 0, amendment_id=amendment.pk)
    counted(world, meeting, 3, 1, motion_id=motion.pk)
    assert told(world, meeting)["1. Paint the loft"][:-2] == [
        "From 19:30 to 19:30.",
        "Motion “Paint the loft”, moved by Eve: carried. Its words:",
        "1. The loft is painted blue.",
        "2. Bo buys the paint.",
        "Amendment moved by Member 01: adopted. What it changes:",
        "1. The loft is painted blue.",
        "Instead of: 1. The loft is painted white.",
    ]
    named = MinutesName.objects.filter(minutes=meeting.pk)
    assert set(named.values_list("person", flat=True)) == {world.bo.pk, world.eve.pk, people[0].pk}


def test_motions_that_were_moved_and_not_voted_on_are_told_too_but_none_that_was_not_reached(
    world: World,
) -> None:
    meeting = going_on(world, world.bo, world.eve)
    gone, left, _never = (
        moved(world, by=world.bo, meeting_id=meeting.pk, title=title) for title in ("Gone", "Left", "Never")
    )
    do(world, withdraw_motion, by=world.bo, motion_id=gone.pk)
    AgendaItem.objects.filter(motion=left).update(begun_at=world.at)
    found = told(world, meeting)
    assert found["1. Gone"][1] == "Motion “Gone”, moved by Bo: withdrawn. Its words:"
    assert found["2. Left"][1] == "Motion “Left”, moved by Bo: not put to the vote. Its words:"
    assert found["3. Never"] == ["Not dealt with."]


def test_words_too_long_for_minutes_stand_with_the_motion(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(
        world, by=world.bo, meeting_id=meeting.pk, body="1. " + "All of it. " * (WORDS_LONGEST // 11 + 1)
    )
    amended(world, motion, "1. None of it.", by=world.bo)
    AgendaItem.objects.filter(motion=motion).update(begun_at=world.at)
    note = "(Too long to be told here: it stands with the motion.)"
    lines = told(world, meeting)["1. Paint the loft"]
    assert lines[2:] == [note, "Amendment moved by Bo: proposed. What it changes:", note]
