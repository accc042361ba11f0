from django.http import HttpResponse
from django.shortcuts import render

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.accounts.identities import PROVIDER, is_linked, provider_name
from folkmoot.accounts.queries import (
    factors_of,
    open_recovery_of,
    open_slip_of,
    pending_change_of,
    recovery_due_at,
    rest_of,
)


@signed_in
def overview(request: SignedInRequest) -> HttpResponse:
    return render(request, "accounts/overview.html", _page(request))


def _page(request: SignedInRequest) -> dict[str, object]:
    recovery = open_recovery_of(request.person)
    return {
        "account": request.user,
        "pending": pending_change_of(request.person),
        "factors": factors_of(request.person),
        "provider": PROVIDER,
        "provider_name": provider_name(),
        "is_linked": bool(provider_name()) and is_linked(request.person.account),
        "slip": open_slip_of(request.person),
        "recovery": recovery,
        "recovery_due_at": recovery and recovery_due_at(recovery),
        "rest": rest_of(request.person, at=request.at),
    }
