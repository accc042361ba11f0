import json
from datetime import timedelta
from typing import Any

import pytest

from conftest import World
from folkmoot.bylaws.tests.papers import HALF, bylaws, entered
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import ActClaim
from folkmoot.meetings.actions.closing import close_meeting
from folkmoot.meetings.models import Meeting, Sitting
from folkmoot.meetings.motions.actions.amendments import withdraw_amendment
from folkmoot.meetings.motions.actions.counting import (
    enter_acclamation,
    enter_count,
    enter_roll_call,
    recount_vote,
)
from folkmoot.meetings.motions.actions.motions import withdraw_motion
from folkmoot.meetings.motions.actions.voting import drop_vote, note_aside, stand_aside, take_part_again
from folkmoot.meetings.motions.models import Motion, Voice, Vote
from folkmoot.meetings.motions.tests.motions import BLUE, amended, counted, moved, put
from folkmoot.meetings.motions.tests.test_motions import words
from folkmoot.meetings.tests.held import arrived, going_on, joined
from folkmoot.meetings.tests.meetings import called
from folkmoot.structure.tests.acting import entries, events

TWO_THIRDS = {"kind": "majority", "matter": "money", "share": "2/3", "of": "present"}


def test_a_motion_is_carried_by_hands_and_the_vote_keeps_its_rule(world: World) -> None:
    people = joined(world, 9)
    entered(world, bylaws(world), "3", TWO_THIRDS)
    entered(world, bylaws(world), "2.2", HALF)
    meeting = going_on(world, world.bo, world.eve, *people)
    motion = moved(world, meeting_id=meeting.pk, by=world.bo, matter="money")
    vote = counted(world, meeting, 8, 2, motion_id=motion.pk)
    motion.refresh_from_db()
    assert (motion.state, vote.outcome, vote.decided_at) == ("carried", "carried", world.at)
    assert (vote.present, vote.members, vote.needed, vote.of) == (11, 11, 8, 11)
    assert vote.rule_in_words == "two thirds of those present, article 3: 8 of 11 needed"
    assert vote.quorum_in_words == "quorum 6 of 11, article 2.2: 11"
    assert vote.count_in_words == "8 for, 2 against, 0 abstained"
    assert events()[-2:] == ["VotePut", "VoteDecided"]
    assert json.loads(entries()[-1][1]) == {
        "vote_id": str(vote.pk), "outcome": "carried", "in_favour": 8, "against": 2, "abstained": 0,
        "invalid": 0, "present": 11, "members": 11, "needed": 8, "article": "3", "quorum_article": "2.2",
    }  # fmt: skip


def test_a_motion_is_lost_where_too_few_are_for_it(world: World) -> None:
    entered(world, bylaws(world), "3", TWO_THIRDS)
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(world, meeting_id=meeting.pk, by=world.bo, matter="money")
    vote = counted(world, meeting, 1, 0, motion_id=motion.pk)
    motion.refresh_from_db()
    assert (motion.state, vote.outcome, vote.needed, vote.of) == ("lost", "lost", 2, 2)
    with pytest.raises(Refused, match=r"This motion is not carried, so it stays as it is\."):
        put(world, meeting, motion_id=motion.pk)


def test_nobody_else_runs_a_vote_and_no_vote_is_held_outside_a_meeting(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve)
    with pytest.raises(Refused, match=r"You hold no office that may do this"):
        put(world, meeting, by=world.eve, text="Shall we stop?", matter="procedure")
    vote = put(world, meeting, text="Shall we stop?", matter="procedure")
    with pytest.raises(Refused, match=r"You hold no office that may do this"):
        do(world, enter_count, by=world.eve, vote_id=vote.pk, in_favour=1, against=0)
    with pytest.raises(Refused, match=r"There is no such vote"):
        do(world, enter_count, by=world.dee, vote_id=vote.pk, in_favour=1, against=0)
    with pytest.raises(Refused, match=r"This meeting is not open\. Open it first\."):
        put(world, called(world), text="Shall we stop?")


