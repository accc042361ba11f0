"""Taps on the screen of a meeting: each is an act, answered by what the screen shows after it."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.kernel.acts import act_of
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import derived_id
from folkmoot.meetings.actions.closing import close_without_quorum
from folkmoot.meetings.actions.reopening import reopen_meeting
from folkmoot.meetings.actions.speaking import ask_to_speak, give_the_floor, take_off_list
from folkmoot.meetings.actions.taps import WAITING, do_tap, keep_tap, leave_out_tap
from folkmoot.meetings.screens_running import row_of
from folkmoot.meetings.views.running import page_of, shown
from folkmoot.ui.refusals import UNPROCESSABLE, refused

# An act is tapped on the screen by standing here.
_OTHERS: Sequence[Callable[..., UUID]] = (
    ask_to_speak,
    give_the_floor,
    take_off_list,
    close_without_quorum,
    reopen_meeting,
    do_tap,
    leave_out_tap,
)
TAPS: Mapping[str, Callable[..., UUID]] = {
    act_of(each).name.removeprefix("meetings."): each for each in (*WAITING.values(), *_OTHERS)
}
_LATE = UUID("0197c8a2-6f0e-7c55-9c1e-6b1d0f7b52a4")


@require_POST
@signed_in
def tap(request: SignedInRequest, meeting_id: UUID, name: str) -> HttpResponse:
    if name not in TAPS:
        raise Http404
    given = given_by(request.POST, TAPS[name], meeting_id)
    try:
        do(request, TAPS[name], **given)
    except Refused as refusal:
        return _late(request, meeting_id, name, given, refusal)
    return _answer(request, meeting_id, row=_row(given))


def given_by(posted: QueryDict, function: Callable[..., UUID], meeting_id: UUID) -> dict[str, Any]:
    """Return what a form gave of an act's inputs, nothing for those that were left empty."""
    given: dict[str, Any] = {}
    for name, field in act_of(function).input_model.model_fields.items():
        if name == "meeting_id":
            given[name] = str(meeting_id)
        elif "list" in str(field.annotation):
            given |= {name: posted.getlist(name)} if name in posted else {}
        elif posted.get(name):
            given[name] = posted[name]
    return given


def _late(
    request: SignedInRequest, meeting_id: UUID, name: str, given: dict[str, Any], refusal: Refused
) -> HttpResponse:
    """Answer a tap that was refused: one that waited for the connection is kept, one of just now is told why."""
    if "waited" not in request.POST:
        return _answer(request, meeting_id, refusal)
    function = act_of(TAPS[name])
    if function.name in WAITING:
        when = given.get("when")
        said = json.dumps({key: value for key, value in given.items() if key != "meeting_id"})
        kept = {"meeting_id": meeting_id, "tapped": function.name, "given": said, "when": when}
        request.act_id = derived_id(_LATE, str(request.act_id))
        try:
            do(request, keep_tap, **kept)
        except Refused as why:
            return _answer(request, meeting_id, why)
    return _answer(request, meeting_id)


def _answer(
    request: SignedInRequest, meeting_id: UUID, refusal: Refused | None = None, *, row: str = ""
) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        context = shown(request, page_of(request, meeting_id)) | {"refusal": refusal}
        status = UNPROCESSABLE if refusal else 200
        return render(request, "meetings/_sitting.html", context, status=status)
    if refusal:
        return refused(request, refusal)
    return redirect(reverse("meetings:run", args=[meeting_id]) + row)


def _row(given: Mapping[str, Any]) -> str:
    """Return the place on the page of what was tapped: a person by name, or an item."""
    people = given.get("people") or []
    about = people[0] if len(people) == 1 else given.get("agenda_item_id")
    return f"#{row_of(about)}" if about else ""
