from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.decisions.actions.attaching import attach_file, detach_file
from folkmoot.decisions.forms import AttachmentForm
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.drafting import text_amended_by
from folkmoot.decisions.queries.files import file_for, files_of_decision_draft
from folkmoot.decisions.queries.publishing import papers_of
from folkmoot.decisions.views.following import follows_its_decision
from folkmoot.documents.actions.taking_in import token_for
from folkmoot.documents.brought import taken_from
from folkmoot.documents.giving_out import given_out


@require_safe
@signed_in
def file(request: SignedInRequest, decision_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    found = file_for(decision_id, attachment_id, request.person, at=request.at)
    if found is None:
        raise Http404
    return given_out(request, found)


@signed_in
@follows_its_decision
def draft_files(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    draft = _draft(request, decision_id)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _is_attached(request, draft, form):
        return redirect("decisions:draft_files", draft.pk)
    text = text_amended_by(draft)
    context = {"decision": draft, "form": form, "target": text.target if text else None}
    context["files"] = files_of_decision_draft(draft)
    return render(request, "decisions/files.html", context, status=status_of(form))


@require_POST
@signed_in
def removal(request: SignedInRequest, decision_id: UUID, attachment_id: UUID) -> HttpResponse:
    draft = _draft(request, decision_id)
    given = {"decision_id": draft.pk, "attachment_id": attachment_id}
    to = reverse("decisions:draft_files", args=[draft.pk])
    return pressed(request, detach_file, said=_("The file is removed from the draft."), to=to, **given)


def _is_attached(request: SignedInRequest, draft: Decision, form: AttachmentForm) -> bool:
    taken = taken_from(form, request.person.pk)
    if taken is None:
        return False
    upload = token_for(taken, request.person.pk)
    if not is_done(request, form, attach_file, decision_id=draft.pk, upload=upload):
        return False
    messages.success(request, _("“%(name)s” is attached.") % {"name": taken.name})
    return True


def _draft(request: SignedInRequest, decision_id: UUID) -> Decision:
    drafts = papers_of(request.person, "decisions.draft_decision", at=request.at).drafts()
    return get_object_or_404(drafts, pk=decision_id)
