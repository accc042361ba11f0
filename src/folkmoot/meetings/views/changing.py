from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.access.answering import is_done, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.meetings import interfaces, screens
from folkmoot.meetings.actions.agenda import change_agenda
from folkmoot.meetings.actions.calling import cancel_meeting, change_place, postpone_meeting
from folkmoot.meetings.forms import AgendaForm, CancellingForm, PlaceForm, PostponingForm
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.queries.meetings import MeetingPage, meeting_page, proposals_for

TITLES: Mapping[Callable[..., UUID], Promise] = {
    change_agenda: gettext_lazy("Change the agenda"),
    change_place: gettext_lazy("Change the place"),
    postpone_meeting: gettext_lazy("Postpone the meeting"),
}


@signed_in
def agenda(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    page = _changeable(request, meeting_id)
    proposals = proposals_for(page.meeting.unit, request.person.languages, at=request.at)
    lines = screens.lines_of(page.items, proposals)
    proposed = screens.proposed(proposals, page.items)
    written = "\n".join(screens.line_of_item(item) for item in page.items)
    moved = screens.moved(interfaces.motions().to_decide(page.meeting.unit), page.items)
    form = AgendaForm(request.POST or None, proposed=proposed, moved=moved, initial={"agenda": written})
    given = {"agenda": form.entries(lines)} if form.is_valid() else None
    return _answer(request, page.meeting, form, change_agenda, given)


@signed_in
def place(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    meeting = _changeable(request, meeting_id).meeting
    initial = {"how": meeting.how, "place": meeting.place, "link": meeting.link}
    form = PlaceForm(request.POST or None, initial=initial)
    given = form.cleaned_data if form.is_valid() else None
    return _answer(request, meeting, form, change_place, given)


@signed_in
def postponement(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    meeting = _to_come(request, meeting_id)
    minutes = int(meeting.lasts.total_seconds()) // 60
    initial = {"day": meeting.begins.date(), "begins": meeting.begins.time(), "minutes": minutes}
    form = PostponingForm(request.POST or None, initial=initial)
    given = form.cleaned_data if form.is_valid() else None
    return _answer(request, meeting, form, postpone_meeting, given)


@signed_in
def cancellation(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    meeting = _to_come(request, meeting_id)
    form = CancellingForm(request.POST or None)
    if form.is_valid() and is_done(request, form, cancel_meeting, meeting_id=meeting_id, **form.cleaned_data):
        messages.success(request, _("It is cancelled, and its page says why."))
        return redirect("meetings:meeting", meeting_id)
    context = {"meeting": meeting, "form": form, "title": _("Cancel the meeting"), "is_danger": True}
    context["when"] = screens.moment_in_words(meeting.begins)
    return render(request, "meetings/changing.html", context, status=status_of(form))


def _changeable(request: SignedInRequest, meeting_id: UUID) -> MeetingPage:
    page = meeting_page(meeting_id, request.person, at=request.at)
    if page is None or not page.may_change:
        raise Http404
    return page


def _to_come(request: SignedInRequest, meeting_id: UUID) -> Meeting:
    meeting = _changeable(request, meeting_id).meeting
    if meeting.has_begun(request.at):
        raise Http404
    return meeting


def _answer(
    request: SignedInRequest,
    meeting: Meeting,
    form: Form,
    function: Callable[..., UUID],
    given: Mapping[str, object] | None,
) -> HttpResponse:
    posted = request.POST.get("sequence", "")
    sequence = int(posted) if posted.isdecimal() and len(posted) < 10 else meeting.sequence  # noqa: PLR2004
    if given is not None and is_done(
        request, form, function, meeting_id=meeting.pk, sequence=sequence, **given
    ):
        messages.success(request, _("It is changed."))
        return redirect("meetings:meeting", meeting.pk)
    context: dict[str, object] = {"meeting": meeting, "form": form, "title": TITLES[function]}
    context |= {"sequence": sequence}
    context["when"] = screens.moment_in_words(meeting.begins)
    if function is postpone_meeting:
        context["notices"] = screens.notice_in_words(meeting, request.at)
    return render(request, "meetings/changing.html", context, status=status_of(form))
