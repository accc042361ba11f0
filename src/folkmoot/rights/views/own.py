from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.membership.listing import memberships_table, terms_table
from folkmoot.membership.queries.people import own_page
from folkmoot.rights.listing import opening_rows, openings_tables
from folkmoot.rights.queries.opened import openings_of, openings_page
from folkmoot.rights.queries.readers import readers_of
from folkmoot.ui.exports import as_file, links_to_files


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
    context = {"tables": openings_tables(page.openings), "older": older}
    exports = links_to_files("rights:openings_file")
    return render(request, "rights/openings.html", {**context, "exports": exports})


@signed_in
@never_cache
def openings_file(request: SignedInRequest, form: str) -> HttpResponseBase:
    return as_file(
        request, opening_rows(openings_of(request.person).iterator(1000)), name="openings", form=form
    )
