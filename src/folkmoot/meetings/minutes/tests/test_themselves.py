"""Motions, amendments and checks of minutes are members' own: nobody does them in their name by the command line."""

import pytest

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.meetings.minutes.actions.minutes import check_minutes
from folkmoot.meetings.motions.actions.amendments import propose_amendment, withdraw_amendment
from folkmoot.meetings.motions.actions.motions import (
    second_motion,
    submit_motion,
    withdraw_backing,
    withdraw_motion,
)
from folkmoot.meetings.motions.models import Backing
from folkmoot.meetings.motions.tests.motions import BLUE, BODY, amended, moved
from folkmoot.meetings.tests.held import joined, opened


def test_the_operator_moves_and_takes_back_nothing_as_a_member(world: World) -> None:
    one, two = joined(world, 2)
    motion = moved(world, by=two)
    do(world, second_motion, by=one, motion_id=motion.pk)
    amendment = amended(world, motion, by=one)
    meeting = opened(world)
    words = {"title": "Abolish", "body": BODY}
    before = list(Backing.objects.order_by("pk").values())
    for function, given in (
        (submit_motion, {"unit_id": world.harbour.pk, "language": "en", **words}),
        (second_motion, {"motion_id": motion.pk}),
        (withdraw_backing, {"motion_id": motion.pk}),
        (propose_amendment, {"motion_id": motion.pk, "on_revision": 1, "title": "x", "body": BLUE}),
        (withdraw_amendment, {"amendment_id": amendment.pk}),
        (check_minutes, {"meeting_id": meeting.pk, "revision": 1}),
    ):
        with pytest.raises(Refused, match=r"[Ss]ign(ed)? in as (yourself|themselves)\.$"):
            run(function, given, act_id=new_id(), by=one, at=world.at, via=Via.OPERATOR)
    with pytest.raises(Refused, match=r"Sign in as yourself\.$"):
        run(withdraw_motion, {"motion_id": motion.pk}, act_id=new_id(), by=two, at=world.at, via=Via.OPERATOR)
    assert list(Backing.objects.order_by("pk").values()) == before
