import json
from datetime import date, timedelta

import pytest

from conftest import World
from folkmoot.decisions.models import Audience, Decision
from folkmoot.decisions.queries.audiences import standings_with_homes
from folkmoot.decisions.queries.first_screens import member_screen
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import ACTS, act
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.motions.actions.adopting import adopt_motion
from folkmoot.meetings.motions.actions.asking import ask_question, enter_tally
from folkmoot.meetings.motions.actions.counting import recount_vote
from folkmoot.meetings.motions.actions.forwarding import answer_motion, forward_motion, take_up_motion
from folkmoot.meetings.motions.actions.going_over import MOTIONS_GO
from folkmoot.meetings.motions.models import Forwarding, Motion, Option, Question
from folkmoot.meetings.motions.tests.motions import BODY, amended, carried, counted, moved
from folkmoot.meetings.motions.tests.test_motions import words
from folkmoot.meetings.tests.held import going_on
from folkmoot.structure.tests.acting import entries, events


def sent(world: World, to, *, by=None) -> Forwarding:
    motion = carried(world, world.bo, world.eve)
    do(world, forward_motion, by=by or world.bo, motion_id=motion.pk, unit_id=to.pk)
    return Forwarding.objects.get(motion=motion, is_for_information=False)


def test_a_carried_motion_becomes_a_decision_that_members_find_by_one_act(world: World) -> None:
    motion = carried(world, world.bo, world.eve)
    pk = do(world, adopt_motion, by=world.bo, motion_id=motion.pk, revision=motion.revision)
    decision, motion = Decision.objects.get(pk=pk), Motion.objects.get()
    assert (decision.body, decision.number, decision.adopted_on) == (
        world.harbour,
        "2026/1",
        date(2026, 3, 2),
    )
    assert (motion.decision, decision.conveyed_at) == (decision, world.at)
    assert words(decision.document_id) == ("en", "Paint the loft", BODY)
    assert Audience.objects.get(decision=decision).unit == world.harbour
    assert events()[-4:] == ["DecisionDrafted", "DecisionAdopted", "DecisionConveyed", "MotionAdopted"]
    told = Forwarding.objects.get()
    assert (told.to_unit, told.is_for_information, told.is_waiting) == (world.north, True, False)
    stands, homes = standings_with_homes(world.eve, at=world.at)
    screen = member_screen(world.eve, homes, standings=stands, at=world.at, most=9)
    assert [each.opened for each in screen.addressed] == [decision.pk]
    with pytest.raises(Refused, match=r"This motion is a decision already\."):
        do(world, adopt_motion, by=world.bo, motion_id=motion.pk, revision=motion.revision)


def test_the_day_of_adoption_is_that_of_the_vote(world: World) -> None:
    motion = carried(world, world.bo, world.eve)
    world.at += timedelta(days=3)
    pk = do(world, adopt_motion, by=world.bo, motion_id=motion.pk, revision=motion.revision)
    assert Decision.objects.get(pk=pk).adopted_on == date(2026, 3, 2)


def test_what_was_not_carried_or_by_whom_may_not_becomes_no_decision(world: World) -> None:
    with pytest.raises(
        Refused, match=r"This motion is submitted\. Only one that was carried becomes a decision\."
    ):
        do(world, adopt_motion, by=world.bo, motion_id=moved(world).pk, revision=1)
    motion = carried(world, world.bo, world.eve)
    with pytest.raises(Refused, match=r"You hold no office that may do this in Harbour"):
        do(world, adopt_motion, by=world.eve, motion_id=motion.pk, revision=1)
    assert not Decision.objects.exists()


def test_what_became_a_decision_is_not_counted_again(world: World) -> None:
    motion = carried(world, world.bo, world.eve)
    do(world, adopt_motion, by=world.bo, motion_id=motion.pk, revision=motion.revision)
    with pytest.raises(Refused, match=r"rests on this vote"):
        do(world, recount_vote, by=world.bo, vote_id=motion.votes.get().pk)


