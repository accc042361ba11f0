from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.accounts.identities import unlink
from folkmoot.accounts.views.guards import sure_of_person


@require_POST
@signed_in
@sure_of_person
def identity_end(request: SignedInRequest) -> HttpResponse:
    unlink(request.person.account)
    messages.success(request, _("The link is ended. You sign in by code, passkey or password."))
    return redirect("accounts:overview")
