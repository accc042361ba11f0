from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.ids import as_id
from folkmoot.meetings import screens
from folkmoot.meetings.minutes.actions.adopting import adopt_minutes, correct_minutes
from folkmoot.meetings.minutes.actions.minutes import check_minutes, edit_minutes, write_minutes
from folkmoot.meetings.minutes.actions.taking_back import take_back_entry
from folkmoot.meetings.minutes.forms import PartForm
from folkmoot.meetings.minutes.queries.minutes import MinutesPage, PartShown, minutes_page, version_page
from folkmoot.meetings.minutes.screens import adopting, again_url, taking_back
from folkmoot.meetings.queries.meetings import meeting_page


@signed_in
def minutes(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    page = _page(request, meeting_id)
    meeting = page.sitting.meeting
    shown = {"page": page, "meeting": meeting, "when": screens.moment_in_words(meeting.begins)}
    return render(request, "meetings/minutes.html", shown)


@signed_in
def part(request: SignedInRequest, meeting_id: UUID, name: str) -> HttpResponse:
    page = _page(request, meeting_id)
    now = _part_of(page, name)
    form = PartForm(request.POST or None, initial={"revision": now.revision, "text": now.text})
    given = {"meeting_id": meeting_id, "part": name}
    if form.is_valid() and is_done(request, form, edit_minutes, **given, **form.cleaned_data):
        _tell_of_others(request, now, form.cleaned_data["revision"])
        return redirect(f"{reverse('meetings:minutes', args=[meeting_id])}#{name}")
    shown = {"page": page, "part": now, "form": form, "meeting": page.sitting.meeting}
    return render(request, "meetings/minutes_part.html", shown, status=status_of(form))


@signed_in
def version(request: SignedInRequest, meeting_id: UUID, number: int) -> HttpResponse:
    found = version_page(meeting_id, number, request.person, at=request.at)
    if found is None:
        raise Http404
    page = _page(request, meeting_id)
    meeting = page.sitting.meeting
    shown = {"page": page, "meeting": meeting, "shown": found}
    shown |= {"when": screens.moment_in_words(meeting.begins)}
    return render(request, "meetings/minutes_version.html", shown)


@require_POST
@signed_in
def writing(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    return _pressed(request, write_minutes, meeting_id, said=_("They say what happened so far."))


@require_POST
@signed_in
def checking(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    said = _("You have checked these minutes.")
    return _pressed(request, check_minutes, meeting_id, said=said, revision=_revision(request))


@signed_in
def adoption(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    said = _("They are adopted, and fixed.")
    # Whoever runs the meeting that adopts them is there again.
    at_meeting = as_id(request.GET.get("at_meeting", ""))
    to = reverse("meetings:run", args=[at_meeting]) if at_meeting else ""
    if request.method != "POST":
        sitting = _page(request, meeting_id).sitting
        back_url = to or reverse("meetings:minutes", args=[meeting_id])
        return render(request, "ui/confirm.html", adopting(sitting, request.get_full_path(), back_url))
    return _pressed(request, adopt_minutes, meeting_id, said=said, to=to, revision=_revision(request))


@require_POST
@signed_in
def correction(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    said = _("Correct the draft; it is checked and adopted like the first.")
    return _pressed(request, correct_minutes, meeting_id, said=said)


@signed_in
def entry(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    page = meeting_page(meeting_id, request.person, at=request.at)
    if page is None or not (page.may_take_back or request.method == "POST"):
        raise Http404
    if request.method != "POST":
        return render(request, "ui/confirm.html", taking_back(page.meeting))
    again = again_url(page.meeting)
    said = _("It is taken back. Enter it as it stands on the sheet.")
    return pressed(request, take_back_entry, to=again, said=said, meeting_id=meeting_id)


def _pressed(
    request: SignedInRequest,
    function: screens.Act,
    meeting_id: UUID,
    *,
    said: str,
    to: str = "",
    **given: object,
) -> HttpResponse:
    _page(request, meeting_id)
    address = reverse("meetings:minutes", args=[meeting_id])
    return pressed(request, function, to=to or address, said=said, meeting_id=meeting_id, **given)


def _page(request: SignedInRequest, meeting_id: UUID) -> MinutesPage:
    page = minutes_page(meeting_id, request.person, at=request.at)
    if page is None:
        raise Http404
    return page


def _part_of(page: MinutesPage, name: str) -> PartShown:
    found = [each for each in page.parts or () if each.name == name]
    if not found or not page.may_write:
        raise Http404
    return found[0]


def _tell_of_others(request: SignedInRequest, now: PartShown, revision: int) -> None:
    if now.revision > revision:
        messages.warning(
            request, _("It is saved. Somebody else changed this part meanwhile: look whether both fit.")
        )
    else:
        messages.success(request, _("It is saved."))


def _revision(request: SignedInRequest) -> int:
    posted = request.POST.get("revision", request.GET.get("revision", ""))
    return int(posted) if posted.isdecimal() and len(posted) < 10 else 0  # noqa: PLR2004  -- a column's width