def test_a_carried_motion_is_sent_two_levels_up_and_those_on_the_way_are_told(world: World) -> None:
    forwarding = sent(world, world.union)
    assert forwarding.is_waiting
    rows = Forwarding.objects.values_list("to_unit", "is_for_information", "answer")
    assert set(rows) == {(world.union.pk, False, ""), (world.north.pk, True, "")}
    name, payload = entries()[-1]
    assert (name, json.loads(payload)) == (
        "MotionForwarded",
        {
            "motion_id": str(forwarding.motion_id),
            "to_unit_id": str(world.union.pk),
            "told": [str(world.north.pk)],
        },
    )
    given = {"by": world.bo, "motion_id": forwarding.motion_id}
    with pytest.raises(Refused, match=r"Union has this motion already\."):
        do(world, forward_motion, unit_id=world.union.pk, **given)
    with pytest.raises(Refused, match=r"Choose a unit above Harbour|There is no such unit"):
        do(world, forward_motion, unit_id=world.hill.pk, **given)
    with pytest.raises(Refused, match=r"Choose a unit above Harbour"):
        do(world, forward_motion, unit_id=world.harbour.pk, **given)


def test_only_what_was_carried_is_sent_by_those_who_may(world: World) -> None:
    with pytest.raises(Refused, match=r"This motion is submitted\. Only one that was carried is forwarded\."):
        do(world, forward_motion, by=world.bo, motion_id=moved(world).pk, unit_id=world.north.pk)
    motion = carried(world, world.bo, world.eve)
    with pytest.raises(Refused, match=r"You hold no office that may do this in Harbour"):
        do(world, forward_motion, by=world.eve, motion_id=motion.pk, unit_id=world.north.pk)


def taken_up(world: World, forwarding: Forwarding):
    meeting = going_on(world, world.ada, world.cy, unit=world.north, by=world.ada)
    do(world, take_up_motion, by=world.ada, forwarding_id=forwarding.pk, meeting_id=meeting.pk)
    forwarding.refresh_from_db()
    return meeting, forwarding.taken_up


def answered(world: World, forwarding: Forwarding, answer: str, **given) -> Forwarding:
    reasons = {"reasons": "We looked at it."} | given
    do(world, answer_motion, by=world.ada, forwarding_id=forwarding.pk, answer=answer, **reasons)
    forwarding.refresh_from_db()
    return forwarding


def test_a_body_takes_it_up_decides_and_answers_with_reasons(world: World) -> None:
    forwarding = sent(world, world.north)
    with pytest.raises(Refused, match=r"Your body has not decided on it yet\."):
        answered(world, forwarding, "adopted")
    meeting, own = taken_up(world, forwarding)
    assert (own.unit, own.title, words(own.document_id)[2]) == (world.north, "Paint the loft", BODY)
    assert list(meeting.items.values_list("motion", flat=True)) == [own.pk]
    with pytest.raises(Refused, match=r"This motion was taken up already\."):
        do(world, take_up_motion, by=world.ada, forwarding_id=forwarding.pk, meeting_id=meeting.pk)
    counted(world, meeting, 2, 0, motion_id=own.pk, by=world.ada)
    with pytest.raises(Refused, match=r"By its vote the answer is: adopted\."):
        answered(world, forwarding, "rejected")
    with pytest.raises(Refused, match=r"Say why, so that those who sent it know\."):
        answered(world, forwarding, "adopted", reasons=" ")
    found = answered(world, forwarding, "adopted")
    assert (found.answer, found.reasons, found.answered_at) == ("adopted", "We looked at it.", world.at)
    assert events()[-1] == "MotionAnswered"
    with pytest.raises(Refused, match=r"This motion was answered already\."):
        answered(world, forwarding, "adopted")
    with pytest.raises(Refused, match=r"This motion came from below\."):
        do(world, forward_motion, by=world.ada, motion_id=own.pk, unit_id=world.union.pk)


def test_with_other_words_it_is_adopted_in_part_and_lost_it_is_rejected(world: World) -> None:
    forwarding = sent(world, world.north)
    meeting, own = taken_up(world, forwarding)
    change = amended(world, own, "1. The loft is cleaned.", by=world.cy)
    counted(world, meeting, 2, 0, amendment_id=change.pk, by=world.ada)
    counted(world, meeting, 2, 0, motion_id=own.pk, by=world.ada)
    assert answered(world, forwarding, "in_part").answer == "in_part"
    lost = sent(world, world.north)
    meeting, own = taken_up(world, lost)
    counted(world, meeting, 0, 2, motion_id=own.pk, by=world.ada)
    assert answered(world, lost, "rejected").answer == "rejected"


