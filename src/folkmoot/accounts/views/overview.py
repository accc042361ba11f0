from django.http import HttpResponse
from django.shortcuts import render

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.accounts.identities import PROVIDER, is_linked, provider_name
from folkmoot.accounts.queries.changes import pending_change_of
from folkmoot.accounts.queries.factors import factors_of, rest_of
from folkmoot.accounts.queries.recoveries import open_recovery_of, recovery_due_at
from folkmoot.accounts.queries.slips import open_slip_of


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
