from datetime import date
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.ids import as_id
from folkmoot.reports.figure_screens import export_rows, screen_of
from folkmoot.reports.queries.figures import Wanted, figure_rows, figures_page, units_with_figures
from folkmoot.ui.exports import as_file


@signed_in
def figures(request: SignedInRequest) -> HttpResponse:
    first = units_with_figures(request.person, at=request.at).first()
    if first is not None:
        return redirect("reports:figures_of", first.pk)
    return render(request, "reports/no_figures.html")


@signed_in
def figures_of(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    units = units_with_figures(request.person, at=request.at)
    unit = get_object_or_404(units, pk=unit_id)
    page = figures_page(unit, _wanted(request), among=units)
    screen = screen_of(page, request.person.languages) if page else None
    return render(request, "reports/figures.html", {"unit": unit, "page": page, "screen": screen})


@signed_in
def figures_file(request: SignedInRequest, unit_id: UUID, form: str) -> HttpResponseBase:
    units = units_with_figures(request.person, at=request.at)
    unit = get_object_or_404(units, pk=unit_id)
    rows = figure_rows(unit, _wanted(request), among=units)
    return as_file(request, export_rows(rows, request.person.languages), name="figures", form=form)


def _wanted(request: SignedInRequest) -> Wanted:
    try:
        first = date.fromisoformat(request.GET.get("first", ""))
    except ValueError:
        first = None
    return Wanted(as_id(request.GET.get("form", "")), first, request.GET.get("code", ""))
