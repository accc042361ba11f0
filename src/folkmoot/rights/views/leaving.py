from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.accounts.views.guards import sure_of_person
from folkmoot.kernel.errors import Refused
from folkmoot.membership.queries.people import PersonPage, person_page
from folkmoot.people.models import Person
from folkmoot.rights.actions.erasing import erase_person
from folkmoot.rights.actions.leaving import leave_organisation
from folkmoot.rights.forms import ErasureForm, LeavingForm
from folkmoot.rights.listing import kept_tables
from folkmoot.rights.queries.keeping import everything_kept, leaving_page
from folkmoot.ui.forms import show_refusal


@signed_in
@sure_of_person
def leaving(request: SignedInRequest) -> HttpResponse:
    # A box that is not marked is not sent.
    page = leaving_page(request.person, at=request.at)
    form = LeavingForm(request.POST if request.method == "POST" else None, homes=page.homes)
    if form.is_valid() and _left(request, form):
        return _after_leaving(request, is_closed=form.cleaned_data["close_account"])
    kept, rest = kept_tables(list(everything_kept(request.person)))
    context = {"form": form, "page": page, "kept": kept, "rest": rest}
    return render(request, "rights/leaving.html", context, status=422 if form.errors else 200)


@signed_in
@sure_of_person
def own_erasure(request: SignedInRequest) -> HttpResponse:
    form = ErasureForm(request.POST or None)
    if form.is_valid() and _erased(request, request.person, form):
        return _after_leaving(request, is_closed=True)
    page = leaving_page(request.person, at=request.at)
    return render(
        request, "rights/own_erasure.html", {"form": form, "page": page}, status=422 if form.errors else 200
    )


@signed_in
def erasure(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    page = _erasable(request, person_id)
    form = ErasureForm(request.POST or None)
    if form.is_valid() and _erased(request, page.person, form):
        messages.success(request, _("They are erased. What is left is taken away within the hour."))
        return redirect("/")
    return render(
        request, "rights/erasure.html", {"form": form, "page": page}, status=422 if form.errors else 200
    )


def _erasable(request: SignedInRequest, person_id: UUID) -> PersonPage:
    page = person_page(request.person, person_id, at=request.at)
    if page is None or "erase_person" not in page.allowed:
        raise Http404
    return page


def _left(request: SignedInRequest, form: LeavingForm) -> bool:
    try:
        do(
            request,
            leave_organisation,
            unit_id=form.unit_id,
            close_account=form.cleaned_data["close_account"],
        )
    except Refused as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _erased(request: SignedInRequest, person: Person, form: ErasureForm) -> bool:
    try:
        do(request, erase_person, person_id=person.pk)
    except Refused as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _after_leaving(request: SignedInRequest, *, is_closed: bool) -> HttpResponse:
    if not is_closed:
        messages.success(request, _("Your membership has ended. Thank you for the time you gave."))
        return redirect("rights:own")
    logout(request)
    messages.success(request, _("Your account is closed, and you are signed out."))
    return redirect("account_request_login_code")
