from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.decisions.actions.attesting import attest_reading
from folkmoot.decisions.queries.cells import has_heard
from folkmoot.kernel.errors import Refused
from folkmoot.meetings import interfaces
from folkmoot.meetings import screens_running as screens
from folkmoot.meetings.actions.calling_again import call_again, earliest_second_call
from folkmoot.meetings.actions.closing import adjourn
from folkmoot.meetings.actions.opening import open_meeting
from folkmoot.meetings.forms_running import AdjourningForm, AgainForm, HeardForm, OpeningForm
from folkmoot.meetings.models import AgendaItem, Meeting
from folkmoot.meetings.queries.meetings import leading, proposals_for
from folkmoot.meetings.queries.running import (
    SittingPage,
    people_here,
    people_voting,
    sitting_page,
    version_seen,
)
from folkmoot.meetings.rules.running import early_in_words
from folkmoot.meetings.screens import goes_on_now, moment_in_words
from folkmoot.meetings.views.choosing import filled_in, sent, to_choose
from folkmoot.people.models import Person

NOTHING_NEW = 204


@signed_in
def run(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    page = page_of(request, meeting_id)
    if page.sitting is None:
        return _opening(request, page)
    return render(request, "meetings/run.html", shown(request, page))


@signed_in
def parts(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    version = version_seen(meeting_id, request.person, at=request.at)
    if version is None:
        raise Http404
    if str(version) == request.GET.get("version"):
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "meetings/_sitting.html", shown(request, page_of(request, meeting_id)))


@signed_in
def closing(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    page = _open_page(request, meeting_id)
    held = interfaces.motions().held(page.meeting, page.items, may_run=True)
    asked = screens.ending_of(page, at=request.at)
    return render(request, "meetings/ending.html", {"page": page, "held": held, **asked})


@signed_in
def adding(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    page = _open_page(request, meeting_id)
    shown = {"page": page, **_to_add(request, page)}
    return render(request, "meetings/adding.html", shown)


@signed_in
def adjourning(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    page = _open_page(request, meeting_id)
    form = AdjourningForm(ZoneInfo(page.meeting.unit.time_zone), request.POST or None)
    given = {"goes_on_at": form.cleaned_data["goes_on_at"]} if form.is_valid() else {}
    if given and is_done(request, form, adjourn, meeting_id=meeting_id, **given):
        return redirect("meetings:run", meeting_id)
    context = {"page": page, "form": form}
    return render(request, "meetings/adjourning.html", context, status=status_of(form))


@signed_in
def again(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    page = page_of(request, meeting_id)
    if page.sitting is None or page.sitting.has_no_quorum_at is None or not page.may_call:
        raise Http404
    form = AgainForm(request.POST or None, initial=_first_choice(page.meeting))
    if form.is_valid() and is_done(request, form, call_again, meeting_id=meeting_id, **form.cleaned_data):
        return redirect("meetings:meetings", page.meeting.unit_id)
    context = {"meeting": page.meeting, "form": form, "rule": _rule(page.meeting)}
    return render(request, "meetings/again.html", context, status=status_of(form))


@signed_in
def heard(request: SignedInRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    page = _read_page(request, meeting_id)
    item = _reading(page, item_id)
    people, day, back_url = _heard_at(request, page)
    form = HeardForm(people, request.POST or None, initial=_agreed(page))
    given = {"decision_id": item.decision_id, "unit_id": page.meeting.unit_id, "read_on": day}
    if form.is_valid() and is_done(request, form, attest_reading, present=form.people, **given):
        return redirect(back_url)
    context = {"page": page, "item": item, "form": form, "back_url": back_url}
    return render(request, "meetings/heard.html", context, status=status_of(form))


def _agreed(page: SittingPage) -> dict[str, object]:
    """Return whom the form ticks: those who are here and are asked now; of a meeting that is over, nobody by itself."""
    return {} if page.sitting is not None and page.sitting.is_open else {"present": []}


def _heard_at(request: SignedInRequest, page: SittingPage) -> tuple[list[Person], date, str]:
    """Return who can have heard what is read at a meeting, on which day, and whence it is entered."""
    meeting = page.meeting
    if page.sitting is not None and not page.sitting.is_open:
        return people_voting(meeting), meeting.begins.date(), reverse("meetings:meeting", args=[meeting.pk])
    today = meeting.unit.local(request.at).date()
    return people_here(meeting, at=request.at), today, reverse("meetings:run", args=[meeting.pk])


def page_of(request: SignedInRequest, meeting_id: UUID) -> SittingPage:
    words = request.GET.get("q", "")
    page = sitting_page(meeting_id, request.person, words=words, at=request.at)
    if page is None or page.meeting.is_cancelled:
        raise Http404
    return page


def shown(request: SignedInRequest, page: SittingPage) -> dict[str, object]:
    found: dict[str, object] = {"page": page, "words": request.GET.get("q", ""), "at": request.at}
    if page.sitting is not None and page.sitting.is_open:
        found["next"] = screens.next_step(page, at=request.at)
        found["not_here"] = page.not_here
    found |= {"quorum": screens.quorum_in_words(page), "here": screens.here_in_words(page)}
    found |= {"people": screens.person_lines(page), "items": screens.item_lines(page)}
    held = interfaces.motions().held(page.meeting, page.items, may_run=goes_on_now(page.meeting, request.at))
    found |= {"waiting": screens.tap_lines(page), "held": held, "pages": interfaces.pages_of(page.meeting)}
    return found | _current(page) | screens.moments(page) | screens.hours(page, at=request.at)


def _current(page: SittingPage) -> dict[str, object]:
    current = page.current
    if current is None or current.decision_id is None or not page.may_attest:
        is_line = current is not None and not current.decision_id and not current.motion_id
        offer = interfaces.minutes().offered(page.meeting, current) if current and is_line else None
        return {"current": current, "offer": offer}
    return {"current": current, "was_read": has_heard(page.meeting.unit, current.decision_id)}


def _opening(request: SignedInRequest, page: SittingPage) -> HttpResponse:
    initial = filled_in(request) or who_leads(request, page.meeting)
    choosable = to_choose(request, page.meeting, initial, at=request.at)
    form = OpeningForm(choosable.people, sent(request), initial=initial)
    if not page.meeting.has_begun(request.at):
        form.ask_early(early_in_words(page.meeting.begins))
    given = {"meeting_id": page.meeting.pk}
    if form.is_valid() and is_done(request, form, open_meeting, **given, **form.cleaned_data):
        return redirect("meetings:run", page.meeting.pk)
    context = {"page": page, "form": form, "when": moment_in_words(page.meeting.begins)}
    context |= {"choosable": choosable, "words": request.POST.get("q", "")}
    return render(request, "meetings/opening.html", context, status=status_of(form))


def who_leads(request: SignedInRequest, meeting: Meeting) -> dict[str, object]:
    """Return whom the form proposes: the unit's chair and secretary, or, where it has none, whoever opens it to write."""
    held = leading(meeting.unit, at=request.at)
    chair, secretary = held.get("chair"), held.get("secretary")
    if secretary is None and chair != request.person.pk:
        secretary = request.person.pk
    return {"chair_id": str(chair or ""), "minute_taker_id": str(secretary or "")}


def _to_add(request: SignedInRequest, page: SittingPage) -> dict[str, object]:
    """Return what waits for an agenda and does not stand on this one."""
    unit, there = page.meeting.unit, {pk for each in page.items for pk in (each.decision_id, each.motion_id)}
    decisions = proposals_for(unit, request.person.languages, at=request.at)
    texts = {each.text for each in page.items}
    waiting = interfaces.minutes().to_adopt(unit).splitlines()
    return {
        "minutes": [each for each in waiting if each not in texts],
        "decisions": [each for each in decisions if each.decision_id not in there],
        "motions": [each for each in interfaces.motions().to_decide(unit) if each[0] not in there],
    }


def _open_page(request: SignedInRequest, meeting_id: UUID) -> SittingPage:
    page = page_of(request, meeting_id)
    if page.sitting is None or not page.sitting.is_open:
        raise Http404
    return page


def _read_page(request: SignedInRequest, meeting_id: UUID) -> SittingPage:
    """Return a meeting at which something is or was read aloud: one that goes on, or was entered afterwards."""
    page = page_of(request, meeting_id)
    if page.sitting is None or not (page.sitting.is_open or page.sitting.is_entered_afterwards):
        raise Http404
    return page


def _reading(page: SittingPage, item_id: UUID) -> AgendaItem:
    found = next((each for each in page.items if each.pk == item_id and each.decision_id), None)
    if found is None or not page.may_attest:
        raise Http404
    return found


def _first_choice(meeting: Meeting) -> dict[str, object]:
    minutes = int(meeting.lasts.total_seconds()) // 60
    begins: datetime = meeting.begins
    try:
        day, _article = earliest_second_call(meeting)
    except Refused:
        return {"begins": begins.time(), "minutes": minutes}
    return {"day": day, "begins": begins.time(), "minutes": minutes}


def _rule(meeting: Meeting) -> str:
    try:
        day, article = earliest_second_call(meeting)
    except Refused as refusal:
        return str(refusal)
    return _("From %(day)s on, by article %(article)s. The agenda and the place stay the same.") % {
        "day": date_format(day),
        "article": article,
    }
