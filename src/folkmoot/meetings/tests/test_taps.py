import json
from datetime import datetime, timedelta, timezone

import pytest

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.meetings.actions.closing import adjourn, close_meeting, go_on
from folkmoot.meetings.actions.items import take_up_item
from folkmoot.meetings.actions.taps import do_tap, keep_tap, leave_out_tap
from folkmoot.meetings.models import AgendaItem, LateTap
from folkmoot.meetings.queries.running import present_now
from folkmoot.meetings.tests.held import EVENING, arrived, item, joined, later, opened, sitting_of
from folkmoot.structure.tests.acting import events


def kept(world: World, meeting, tapped: str, *, by=None, **given) -> None:
    said = {"tapped": tapped, "given": json.dumps(given), "when": EVENING + timedelta(minutes=5)}
    do(world, keep_tap, by=by or world.bo, meeting_id=meeting.pk, **said)


def test_what_can_still_be_done_is_done_and_does_not_wait(world: World) -> None:
    (one,) = joined(world, 1)
    meeting = opened(world)
    kept(world, meeting, "meetings.note_arrival", people=[str(one.pk)])
    assert (LateTap.objects.count(), one.pk in present_now(meeting, at=world.at)) == (0, True)


def test_what_is_refused_waits_with_its_sentence_and_is_done_by_whoever_has_the_screen_then(
    world: World,
) -> None:
    meeting = opened(world)
    first, second = item(meeting, 1), item(meeting, 2)
    do(world, take_up_item, by=world.bo, meeting_id=meeting.pk, agenda_item_id=first.pk)
    later(world, 30)
    kept(world, meeting, "meetings.take_up_item", agenda_item_id=str(second.pk), by=world.eve)
    tap = LateTap.objects.get()
    assert (tap.act, tap.by, tap.tapped_at) == (
        "meetings.take_up_item", world.eve, EVENING + timedelta(minutes=5),
    )  # fmt: skip
    assert (
        tap.refusal == "Meanwhile the meeting turned to another item. Look at the agenda, and choose again."
    )
    assert sitting_of(meeting).current_item == first
    do(world, do_tap, by=world.bo, tap_id=tap.pk)
    assert (LateTap.objects.count(), sitting_of(meeting).current_item) == (0, second)
    assert events()[-4:] == ["TapKept", "ItemFinished", "ItemTakenUp", "TapDone"]


def test_the_same_tap_sent_twice_waits_once(world: World) -> None:
    meeting = opened(world)
    do(world, adjourn, by=world.bo, meeting_id=meeting.pk)
    said = {"meeting_id": meeting.pk, "tapped": "meetings.add_item", "given": '{"text": "The light"}'}
    act_id = new_id()
    for _again in range(2):
        run(keep_tap, said, act_id=act_id, by=world.bo, at=world.at, via=Via.WEB)
    assert LateTap.objects.count() == 1
    do(world, go_on, by=world.bo, meeting_id=meeting.pk)
    do(world, do_tap, by=world.bo, tap_id=LateTap.objects.get().pk)
    assert AgendaItem.objects.filter(meeting=meeting, text="The light").count() == 1


def test_what_came_after_the_end_is_left_out_and_gone(world: World) -> None:
    meeting = opened(world)
    do(world, close_meeting, by=world.bo, meeting_id=meeting.pk)
    kept(world, meeting, "meetings.note_arrival", guest="The harbour master")
    tap = LateTap.objects.get()
    with pytest.raises(Refused, match=r"This meeting is closed"):
        do(world, do_tap, by=world.bo, tap_id=tap.pk)
    do(world, leave_out_tap, by=world.bo, tap_id=tap.pk)
    assert (LateTap.objects.count(), events()[-1]) == (0, "TapLeftOut")
    with pytest.raises(Refused, match=r"This does not wait any more"):
        do(world, leave_out_tap, by=world.bo, tap_id=tap.pk)


@pytest.mark.parametrize(
    ("tapped", "given", "sentence"),
    [
        ("meetings.ask_to_speak", "{}", "This is nothing that is tapped while a meeting is run."),
        ("decisions.acknowledge", "{}", "This is nothing that is tapped while a meeting is run."),
        ("meetings.add_item", "[]", "This is no input of an act."),
        ("meetings.add_item", "{", "This is no input of an act."),
        ("meetings.add_item", '{"tune": "x"}', "tune: Extra inputs are not permitted."),
    ],
)
def test_nothing_else_waits(world: World, tapped: str, given: str, sentence: str) -> None:
    meeting = opened(world)
    with pytest.raises(Refused) as refusal:
        do(world, keep_tap, by=world.bo, meeting_id=meeting.pk, tapped=tapped, given=given)
    assert str(refusal.value) == sentence


def test_whoever_may_not_run_the_meeting_leaves_nothing_waiting(world: World) -> None:
    (one,) = joined(world, 1)
    meeting = opened(world)
    arrived(world, meeting, one)
    with pytest.raises(Refused, match=r"You hold no office that may do this in Harbour"):
        kept(world, meeting, "meetings.add_item", text="The light", by=one)


@pytest.mark.parametrize(
    "when",
    [
        datetime(2020, 1, 1),  # noqa: DTZ001  -- as a browser can send it
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(9999, 12, 31, tzinfo=timezone(timedelta(hours=-12))),
    ],
)
def test_what_waits_was_tapped_within_the_meeting_whatever_the_telephone_says(
    world: World, when: datetime
) -> None:
    meeting = opened(world)
    do(world, adjourn, by=world.bo, meeting_id=meeting.pk)
    later(world, 10)
    given = {"tapped": "meetings.add_item", "given": '{"text": "Tea"}', "when": when}
    do(world, keep_tap, by=world.bo, meeting_id=meeting.pk, **given)
    assert EVENING <= LateTap.objects.get().tapped_at <= world.at


def test_what_lies_too_deep_is_no_input(world: World) -> None:
    meeting = opened(world)
    with pytest.raises(Refused, match=r"This is no input of an act"):
        do(
            world,
            keep_tap,
            by=world.bo,
            meeting_id=meeting.pk,
            tapped="meetings.add_item",
            given="[" * 19_000,
        )


@pytest.mark.parametrize(
    "until",
    [
        datetime(2030, 1, 1),  # noqa: DTZ001  -- as a browser can send it
        datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-12))),
    ],
)
def test_a_meeting_is_adjourned_to_a_time_within_a_year(world: World, until: datetime) -> None:
    meeting = opened(world)
    with pytest.raises(Refused, match=r"Choose a time within a year, with its time zone, or none"):
        do(world, adjourn, by=world.bo, meeting_id=meeting.pk, goes_on_at=until)


def test_what_stands_in_a_tap_names_nobody_whom_whoever_taps_may_not_know(world: World) -> None:
    meeting = opened(world)
    kept(world, meeting, "meetings.note_arrival", people=[str(world.dee.pk)])
    unknown = LateTap.objects.get().refusal
    LateTap.objects.all().delete()
    kept(world, meeting, "meetings.note_arrival", people=[str(new_id())])
    assert LateTap.objects.get().refusal == unknown