def test_it_is_passed_on_higher_and_answered_by_those_who_may(world: World) -> None:
    forwarding = sent(world, world.north)
    with pytest.raises(Refused, match=r"Choose the unit above to which it is passed on\."):
        answered(world, forwarding, "passed_on")
    with pytest.raises(Refused, match=r"You hold no office that may do this in North"):
        do(
            world, answer_motion, by=world.bo, forwarding_id=forwarding.pk, answer="passed_on", reasons="No.",
            unit_id=world.union.pk,
        )  # fmt: skip
    with pytest.raises(Refused, match=r"“maybe” is none of these"):
        answered(world, forwarding, "maybe")
    answered(world, forwarding, "passed_on", unit_id=world.union.pk)
    further = Forwarding.objects.get(to_unit=world.union)
    assert (further.motion, further.is_waiting) == (forwarding.motion, True)


def test_motions_go_over_to_the_unit_that_goes_on(world: World) -> None:
    forwarding, standing = sent(world, world.north), moved(world, unit=world.north)
    assert MOTIONS_GO.count(world.north) == 2
    assert MOTIONS_GO.fate(2, world.south) == "2 motions that nobody has decided on are those of South."

    @act("tests.hand_over_motions")
    def hand_over(*, by, at):
        assert MOTIONS_GO.hand_over(world.north, world.south, by=by, at=at) == 2
        assert MOTIONS_GO.hand_over(world.north, world.south, by=by, at=at) == 0
        return world.north.pk

    try:
        do(world, hand_over, by=world.una)
    finally:
        del ACTS["tests.hand_over_motions"]
    forwarding.refresh_from_db()
    standing.refresh_from_db()
    assert (forwarding.to_unit, standing.unit) == (world.south, world.south)
    assert (forwarding.motion.unit, events()[-1]) == (world.harbour, "MotionsHandedOver")


def test_a_meeting_gives_its_advice_by_hands_for_each_answer(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve, kind="consultative")
    asked = {"meeting_id": meeting.pk, "text": "Which colour?", "options": ["White", "Blue", "Green"]}
    pk = do(world, ask_question, by=world.bo, **asked)
    with pytest.raises(Refused, match=r"Enter a figure for each answer"):
        do(world, enter_tally, by=world.bo, question_id=pk, hands=[1, 1])
    with pytest.raises(Refused, match=r"These are 3 hands, and 2 people with a vote are present\."):
        do(world, enter_tally, by=world.bo, question_id=pk, hands=[1, 3, 0])
    with pytest.raises(Refused, match=r"A figure is 0 or more\."):
        do(world, enter_tally, by=world.bo, question_id=pk, hands=[1, -1, 0])
    do(world, enter_tally, by=world.bo, question_id=pk, hands=[1, 2, 0])
    options = Option.objects.order_by("position").values_list("text", "hands")
    assert list(options) == [("White", 1), ("Blue", 2), ("Green", 0)]
    assert (Question.objects.get().present, events()[-2:]) == (2, ["QuestionAsked", "QuestionTallied"])
    with pytest.raises(Refused, match=r"were counted already"):
        do(world, enter_tally, by=world.bo, question_id=pk, hands=[1, 2, 0])
    with pytest.raises(Refused, match=r"You hold no office that may do this"):
        do(world, ask_question, by=world.eve, **asked)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [(["One"], "from 2 to 20 answers"), (["Yes"] * 21, "from 2 to 20 answers"),
     (["Yes", "yes"], "Two of these answers are the same"), (["Yes", " "], "is empty"),
     (["Yes", "n" * 201], "200")],
)  # fmt: skip
def test_a_question_has_answers_that_differ(world: World, options, sentence) -> None:
    meeting = going_on(world, world.bo)
    with pytest.raises(Refused, match=sentence) as refusal:
        do(world, ask_question, by=world.bo, meeting_id=meeting.pk, text="Which?", options=options)
    assert refusal.value.field == "options"
