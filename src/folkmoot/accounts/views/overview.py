from django.http import HttpResponse
from django.shortcuts import render

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.accounts.queries import pending_change_of


@signed_in
def overview(request: SignedInRequest) -> HttpResponse:
    pending = pending_change_of(request.person)
    return render(request, "accounts/overview.html", {"account": request.user, "pending": pending})