def test_a_vote_is_about_one_thing_and_one_vote_goes_on_at_a_time(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(world)
    for motion_id, text in ((None, ""), (motion.pk, "Stop?")):
        with pytest.raises(Refused, match=r"A vote is about one thing"):
            put(world, meeting, motion_id=motion_id, text=text)
    with pytest.raises(Refused, match=r"This motion is not on the agenda of this meeting\."):
        put(world, meeting, motion_id=motion.pk)
    with pytest.raises(Refused, match=r"This motion is not on the agenda of this meeting\."):
        put(world, meeting, amendment_id=amended(world, motion).pk)
    with pytest.raises(Refused, match=r"“dance” is none of these"):
        put(world, meeting, text="Stop?", method="dance")
    vote = put(world, meeting, text="Shall we stop?", matter="procedure")
    assert (vote.goes_on, vote.is_about_procedure) == (True, True)
    with pytest.raises(Refused, match=r"Another vote goes on\."):
        put(world, meeting, text="Shall we go on?")
    do(world, drop_vote, by=world.bo, vote_id=vote.pk)
    assert (Vote.objects.count(), events()[-1]) == (0, "VoteDropped")
    assert put(world, meeting, text="Shall we go on?").matter == "any"


def test_a_motion_that_people_vote_about_is_not_withdrawn(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(world, meeting_id=meeting.pk, by=world.bo)
    put(world, meeting, motion_id=motion.pk)
    with pytest.raises(Refused, match=r"People are voting about this motion\."):
        do(world, withdraw_motion, by=world.bo, motion_id=motion.pk)


def test_a_meeting_is_not_closed_while_people_vote(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve)
    vote = put(world, meeting, motion_id=moved(world, meeting_id=meeting.pk, by=world.bo).pk)
    with pytest.raises(Refused, match=r"A vote goes on\. Count it or give it up"):
        do(world, close_meeting, by=world.bo, meeting_id=meeting.pk)
    do(world, drop_vote, by=world.bo, vote_id=vote.pk)
    do(world, close_meeting, by=world.bo, meeting_id=meeting.pk)
    assert Sitting.objects.get(meeting=meeting).closed_at == world.at


def test_more_hands_than_people_are_refused_and_the_vote_goes_on(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve)
    vote = put(world, meeting, text="Shall we stop?")
    with pytest.raises(Refused, match=r"These are 3 votes, and 2 people with a vote are present for this\."):
        do(world, enter_count, by=world.bo, vote_id=vote.pk, in_favour=2, against=1)
    vote.refresh_from_db()
    assert vote.goes_on
    do(world, enter_count, by=world.bo, vote_id=vote.pk, in_favour=2, against=0)
    with pytest.raises(Refused, match=r"This vote was counted\."):
        do(world, enter_count, by=world.bo, vote_id=vote.pk, in_favour=2, against=0)


def test_where_nobody_objects_all_who_are_there_are_for_it(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve)
    vote = put(world, meeting, text="Shall we stop?", method="acclamation")
    with pytest.raises(Refused, match=r"This vote is held by acclamation\."):
        do(world, enter_count, by=world.bo, vote_id=vote.pk, in_favour=2, against=0)
    do(world, enter_acclamation, by=world.bo, vote_id=vote.pk)
    vote.refresh_from_db()
    assert (vote.in_favour, vote.outcome) == (2, "carried")
    assert vote.rule_in_words == (
        "more than half of the votes cast, as no article says otherwise: 2 of 2 needed"
    )


def test_before_its_hour_a_meeting_votes_only_when_all_are_there(world: World) -> None:
    meeting = going_on(world, world.bo)
    Meeting.objects.filter(pk=meeting.pk).update(begins_at=world.at + timedelta(minutes=1))
    with pytest.raises(Refused, match=r"1 of 2 are here\. Vote then, or when all are here"):
        put(world, meeting, text="Shall we stop?")
    arrived(world, meeting, world.eve)
    assert put(world, meeting, text="Shall we stop?").goes_on
    assert Vote.objects.count() == 1


def test_the_roll_is_called_and_what_each_said_stands_by_name(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve)
    vote = put(world, meeting, text="Shall we stop?", method="roll_call")
    voices = [
        {"person_id": world.bo.pk, "choice": "for"},
        {"person_id": world.eve.pk, "choice": "against"},
    ]
    for wrong in ([*voices, voices[0]], [{"person_id": world.cy.pk, "choice": "for"}]):
        with pytest.raises(Refused, match=r"Somebody is named"):
            do(world, enter_roll_call, by=world.bo, vote_id=vote.pk, voices=wrong)
    do(world, enter_roll_call, by=world.bo, vote_id=vote.pk, voices=voices)
    vote.refresh_from_db()
    assert (vote.in_favour, vote.against, vote.outcome) == (1, 1, "lost")
    assert set(Voice.objects.values_list("person", "choice")) == {
        (world.bo.pk, "for"), (world.eve.pk, "against"),
    }  # fmt: skip
    assert str(world.eve.pk) not in entries()[-1][1]


def test_a_count_of_hands_names_nobody(world: World) -> None:
    counted(world, going_on(world, world.bo, world.eve), 1, 1, text="Shall we stop?")
    assert not Voice.objects.exists()
    assert all(
        str(person.pk) not in payload for person in (world.bo, world.eve) for _e, payload in entries()[-2:]
    )


def test_whoever_stands_aside_counts_neither_as_present_nor_as_voting(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve)
    vote = put(world, meeting, text="Shall Eve be paid?")
    before = events(), ActClaim.objects.count()
    do(world, stand_aside, by=world.eve, vote_id=vote.pk)
    assert (events(), ActClaim.objects.count()) == before
    with pytest.raises(Refused, match=r"They stand aside already\."):
        do(world, note_aside, by=world.bo, vote_id=vote.pk, person_id=world.eve.pk)
    with pytest.raises(Refused, match=r"You hold no office|no such"):
        do(world, note_aside, by=world.eve, vote_id=vote.pk, person_id=world.bo.pk)
    with pytest.raises(Refused, match=r"Only those who are present and have a vote stand aside\."):
        do(world, note_aside, by=world.bo, vote_id=vote.pk, person_id=world.cy.pk)
    with pytest.raises(Refused, match=r"These are 2 votes, and 1 people"):
        do(world, enter_count, by=world.bo, vote_id=vote.pk, in_favour=2, against=0)
    do(world, enter_count, by=world.bo, vote_id=vote.pk, in_favour=1, against=0)
    vote.refresh_from_db()
    assert (vote.present, vote.outcome) == (1, "carried")


def test_who_was_written_down_to_stand_aside_is_counted_in_the_ledger_and_takes_it_back(
    world: World,
) -> None:
    meeting = going_on(world, world.bo, world.eve)
    vote = put(world, meeting, text="Shall Eve be paid?")
    do(world, note_aside, by=world.bo, vote_id=vote.pk, person_id=world.eve.pk)
    event, payload = entries()[-1]
    told = {"vote_id": str(vote.pk), "meeting_id": str(meeting.pk), "aside": 1}
    assert (event, json.loads(payload)) == ("AsideNoted", told)
    with pytest.raises(Refused, match=r"You take part in this vote already"):
        do(world, take_part_again, by=world.bo, vote_id=vote.pk)
    do(world, take_part_again, by=world.eve, vote_id=vote.pk)
    do(world, enter_count, by=world.bo, vote_id=vote.pk, in_favour=1, against=1)
    vote.refresh_from_db()
    assert (vote.present, vote.outcome) == (2, "lost")


def test_the_quorum_is_asked_when_it_is_put_and_again_when_it_is_counted(world: World) -> None:
    joined(world, 2)
    entered(world, bylaws(world), "2.2", HALF)
    meeting = going_on(world, world.bo)
    with pytest.raises(Refused, match=r"2 of 4 have to be present, article 2\.2, and 1 are\."):
        put(world, meeting, text="Shall we stop?")
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(world, meeting_id=meeting.pk, by=world.bo)
    vote = put(world, meeting, motion_id=motion.pk)
    do(world, stand_aside, by=world.eve, vote_id=vote.pk)
    do(world, enter_count, by=world.bo, vote_id=vote.pk, in_favour=1, against=0)
    vote.refresh_from_db()
    motion.refresh_from_db()
    assert (vote.outcome, vote.quorum_needed, vote.quorum_reached) == ("inquorate", 2, 1)
    assert motion.state == "submitted"


def test_a_recount_does_not_revive_what_was_withdrawn_or_decided_since(world: World) -> None:
    joined(world, 2)
    entered(world, bylaws(world), "2.2", HALF)
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(world, meeting_id=meeting.pk, by=world.bo)
    amendment = amended(world, motion)
    both: list[dict[str, Any]] = [{"amendment_id": amendment.pk}, {"motion_id": motion.pk}]
    for about in both:
        vote = put(world, meeting, **about)
        do(world, stand_aside, by=world.eve, vote_id=vote.pk)
        do(world, enter_count, by=world.bo, vote_id=vote.pk, in_favour=1, against=0)
        withdraw = withdraw_motion if "motion_id" in about else withdraw_amendment
        do(world, withdraw, by=world.bo, **about)
        with pytest.raises(Refused, match=r"Something was decided since that rests on this vote\."):
            do(world, recount_vote, by=world.bo, vote_id=vote.pk)
    motion.refresh_from_db()
    amendment.refresh_from_db()
    assert (motion.state, amendment.state) == ("withdrawn", "withdrawn")


def test_where_a_secret_ballot_is_asked_for_it_is_refused_in_words(world: World) -> None:
    entered(world, bylaws(world), "3", {"kind": "ballot", "matter": "election", "method": "secret"})
    meeting = going_on(world, world.bo, world.eve)
    with pytest.raises(
        Refused, match=r"Article 3 asks for a secret ballot here\. A secret ballot is not offered"
    ):
        put(world, meeting, text="Bo for secretary", matter="election")
    with pytest.raises(Refused, match=r"A secret ballot is not offered here yet\. Choose another"):
        put(world, meeting, text="Stop?", method="secret")


def test_a_recount_takes_the_place_of_the_first_count_which_stays(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(world, meeting_id=meeting.pk, by=world.bo)
    first = counted(world, meeting, 1, 1, motion_id=motion.pk)
    pk = do(world, recount_vote, by=world.bo, vote_id=first.pk)
    motion.refresh_from_db()
    first.refresh_from_db()
    assert (motion.state, first.outcome, first.replaced_at) == ("submitted", "lost", world.at)
    with pytest.raises(Refused, match=r"The count before is replaced already\."):
        do(world, drop_vote, by=world.bo, vote_id=pk)
    do(world, enter_count, by=world.bo, vote_id=pk, in_favour=2, against=0)
    motion.refresh_from_db()
    assert (motion.state, Vote.objects.get(pk=pk).replaces) == ("carried", first)
    with pytest.raises(Refused, match=r"This vote was counted again already\."):
        do(world, recount_vote, by=world.bo, vote_id=first.pk)


def test_a_recount_of_an_amendment_gives_the_motion_its_words_back(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(world, meeting_id=meeting.pk, by=world.bo)
    before = words(motion.document_id)
    one, two = amended(world, motion), amended(world, motion, f"{BLUE} Twice.")
    first = counted(world, meeting, 2, 0, amendment_id=one.pk)
    again = do(world, recount_vote, by=world.bo, vote_id=first.pk)
    motion.refresh_from_db()
    assert (words(motion.document_id), motion.revision) == (before, 3)
    do(world, enter_count, by=world.bo, vote_id=again, in_favour=0, against=2)
    later = counted(world, meeting, 2, 0, amendment_id=two.pk)
    motion.refresh_from_db()
    assert (words(motion.document_id)[2], later.outcome) == (f"{BLUE} Twice.", "carried")
    with pytest.raises(Refused, match=r"Something was decided since that rests on this vote\."):
        do(world, recount_vote, by=world.bo, vote_id=again)


def test_a_recount_is_refused_while_another_vote_goes_on_or_before_the_first(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve)
    first = counted(world, meeting, 1, 1, text="Shall we stop?")
    other = put(world, meeting, text="Shall we go on?")
    with pytest.raises(Refused, match=r"Another vote goes on\."):
        do(world, recount_vote, by=world.bo, vote_id=first.pk)
    with pytest.raises(Refused, match=r"This vote was not counted yet\."):
        do(world, recount_vote, by=world.bo, vote_id=other.pk)
    with pytest.raises(Refused, match=r"There is no such vote\."):
        do(world, recount_vote, by=world.bo, vote_id=new_id())


def test_after_the_meeting_nothing_is_counted(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve)
    vote = put(world, meeting, text="Shall we stop?")
    Sitting.objects.update(closed_at=world.at)
    for act, given in (
        (enter_count, {"in_favour": 1, "against": 0}), (drop_vote, {}), (recount_vote, {}), (stand_aside, {}),
    ):  # fmt: skip
        with pytest.raises(Refused, match=r"This meeting is closed\."):
            do(world, act, by=world.bo, vote_id=vote.pk, **given)
    assert Motion.objects.count() == 0
