from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.decisions.forms import AttachmentForm
from folkmoot.documents.actions.taking_in import token_for
from folkmoot.documents.brought import taken_from
from folkmoot.documents.giving_out import given_out
from folkmoot.work.actions.files import attach_work_file, detach_work_file
from folkmoot.work.queries.files import file_seen
from folkmoot.work.queries.lists import WorkPage, work_page


@require_safe
@signed_in
def file(request: SignedInRequest, assignment_id: UUID, work_file_id: UUID) -> HttpResponseBase:
    found = file_seen(assignment_id, work_file_id, request.person, at=request.at)
    if found is None:
        raise Http404
    return given_out(request, found)


@signed_in
def files(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    page = _page(request, assignment_id)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _is_attached(request, page, form):
        return redirect("work:assignment", assignment_id)
    context = {"page": page, "assignment": page.assignment, "form": form}
    return render(request, "work/files.html", context, status=status_of(form))


@require_POST
@signed_in
def removal(request: SignedInRequest, assignment_id: UUID, work_file_id: UUID) -> HttpResponse:
    page = _page(request, assignment_id)
    to = reverse("work:files", args=[page.assignment.pk])
    return pressed(
        request, detach_work_file, to=to, said=_("The file is removed."), work_file_id=work_file_id
    )


def _is_attached(request: SignedInRequest, page: WorkPage, form: AttachmentForm) -> bool:
    taken = taken_from(form, request.person.pk)
    if taken is None:
        return False
    upload = token_for(taken, request.person.pk)
    if not is_done(request, form, attach_work_file, assignment_id=page.assignment.pk, upload=upload):
        return False
    messages.success(request, _("“%(name)s” is attached.") % {"name": taken.name})
    return True


def _page(request: SignedInRequest, assignment_id: UUID) -> WorkPage:
    page = work_page(assignment_id, request.person, at=request.at)
    if page is None or not page.may_attach:
        raise Http404
    return page
