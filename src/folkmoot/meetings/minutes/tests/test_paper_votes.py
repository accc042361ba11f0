from typing import Any

import pytest

from conftest import World
from folkmoot.bylaws.tests.papers import bylaws, entered
from folkmoot.decisions.models import Decision
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.meetings.actions.entering import enter_held_meeting
from folkmoot.meetings.minutes.actions.of_closed import write_of_closed
from folkmoot.meetings.minutes.queries.composing import composed
from folkmoot.meetings.minutes.queries.minutes import minutes_page
from folkmoot.meetings.models import Meeting, Presence
from folkmoot.meetings.motions.actions.adopting import adopt_motion
from folkmoot.meetings.motions.actions.entering_votes import enter_paper_vote
from folkmoot.meetings.motions.models import Teller, Vote
from folkmoot.meetings.motions.tests.motions import moved_there
from folkmoot.meetings.tests.held import going_on, joined, sitting_of
from folkmoot.membership.tests.paging import as_, links, refusals
from folkmoot.people.models import Person
from folkmoot.structure.tests.acting import events

TWO_THIRDS = {"kind": "majority", "matter": "bylaws", "share": "2/3", "of": "votes"}


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def on_paper(world: World, **given: Any) -> Meeting:
    """Return a meeting of five that was held this morning, entered from its sheet."""
    people = joined(world, 3)
    sheet: dict[str, Any] = {
        "kind": "general", "day": world.at.date(), "place": "The loft", "chair_id": world.eve.pk, "minute_taker_id": world.bo.pk,
        "opened": "09:05", "closed": "10:40", "people": [each.pk for each in people],
    }  # fmt: skip
    pk = do(world, enter_held_meeting, by=world.bo, unit_id=world.harbour.pk, **sheet | given)
    return Meeting.objects.get(pk=pk)


def _other(meeting: Meeting) -> Person:
    """Return somebody who was there and led nothing."""
    sitting = sitting_of(meeting)
    led = {sitting.chair_id, sitting.minute_taker_id}
    person = Presence.objects.filter(meeting=meeting).exclude(person__in=led).order_by("pk")[0].person
    assert person is not None
    return person


def from_sheet(world: World, meeting: Meeting, in_favour=3, against=1, *, by=None, **given: Any) -> Vote:
    figures = {"in_favour": in_favour, "against": against}
    pk = do(world, enter_paper_vote, by=by or world.bo, meeting_id=meeting.pk, **figures | given)
    return Vote.objects.get(pk=pk)


def test_a_count_on_paper_carries_a_motion_by_the_clause_of_that_day(world: World) -> None:
    entered(world, bylaws(world), "3", TWO_THIRDS)
    meeting, motion = on_paper(world), moved_there(world, matter="bylaws")
    vote = from_sheet(
        world, meeting, 3, 1, abstained=1, motion_id=motion.pk, counted_by=[world.bo.pk, world.eve.pk]
    )
    assert (vote.outcome, vote.article, vote.needed, vote.of, vote.present, vote.members) == (
        "carried", "3", 3, 4, 5, 5,
    )  # fmt: skip
    assert vote.decided_at == sitting_of(meeting).closed_at
    assert set(Teller.objects.values_list("person", flat=True)) == {world.bo.pk, world.eve.pk}
    assert events()[-2:] == ["PaperVoteEntered", "VoteDecided"]
    assert list(meeting.items.values_list("motion", flat=True)) == [motion.pk]
    decision = do(world, adopt_motion, by=world.bo, motion_id=motion.pk, revision=motion.revision)
    assert Decision.objects.get(pk=decision).adopted_on == meeting.begins.date()


def test_minutes_say_how_many_were_for_it_and_who_counted(world: World) -> None:
    meeting = on_paper(world)
    from_sheet(world, meeting, text="We paint the loft", counted_by=[world.eve.pk])
    written = "\n".join(each.text for each in composed(sitting_of(meeting)))
    assert "Vote on “We paint the loft” (by a show of hands): 3 for, 1 against" in written
    assert f"Counted by {world.eve.name}." in written


