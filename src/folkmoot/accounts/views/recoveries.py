from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.policy import permitted
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.accounts.actions.recovering import ask_for_recovery, confirm_recovery, refuse_recovery
from folkmoot.accounts.queries.homes import home_of
from folkmoot.accounts.queries.recoveries import open_recovery_of, recovery_due_at
from folkmoot.accounts.views.answering import is_done, member_or_404
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person
from folkmoot.ui.refusals import refused

_MAY = ("accounts.ask_for_recovery", "accounts.confirm_recovery")


@signed_in
def recovery(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    member = member_or_404(request, person_id, *_MAY)
    form = Form(request.POST or None)
    if form.is_valid() and is_done(request, form, ask_for_recovery, person_id=member.pk):
        messages.success(request, _("It is written down. Now a second officer has to confirm it."))
        return redirect("accounts:recovery", person_id)
    return _shown(request, member, form)


@signed_in
def recovery_confirmation(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    member = member_or_404(request, person_id, "accounts.confirm_recovery")
    form, waiting = Form(request.POST or None), open_recovery_of(member)
    if waiting is None:
        return redirect("accounts:recovery", person_id)
    if form.is_valid() and is_done(request, form, confirm_recovery, recovery_id=waiting.pk):
        messages.success(request, _("It is confirmed. The member is told, and has 72 hours to refuse."))
        return redirect("accounts:recovery", person_id)
    return _shown(request, member, form)


@require_POST
@signed_in
def recovery_refusal(request: SignedInRequest, recovery_id: UUID) -> HttpResponse:
    try:
        do(request, refuse_recovery, recovery_id=recovery_id)
    except Refused as refusal:
        return refused(request, refusal)
    messages.success(request, _("Your passkeys and your app stay. You sign in as before."))
    return redirect("accounts:overview")


def _shown(request: SignedInRequest, member: Person, form: Form) -> HttpResponse:
    home, waiting = home_of(member, at=request.at), open_recovery_of(member)
    page: dict[str, Any] = {
        "member": member,
        "recovery": waiting,
        "due_at": waiting and recovery_due_at(waiting),
        "is_first": waiting is not None and waiting.asked_by_id == request.person.pk,
        "allowed": permitted(request.person, _MAY, on=home, at=request.at) if home else frozenset(),
        "form": form,
    }
    return render(request, "accounts/recovery.html", page, status=422 if form.errors else 200)
