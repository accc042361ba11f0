"""Which events of meetings change where which units stand."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from folkmoot.bylaws.interfaces import Stirred, Where
from folkmoot.meetings.models import Meeting


def _of_unit(payload: Mapping[str, Any]) -> Stirred:
    return Stirred(units=[UUID(payload["unit_id"])])


def _of_meeting(payload: Mapping[str, Any]) -> Stirred:
    rows = Meeting.objects.filter(pk=UUID(payload["meeting_id"]))
    return Stirred(units=set(rows.values_list("unit", flat=True)))


def _of_both(payload: Mapping[str, Any]) -> Stirred:
    return Stirred(units=[UUID(payload["from_unit_id"]), UUID(payload["to_unit_id"])])


WHERE: Mapping[str, Where] = {
    "MeetingCalled": _of_unit,
    "MeetingsPlanned": _of_unit,
    "MeetingPostponed": _of_meeting,
    "MeetingCancelled": _of_meeting,
    "MeetingWithoutQuorum": _of_meeting,
    "MeetingReopened": _of_meeting,
    "MeetingCalledAgain": _of_meeting,
    "UncalledMeetingEntered": _of_unit,
    "MeetingEntered": _of_meeting,
    "MeetingEntryTakenBack": _of_unit,
    "MeetingsHandedOver": _of_both,
}