def test_a_count_that_was_entered_wrongly_is_entered_anew_and_stays_as_replaced(world: World) -> None:
    meeting, motion = on_paper(world), moved_there(world)
    first = from_sheet(world, meeting, 1, 3, motion_id=motion.pk)
    again = from_sheet(world, meeting, 3, 1, replaces_id=first.pk)
    first.refresh_from_db()
    motion.refresh_from_db()
    assert (first.outcome, first.replaced_at, again.replaces_id, again.motion_id) == (
        "lost", world.at, first.pk, motion.pk,
    )  # fmt: skip
    assert (motion.state, again.outcome) == ("carried", "carried")
    with pytest.raises(Refused, match="counted again already"):
        from_sheet(world, meeting, 3, 1, replaces_id=first.pk)


def test_what_does_not_stand_on_a_sheet_is_refused(world: World) -> None:
    meeting = on_paper(world)
    refused: list[tuple[dict[str, Any], str]] = [
        ({"in_favour": 5, "text": "Paint"}, "These are 6 votes, and 5 people"),
        ({}, "A vote is about one thing"),
        ({"text": "Paint", "counted_by": [world.cy.pk]}, "One of them was not at the meeting"),
        ({"text": "Paint", "by": _other(meeting)}, "You hold no office that may do this"),
    ]
    for given, sentence in refused:
        with pytest.raises(Refused, match=sentence):
            from_sheet(world, meeting, **given)
    assert Vote.objects.count() == 0
    run_here = going_on(world, world.bo)
    with pytest.raises(Refused, match="entered from its signed sheet"):
        from_sheet(world, run_here, text="Paint")


def test_where_the_article_asks_for_a_roll_call_no_hands_are_entered(world: World) -> None:
    entered(world, bylaws(world), "3", {"kind": "ballot", "matter": "money", "method": "roll_call"})
    meeting = on_paper(world)
    with pytest.raises(Refused, match="Article 3 says how to vote here"):
        from_sheet(world, meeting, text="Buy paint", matter="money")


def test_the_page_of_the_meeting_leads_to_its_votes_which_are_marked(world: World, client) -> None:
    meeting, motion = on_paper(world), moved_there(world)
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/")
    address = links(page)["Enter a vote from the sheet"]
    given: dict[str, Any] = {
        "about": f"motion:{motion.pk}",
        "in_favour": "9",
        "against": "0",
        "abstained": "0",
        "invalid": "0",
    }
    refused = client.post(address, given)
    assert refused.status_code == 422
    assert "These are 9 votes, and 5 people" in " ".join(refusals(refused))
    given |= {"in_favour": "4", "counted_by": [str(world.eve.pk)]}
    page = client.post(address, given, follow=True)
    assert page.redirect_chain[-1][0] == f"/meetings/{meeting.pk}/"
    vote = Vote.objects.get()
    page = client.get(f"/votes/{vote.pk}/")
    assert (
        f"Entered afterwards, from the sheet that was signed at the meeting. Counted by {world.eve.name}."
        in " ".join(texts_of(page, "p.meta"))
    )
    anew = links(page)["It was entered wrongly: enter it anew"]
    page = client.get(anew)
    assert "So far: 4 for" in page.content.decode()
    client.post(anew, {"in_favour": "3", "against": "1", "abstained": "0", "invalid": "0"})
    assert list(Vote.objects.in_order().values_list("in_favour", flat=True)) == [4, 3]


def test_strangers_find_no_page_and_members_no_button(world: World, client) -> None:
    meeting = on_paper(world)
    address = f"/meetings/{meeting.pk}/votes/paper/"
    assert as_(client, world.stan).get(address).status_code == 404
    assert "Enter a vote from the sheet" not in links(as_(client, world.cy).get(f"/meetings/{meeting.pk}/"))


def test_the_worker_writes_the_minutes_anew(world: World) -> None:
    meeting = on_paper(world)
    write_of_closed(list(Entry.objects.filter(event="MeetingEntered")))
    from_sheet(world, meeting, text="We paint the loft")
    write_of_closed(list(Entry.objects.filter(event="PaperVoteEntered")))
    told = minutes_page(meeting.pk, world.bo, at=world.at)
    assert told is not None
    assert "Vote on “We paint the loft”" in "".join(part.text for part in told.parts or ())
