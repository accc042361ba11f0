from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.meetings import interfaces, screens
from folkmoot.meetings.calendars import appointment_of
from folkmoot.meetings.queries.meetings import (
    MeetingPage,
    meeting_list,
    meeting_page,
    units_seen,
)
from folkmoot.meetings.queries.running import attendance_of
from folkmoot.meetings.screens_running import attended
from folkmoot.notices.calendars import calendar_file


@signed_in
def meetings(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_seen(request.person, at=request.at), pk=unit_id)
    later, earlier = request.GET.get("later", ""), request.GET.get("earlier", "")
    page = meeting_list(unit, request.person, later=later, earlier=earlier, at=request.at)
    shown = {
        "page": page,
        "shows_upcoming": not earlier,
        "upcoming": screens.lines(page.upcoming, request.at),
    }
    shown |= {"past": screens.lines(page.past, request.at)}
    shown |= {"later_url": _further("later", page.later), "earlier_url": _further("earlier", page.earlier)}
    return render(request, "meetings/meetings.html", shown)


@signed_in
def meeting(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    page = _page(request, meeting_id)
    shown = {
        "page": page,
        "facts": screens.all_facts_of(page),
        "was": screens.moment_in_words(page.meeting.was) if page.meeting.was else "",
        "has_begun": page.meeting.has_begun(request.at),
        "is_today": page.meeting.is_on_day(request.at),
        "state": screens.state_of(page.meeting, request.at) if page.meeting.opened else None,
    }
    shown |= _of_sitting(request, page)
    return render(request, "meetings/meeting.html", shown)


@signed_in
def file(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    page = _page(request, meeting_id)
    written = calendar_file([appointment_of(page.meeting, shows_place=page.shows_place)], at=request.at)
    answer = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return answer


def _of_sitting(request: SignedInRequest, page: MeetingPage) -> dict[str, object]:
    may_run = page.may_run and screens.goes_on_now(page.meeting, request.at)
    held = interfaces.motions().held(page.meeting, page.items, may_run=may_run)
    sitting = page.meeting.opened
    was_kept = sitting is not None and sitting.was_held and not sitting.is_entered_afterwards
    may_plan = page.may_run and not page.meeting.is_cancelled and (sitting is None or sitting.is_open)
    return {
        "held": held,
        "plannings": interfaces.plannings_of(page.meeting) if may_plan else (),
        "was_kept": was_kept,
        "is_left_open": screens.is_left_open(page.meeting, request.at),
        **attended(attendance_of(page.meeting, request.person, at=request.at)),
    }


def _page(request: SignedInRequest, meeting_id: UUID) -> MeetingPage:
    page = meeting_page(meeting_id, request.person, at=request.at)
    if page is None:
        raise Http404
    return page


def _further(name: str, key: str) -> str:
    return f"?{urlencode({name: key})}" if key else ""
