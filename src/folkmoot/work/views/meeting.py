from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from folkmoot.access.answering import is_done, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.work import screens
from folkmoot.work.actions.at_meetings import give_out_work
from folkmoot.work.forms import GivingOutForm
from folkmoot.work.queries.at_meetings import work_at_meeting


@signed_in
def at_meeting(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    work = work_at_meeting(meeting_id, request.person, at=request.at)
    if work is None:
        raise Http404
    form = GivingOutForm(work.people, request.POST or None, reached=work.reached)
    if form.is_valid() and is_done(request, form, give_out_work, meeting_id=meeting_id, **form.given):
        messages.success(request, form.said)
        return redirect("work:at_meeting", meeting_id)
    context = {"meeting": work.page.meeting, "form": form, **screens.at_meeting(work, request.at)}
    return render(request, "work/at_meeting.html", context, status=status_of(form))
