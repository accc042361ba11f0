"""Who enters more of a signed sheet, until when, and for how long whoever led a meeting runs anything of it."""

from typing import Any

import pytest

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import Actor
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.minutes.actions.adopting import correct_minutes
from folkmoot.meetings.minutes.actions.minutes import edit_minutes, write_minutes
from folkmoot.meetings.minutes.models import Minutes
from folkmoot.meetings.minutes.queries.minutes import minutes_page
from folkmoot.meetings.minutes.tests.test_paper_votes import from_sheet, now, on_paper
from folkmoot.meetings.models import Meeting, Sitting
from folkmoot.meetings.motions.actions.entering_votes import enter_paper_advice
from folkmoot.meetings.motions.actions.motions import put_motion_on_agenda
from folkmoot.meetings.motions.models import Vote
from folkmoot.meetings.motions.queries.paper import sheet_page
from folkmoot.meetings.motions.tests.motions import BLUE, amended, counted, moved, moved_there
from folkmoot.meetings.queries.meetings import meeting_page
from folkmoot.meetings.queries.runners import leads, meetings_run_by
from folkmoot.meetings.tests.held import going_on, joined, later, opened, sitting_of
from folkmoot.people.models import Person

__all__ = ["now"]
DAY = 24 * 60


def _on_paper(world: World) -> tuple[Meeting, Person]:
    """Return a meeting that was entered from its sheet, and a plain member who took its minutes."""
    meeting = on_paper(world)
    named = Person.objects.get(name="Member 01")
    Sitting.objects.filter(meeting=meeting).update(minute_taker=named)
    return meeting, named


def _offered(world: World, meeting: Meeting, person: Person) -> tuple[bool, bool]:
    """Return whether the page of a meeting and that of its sheet offer somebody to enter its votes."""
    page = meeting_page(meeting.pk, person, at=world.at)
    return page is not None and page.may_enter_votes, sheet_page(meeting.pk, person, at=world.at) is not None


def test_whoever_is_only_named_on_a_sheet_enters_nothing_of_it(world: World) -> None:
    meeting, named = _on_paper(world)
    with pytest.raises(Refused, match="You hold no office that may do this"):
        from_sheet(world, meeting, 3, 0, by=named, text="Bo is voted out")
    with pytest.raises(Refused, match="You hold no office that may do this"):
        do(
            world, enter_paper_advice, by=named, meeting_id=meeting.pk, text="Which?", options=["A", "B"], hands=[1, 1]
        )  # fmt: skip
    assert _offered(world, meeting, named) == (False, False)
    assert _offered(world, meeting, world.bo) == (True, True)


def test_a_sheet_is_entered_for_two_weeks(world: World) -> None:
    meeting = on_paper(world)
    later(world, 14 * DAY)
    from_sheet(world, meeting, text="Paint")
    assert _offered(world, meeting, world.bo) == (True, True)
    later(world, 1)
    with pytest.raises(Refused, match="within two weeks after the meeting was entered"):
        from_sheet(world, meeting, text="Paint it blue")
    assert _offered(world, meeting, world.bo) == (False, False)


def test_a_meeting_did_not_vote_on_what_was_moved_after_it(world: World) -> None:
    before = moved(world)
    later(world, DAY)
    meeting = on_paper(world)
    after, changed = moved(world), amended(world, before, BLUE)
    for given in ({"motion_id": after.pk}, {"amendment_id": changed.pk}):
        with pytest.raises(Refused, match="moved after the meeting"):
            from_sheet(world, meeting, **given)
    told: dict[str, Any] = {"motion_id": moved_there(world).pk}
    assert from_sheet(world, meeting, **told).outcome == "carried"
    assert from_sheet(world, meeting, motion_id=moved(world, by=world.bo).pk).outcome == "carried"


def test_a_meeting_did_not_vote_on_words_that_a_later_one_made(world: World) -> None:
    motion = moved(world)
    later(world, DAY)
    meeting = on_paper(world)
    people = [world.bo, world.eve]
    live = going_on(world, *people)
    changed = amended(world, motion, BLUE)
    do(world, put_motion_on_agenda, by=world.bo, motion_id=motion.pk, meeting_id=live.pk)
    counted(world, live, 2, 0, amendment_id=changed.pk)
    with pytest.raises(Refused, match="A later meeting changed the words"):
        from_sheet(world, meeting, motion_id=motion.pk)
    assert Vote.objects.filter(meeting=meeting).count() == 0


def _leads(world: World, meeting: Meeting, person: Actor) -> tuple[bool, bool]:
    who = Person.objects.get(pk=person.pk)
    runs = meetings_run_by(who, at=world.at).filter(pk=meeting.pk).exists()
    return leads(sitting_of(meeting), who, at=world.at), runs


def test_whoever_led_a_meeting_writes_its_minutes_for_some_weeks(world: World) -> None:
    meeting, named = _on_paper(world)
    later(world, 56 * DAY)
    do(world, write_minutes, by=named, meeting_id=meeting.pk)
    assert _leads(world, meeting, named) == (True, True)
    later(world, 1)
    assert _leads(world, meeting, named) == (False, False)
    asked = {"meeting_id": meeting.pk, "part": "opening", "revision": 1, "text": "Bo was late."}
    for function, given in ((write_minutes, {"meeting_id": meeting.pk}), (edit_minutes, asked)):
        with pytest.raises(Refused, match="You hold no office that may do this"):
            do(world, function, by=named, **given)


def test_a_meeting_that_goes_on_is_run_by_whoever_leads_it_whenever_it_began(world: World) -> None:
    (chair,) = joined(world, 1)
    meeting = opened(world, chair=chair)
    later(world, 100 * DAY)
    assert _leads(world, meeting, chair) == (True, True)


def test_adopted_minutes_are_taken_up_again_by_an_office_and_not_by_who_took_them(world: World) -> None:
    meeting, named = _on_paper(world)
    Minutes.objects.create(meeting=meeting, language="en", is_draft=False)
    with pytest.raises(Refused, match="You hold no office that may do this"):
        do(world, correct_minutes, by=named, meeting_id=meeting.pk)
    pages = [minutes_page(meeting.pk, each, at=world.at) for each in (named, world.bo)]
    assert [page is not None and page.may_correct for page in pages] == [False, True]
