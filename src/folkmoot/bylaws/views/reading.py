from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.bylaws.queries.texts import bylaws_page, unit_to_read_of, units_with_bylaws_to_read
from folkmoot.bylaws.screens import tables_of


@signed_in
def own(request: SignedInRequest) -> HttpResponse:
    unit = unit_to_read_of(request.person, at=request.at)
    if unit is None:
        return render(request, "bylaws/none.html")
    return redirect("bylaws:bylaws", unit.pk)


@signed_in
def bylaws(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_with_bylaws_to_read(request.person, at=request.at), pk=unit_id)
    page = bylaws_page(unit, request.person, at=request.at)
    return render(request, "bylaws/bylaws.html", {"page": page, "unit": unit, "texts": tables_of(page)})
