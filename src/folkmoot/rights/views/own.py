from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.membership.listing import memberships_table, terms_table
from folkmoot.membership.queries.people import own_page
from folkmoot.rights.listing import openings_table
from folkmoot.rights.queries.opened import openings_page
from folkmoot.rights.queries.readers import readers_of


@signed_in
def own(request: SignedInRequest) -> HttpResponse:
    held = own_page(request.person, at=request.at)
    tables = {
        "memberships": memberships_table(held.shown.memberships),
        "terms": terms_table(held.shown.terms),
    }
    return render(request, "rights/own.html", {"held": held, **tables})


@signed_in
def readers(request: SignedInRequest) -> HttpResponse:
    found = readers_of(request.person, at=request.at)
    return render(request, "rights/readers.html", {"found": found})


@signed_in
def openings(request: SignedInRequest) -> HttpResponse:
    page = openings_page(request.person, after=request.GET.get("after", ""))
    older = f"{reverse('rights:openings')}?after={page.following}" if page.following else ""
    return render(request, "rights/openings.html", {"table": openings_table(page.openings), "older": older})
