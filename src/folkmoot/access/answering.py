"""How views answer when somebody acts: the act is done and said, or its refusal is shown where it belongs."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.requests import SignedInRequest, do, moment, page_behind, signed_in
from folkmoot.access.undoing import take_back
from folkmoot.kernel.errors import Refused
from folkmoot.ui.forms import show_refusal
from folkmoot.ui.refusals import refused


def pressed(
    request: SignedInRequest, function: Callable[..., UUID], *, to: str, said: str = "", **given: object
) -> HttpResponse:
    """Answer a button: do the act, say that it is done and lead to the address `to`, or show the page of its refusal."""
    try:
        do(request, function, **given)
    except Refused as refusal:
        return refused(request, refusal)
    if said:
        messages.success(request, said)
    return redirect(to)


def is_done(request: SignedInRequest, form: BaseForm, function: Callable[..., UUID], **given: object) -> bool:
    """Do the act that a form is for and return whether it was done; a refusal stands beside its field."""
    return done(request, form, function, **given) is not None


def done(
    request: SignedInRequest, form: BaseForm, function: Callable[..., UUID], **given: object
) -> UUID | None:
    """Do the act that a form is for and return the id of what it made or changed; None if it was refused, as the form shows."""
    try:
        return do(request, function, **given)
    except Refused as refusal:
        show_refusal(form, refusal)
    return None


@require_POST
@signed_in
def undoing(request: SignedInRequest) -> HttpResponse:
    """Take back what was offered to be, and lead to the page from which it was asked."""
    try:
        take_back(request.POST.get("undo", ""), by=request.person, at=moment)
    except Refused as refusal:
        return refused(request, refusal)
    messages.success(request, _("It is taken back."))
    return redirect(page_behind(request))


def status_of(form: BaseForm) -> int:
    """Return the status of a page with this form: 422 if something in it was refused."""
    return 422 if form.errors else 200
