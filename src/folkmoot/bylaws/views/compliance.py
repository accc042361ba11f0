from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.bylaws.compliance_screens import late_rows, screen_of
from folkmoot.bylaws.queries.compliance import (
    Wanted,
    compliance_page,
    every_late_unit,
    units_with_compliance,
)
from folkmoot.ui.exports import as_file


@signed_in
def compliance(request: SignedInRequest) -> HttpResponse:
    first = units_with_compliance(request.person, at=request.at).first()
    if first is not None:
        return redirect("bylaws:compliance_of", first.pk)
    return render(request, "bylaws/no_compliance.html")


@signed_in
def compliance_of(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    units, wanted = units_with_compliance(request.person, at=request.at), _wanted(request)
    unit = get_object_or_404(units, pk=unit_id)
    page = compliance_page(unit, wanted, among=units, at=request.at)
    screen = screen_of(page, wanted)
    return render(request, "bylaws/compliance.html", {"page": page, "screen": screen, "wanted": wanted})


@signed_in
def late_units(request: SignedInRequest, unit_id: UUID, form: str) -> HttpResponseBase:
    unit = get_object_or_404(units_with_compliance(request.person, at=request.at), pk=unit_id)
    late = every_late_unit(unit, _wanted(request), at=request.at)
    return as_file(request, late_rows(late), name="out-of-order", form=form)


def _wanted(request: SignedInRequest) -> Wanted:
    try:
        article = UUID(request.GET.get("article", ""))
    except ValueError:
        article = None
    return Wanted(article, request.GET.get("q", ""), request.GET.get("after", ""))
