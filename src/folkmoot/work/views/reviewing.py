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
from folkmoot.work import screens
from folkmoot.work.actions.reviewing import close_review, pass_on, strike_lesson, tell_of_work
from folkmoot.work.forms import LessonForm
from folkmoot.work.rules.states import State
from folkmoot.work.views.reading import page_of


@signed_in
def review(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    page = page_of(request, assignment_id)
    if page.state is not State.DONE:
        raise Http404
    form = LessonForm(request.POST or None)
    given = {"assignment_id": assignment_id}
    if form.is_valid() and is_done(request, form, tell_of_work, **given, **form.cleaned_data):
        messages.success(request, _("It is kept with the work."))
        return redirect(request.get_full_path())
    context = {"form": form, **screens.review_of(page, request.GET.get("meeting", ""))}
    return render(request, "work/review.html", context, status=status_of(form))


@require_POST
@signed_in
def passing(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    meeting = as_id(request.POST.get("meeting_id", ""))
    to = reverse("work:review", args=[assignment_id]) + (f"?meeting={meeting}" if meeting else "")
    return pressed(request, pass_on, to=to, assignment_id=assignment_id, meeting_id=meeting)


@require_POST
@signed_in
def closing(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    meeting = as_id(request.POST.get("meeting_id", ""))
    to = (
        reverse("work:at_meeting", args=[meeting])
        if meeting
        else reverse("work:assignment", args=[assignment_id])
    )
    said = _("It was talked over.")
    return pressed(request, close_review, to=to, said=said, assignment_id=assignment_id, meeting_id=meeting)


@require_POST
@signed_in
def striking(request: SignedInRequest, assignment_id: UUID, lesson_id: UUID) -> HttpResponse:
    to = reverse("work:assignment", args=[assignment_id])
    return pressed(request, strike_lesson, to=to, said=_("It is struck."), lesson_id=lesson_id)
