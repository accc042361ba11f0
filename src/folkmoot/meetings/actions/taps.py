"""Taps made without a connection that came too late: each waits for whoever keeps the meeting, and is done or left out."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kernel.acts import PlainInput, act, act_of, check_input, running
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.kernel.sight import as_seen
from folkmoot.meetings.actions.attendance import note_arrival, note_departure
from folkmoot.meetings.actions.claiming import claim_late
from folkmoot.meetings.actions.closing import adjourn, close_meeting, go_on
from folkmoot.meetings.actions.items import add_item, finish_item, take_up_item
from folkmoot.meetings.events import TapDone, TapKept, TapLeftOut
from folkmoot.meetings.models import LateTap, Sitting
from folkmoot.meetings.rules.running import moment_tapped
from folkmoot.people.models import Person

# What is tapped while a meeting is run, and can wait. Never who speaks: of that nothing is kept.
WAITING: Mapping[str, Callable[..., UUID]] = {
    act_of(each).name: each
    for each in (
        note_arrival,
        note_departure,
        take_up_item,
        finish_item,
        add_item,
        adjourn,
        go_on,
        close_meeting,
    )
}
# More than anybody taps in an evening, each with at most two hundred names.
MOST_WAITING = 200
_LONGEST = 20_000


@act("meetings.keep_tap")
def keep_tap(
    *,
    meeting_id: UUID,
    tapped: str,
    given: str,
    when: datetime | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Do what was tapped without a connection, or keep it for whoever runs the meeting now if it is refused.

    `tapped` is the act, `given` its input besides the meeting, as JSON, `when` its moment. Sent again it waits once.

    :raises Refused: if `by` may not run the meeting, it was never opened, this is no act of running one or not its input,
        or too many wait.
    """
    sitting = claim_late(meeting_id, by=by, at=at)
    content = _content(sitting, tapped, given)
    refusal = _tried(tapped, content, by=by, at=at)
    if refusal is not None:
        tap = LateTap(id=running().act_id, act=tapped, input=content.model_dump(mode="json"), by=by)
        tap.tapped_at, tap.refusal = moment_tapped(when, since=sitting.opened_at, at=at), str(refusal)
        _keep(tap, sitting, by=by, at=at)
    return meeting_id


@act("meetings.do_tap")
def do_tap(*, tap_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Do after all what was tapped without a connection and came too late.

    :raises Refused: if there is none such, `by` may not run its meeting, or it is refused still.
    """
    tap, sitting = _claimed(tap_id, by=by, at=at)
    given = tap.input
    if "instead_of_id" in given:
        # Whoever does it now sees what is being dealt with.
        given = given | {"instead_of_id": sitting.current_item_id}
    function = WAITING[tap.act]
    _call(function, check_input(act_of(function), given), by=by, at=at)
    tap.delete()
    record(TapDone(sitting.meeting_id, tap.act), by=by, at=at)
    return sitting.meeting_id


@act("meetings.leave_out_tap")
def leave_out_tap(*, tap_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Leave out what was tapped without a connection and came too late: it is deleted.

    :raises Refused: if there is none such, or `by` may not run its meeting.
    """
    tap, sitting = _claimed(tap_id, by=by, at=at)
    tap.delete()
    record(TapLeftOut(sitting.meeting_id, tap.act), by=by, at=at)
    return sitting.meeting_id


def _content(sitting: Sitting, tapped: str, given: str) -> PlainInput:
    function = WAITING.get(tapped)
    if function is None or len(given) > _LONGEST:
        raise Refused(_("This is nothing that is tapped while a meeting is run."), field="tapped")
    try:
        said = json.loads(given)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise Refused(_("This is no input of an act."), field="given")
    return check_input(act_of(function), said | {"meeting_id": sitting.meeting_id})


def _tried(tapped: str, content: PlainInput, *, by: Person | None, at: datetime) -> Refused | None:
    try:
        with transaction.atomic():
            _call(WAITING[tapped], content, by=by, at=at)
    except Refused as refusal:
        return refusal
    return None


def _call(function: Callable[..., UUID], content: PlainInput, *, by: Person | None, at: datetime) -> None:
    given: dict[str, Any] = {name: getattr(content, name) for name in type(content).model_fields}
    # What stands in a text was not looked at as the inputs of an act are.
    shown = given if by is None else as_seen(given, by=by, at=at).inputs
    function(**shown, by=by, at=at)


def _keep(tap: LateTap, sitting: Sitting, *, by: Person | None, at: datetime) -> None:
    if LateTap.objects.filter(meeting=sitting.meeting_id).count() >= MOST_WAITING:
        raise Refused(_("Too many taps wait already. Do some of them, or leave them out."))
    tap.meeting = sitting.meeting
    tap.save(force_insert=True)
    record(TapKept(sitting.meeting_id, tap.act), by=by, at=at)


def _claimed(tap_id: UUID, *, by: Person | None, at: datetime) -> tuple[LateTap, Sitting]:
    tap = LateTap.objects.filter(pk=tap_id).first()
    if tap is None:
        raise Refused(_("This does not wait any more. Look at the meeting again."), field="tap_id")
    sitting = claim_late(tap.meeting_id, by=by, at=at)
    # Somebody else may have settled it while this waited for the meeting.
    if not LateTap.objects.filter(pk=tap_id).exists():
        raise Refused(_("This does not wait any more. Look at the meeting again."), field="tap_id")
    return tap, sitting
