from datetime import date
from types import ModuleType
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.ids import as_id
from folkmoot.reports.queries.pages import Wanted, units_with_figures
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
    page = _screens().figures_page(unit, _wanted(request), among=units)
    plans = _screens().against_plans(page, request.person, at=request.at) if page else None
    screen = _screens().screen_of(page, plans, request.person.languages) if page else None
    return render(request, "reports/figures.html", {"unit": unit, "page": page, "screen": screen})


@signed_in
def figures_file(request: SignedInRequest, unit_id: UUID, form: str) -> HttpResponseBase:
    units = units_with_figures(request.person, at=request.at)
    unit = get_object_or_404(units, pk=unit_id)
    rows = _screens().figure_rows(unit, _wanted(request))
    rows = _screens().beside_plans(rows, request.person, at=request.at)
    return as_file(request, _screens().export_rows(rows, request.person.languages), name="figures", form=form)


@signed_in
def deviations(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_with_figures(request.person, at=request.at), pk=unit_id)
    page = _deviation_screens().deviations_page(unit, _wanted(request))
    screen = _deviation_screens().deviations_screen(page, request.person.languages) if page else None
    return render(request, "reports/deviations.html", {"unit": unit, "page": page, "screen": screen})


@signed_in
def stated(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_with_figures(request.person, at=request.at), pk=unit_id)
    page = _deviation_screens().stated_page(unit, _wanted(request), request.person, at=request.at)
    if page is None:
        raise Http404
    screen = _deviation_screens().stated_screen(page, request.person.languages)
    return render(request, "reports/stated.html", {"unit": unit, "screen": screen})


def _deviation_screens() -> ModuleType:
    from folkmoot.reports import deviation_screens  # noqa: PLC0415  -- brings numpy, as below

    return deviation_screens


def _screens() -> ModuleType:
    from folkmoot.reports import figure_screens  # noqa: PLC0415  -- brings numpy, for those alone who look at figures

    return figure_screens


def _wanted(request: SignedInRequest) -> Wanted:
    try:
        first = date.fromisoformat(request.GET.get("first", ""))
    except ValueError:
        first = None
    after = as_id(request.GET.get("after", ""))
    return Wanted(as_id(request.GET.get("form", "")), first, request.GET.get("code", ""), after)
