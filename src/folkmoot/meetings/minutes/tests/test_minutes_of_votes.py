from conftest import World
from folkmoot.bylaws.tests.papers import HALF, bylaws, entered
from folkmoot.decisions.tests.papers import do
from folkmoot.meetings.actions.items import take_up_item
from folkmoot.meetings.minutes.actions.minutes import write_minutes
from folkmoot.meetings.minutes.queries.composing import composed
from folkmoot.meetings.minutes.queries.minutes import minutes_page
from folkmoot.meetings.motions.actions.counting import enter_count, recount_vote
from folkmoot.meetings.motions.tests.motions import amended, counted, moved
from folkmoot.meetings.motions.tests.test_voting import TWO_THIRDS
from folkmoot.meetings.tests.held import arrived, going_on, item, joined, later, opened, sitting_of


def test_minutes_tell_of_votes_with_figures_and_articles_under_their_item(world: World) -> None:
    people = joined(world, 9)
    entered(world, bylaws(world), "3", TWO_THIRDS)
    entered(world, bylaws(world), "2.2", HALF)
    meeting = going_on(world, world.bo, world.eve, *people, agenda=[{"text": "Tea"}])
    motion = moved(world, meeting_id=meeting.pk, by=world.bo, matter="money")
    amendment = amended(world, motion)
    counted(world, meeting, 2, 8, amendment_id=amendment.pk)
    vote = counted(world, meeting, 8, 2, motion_id=motion.pk)
    again = do(world, recount_vote, by=world.bo, vote_id=vote.pk)
    do(world, enter_count, by=world.bo, vote_id=again, in_favour=9, against=2)
    counted(world, meeting, 11, 0, text="Shall we stop?", matter="procedure")
    do(world, write_minutes, by=world.bo, meeting_id=meeting.pk)
    page = minutes_page(meeting.pk, world.bo, at=world.at)
    assert page is not None
    assert page.parts is not None
    told = {part.heading: part.text for part in page.parts}
    assert list(told) == ["Opening", "1. Tea", "2. Paint the loft", "Closing"]
    usual = "Asked: more than half of the votes cast, as no article says otherwise"
    quorum = "quorum 6 of 11, article 2.2: 11."
    thirds = f"Asked: two thirds of those present, article 3: 8 of 11 needed; {quorum}"
    hands = "(by a show of hands)"
    lost = f"2 for, 8 against, 0 abstained. Not carried. {usual}: 6 of 10 needed; {quorum}"
    assert [line for line in told["2. Paint the loft"].splitlines() if line.startswith("Vote")] == [
        f"Vote on “Amendment to: Paint the loft” {hands}: {lost}",
        f"Vote on “Paint the loft” {hands}: 8 for, 2 against, 0 abstained. Carried. {thirds} It was counted again.",
        f"Vote on “Paint the loft” {hands}: 9 for, 2 against, 0 abstained. Carried. {thirds}",
        # It was asked after that, and before anything else was taken up.
        f"Vote on “Shall we stop?” {hands}: 11 for, 0 against, 0 abstained. Carried. {usual}: 6 of 11 needed; {quorum}",
    ]


def test_what_is_asked_on_no_agenda_stands_under_the_item_that_goes_on(world: World) -> None:
    meeting = opened(world)
    arrived(world, meeting, world.bo, world.eve)
    counted(world, meeting, 2, 0, text="Shall we begin?", matter="procedure")
    later(world, 1)
    do(world, take_up_item, by=world.bo, meeting_id=meeting.pk, agenda_item_id=item(meeting, 1).pk)
    motion = moved(world, meeting_id=meeting.pk, by=world.bo)
    counted(world, meeting, 2, 0, motion_id=motion.pk)
    later(world, 1)
    counted(world, meeting, 2, 0, text="Shall we stop?", matter="procedure")
    told = {each.heading: each.text for each in composed(sitting_of(meeting))}
    under = [heading for heading, text in told.items() if "Shall we" in text]
    assert under == ["Opening", "1. The new boat"]
