from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import pressed
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.accounts import new_address
from folkmoot.accounts.actions.changing import change_own_contact, prove, refuse_contact_change
from folkmoot.accounts.actions.channels import must_be_another
from folkmoot.accounts.entrance import EnterCodeForm
from folkmoot.accounts.forms import AddressForm
from folkmoot.accounts.new_address import NewAddress
from folkmoot.accounts.views.guards import sure_of_person
from folkmoot.kernel.errors import Refused
from folkmoot.ui.forms import show_refusal
from folkmoot.ui.refusals import refused


@signed_in
@sure_of_person
def address(request: SignedInRequest) -> HttpResponse:
    form = AddressForm(request.POST or None)
    if form.is_valid() and _begun(request, form):
        return redirect("accounts:address_code")
    return render(request, "accounts/address.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
def address_code(request: SignedInRequest) -> HttpResponse:
    waiting = new_address.waiting(request)
    if waiting is None:
        messages.error(request, _("That code is no longer good. Ask for another."))
        return redirect("accounts:address")
    form = EnterCodeForm(request.POST or None, code=waiting.code)
    if form.is_valid():
        return _change(request, waiting)
    if form.is_bound:
        new_address.count_failure(request, waiting)
    page = {"form": form, "email": waiting.email}
    return render(request, "accounts/address_code.html", page, status=422 if form.errors else 200)


@require_POST
@signed_in
def change_refusal(request: SignedInRequest, change_id: UUID) -> HttpResponse:
    said, to = _("The new address was refused. You sign in as before."), reverse("accounts:overview")
    return pressed(request, refuse_contact_change, change_id=change_id, said=said, to=to)


def _begun(request: SignedInRequest, form: AddressForm) -> bool:
    try:
        _begin(request, form.cleaned_data["email"])
    except Refused as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _begin(request: SignedInRequest, email: str) -> None:
    # That it is their own is no secret from them; for whomever else an address may be, the next page looks the same.
    must_be_another(request.person, email)
    if not ratelimit.consume(request, action="manage_email", user=request.user):
        raise Refused(_("A new address was entered too often. Wait five minutes, then enter it again."))
    new_address.begin(request, email)


def _change(request: SignedInRequest, waiting: NewAddress) -> HttpResponse:
    proof = prove(request.person, waiting.email)
    kept = request.session.session_key
    try:
        do(request, change_own_contact, email=waiting.email, proof=proof, kept_session=kept)
    except Refused as refusal:
        return refused(request, refusal)
    new_address.forget(request)
    messages.success(request, _("You sign in with %(address)s now.") % {"address": waiting.email})
    return redirect("accounts:overview")
