import json

import pytest

from conftest import World
from folkmoot.config.api.tests.calling import post, token_client
from folkmoot.decisions.tests.papers import do
from folkmoot.meetings.actions.closing import adjourn
from folkmoot.meetings.actions.taps import keep_tap
from folkmoot.meetings.models import LateTap
from folkmoot.meetings.tests.held import item, opened, sitting_of


def test_a_token_for_keeping_taps_does_by_them_what_it_was_made_for_and_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)
    meeting = opened(world)
    program = token_client(world.bo, acts=["meetings.keep_tap", "meetings.do_tap", "meetings.add_item"])

    def sent(act: str, **given: str) -> int:
        return int(post(program, act, given).status_code)

    of_it = {"meeting_id": str(meeting.pk)}
    assert sent("meetings.keep_tap", **of_it, tapped="meetings.close_meeting", given="{}") == 403
    assert (
        sent("meetings.keep_tap", **of_it, tapped="meetings.add_item", given='{"text": "The light"}') == 200
    )
    do(world, adjourn, by=world.bo, meeting_id=meeting.pk)
    tap = {
        "tapped": "meetings.finish_item",
        "given": json.dumps({"agenda_item_id": str(item(meeting, 1).pk)}),
    }
    do(world, keep_tap, by=world.bo, meeting_id=meeting.pk, **tap)
    assert sent("meetings.do_tap", tap_id=str(LateTap.objects.get().pk)) == 403
    assert sitting_of(meeting).is_open
