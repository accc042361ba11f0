from django.http import HttpResponse
from django.shortcuts import render

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.membership.listing import memberships_table, terms_table
from folkmoot.membership.queries.people import own_page


@signed_in
def own(request: SignedInRequest) -> HttpResponse:
    held = own_page(request.person, at=request.at)
    tables = {
        "memberships": memberships_table(held.shown.memberships),
        "terms": terms_table(held.shown.terms),
    }
    return render(request, "membership/own.html", {"held": held, **tables})
