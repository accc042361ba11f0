from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.work.actions.holding import (
    give_back_work,
    help_with_work,
    mark_step,
    report_done,
    stop_helping,
    take_work,
)
from folkmoot.work.actions.offering import accept_work, decline_work
from folkmoot.work.forms import ResultForm
from folkmoot.work.views.reading import page_of


@require_POST
@signed_in
def taking(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    return _pressed(request, take_work, assignment_id, _("It is yours. It stands on your first page."))


@require_POST
@signed_in
def acceptance(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    return _pressed(request, accept_work, assignment_id, _("It is yours. It stands on your first page."))


@require_POST
@signed_in
def declining(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    # Whoever declined may see the work no more, where they saw it as an offer alone.
    said = _("You are asked no more, and nothing says that you were.")
    to = reverse("desk:today")
    return pressed(request, decline_work, to=to, said=said, assignment_id=assignment_id)


@require_POST
@signed_in
def giving_back(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    said = _("It is open again, and nothing says that you had it.")
    return _pressed(request, give_back_work, assignment_id, said)


@require_POST
@signed_in
def helping(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    return _pressed(request, help_with_work, assignment_id, _("You help with it."))


@require_POST
@signed_in
def helping_no_more(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    return _pressed(request, stop_helping, assignment_id, _("You help with it no more."))


@require_POST
@signed_in
def step(request: SignedInRequest, assignment_id: UUID, step_id: UUID) -> HttpResponse:
    to, is_made = _to(assignment_id), request.POST.get("done") == "yes"
    return pressed(request, mark_step, to=to, step_id=step_id, is_done=is_made)


@signed_in
def report(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    page = page_of(request, assignment_id)
    if not page.does_it:
        raise Http404
    form = ResultForm(request.POST or None)
    given = {"assignment_id": assignment_id}
    if form.is_valid() and is_done(request, form, report_done, **given, **form.cleaned_data):
        messages.success(request, _("It is reported done."))
        return redirect("work:assignment", assignment_id)
    return render(request, "work/report.html", {"page": page, "form": form}, status=status_of(form))


def _pressed(
    request: SignedInRequest, function: Callable[..., UUID], assignment_id: UUID, said: str
) -> HttpResponse:
    return pressed(request, function, to=_to(assignment_id), said=said, assignment_id=assignment_id)


def _to(assignment_id: UUID) -> str:
    return reverse("work:assignment", args=[assignment_id])
