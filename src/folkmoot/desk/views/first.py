from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.decisions.queries.repeals import to_read_aloud
from folkmoot.desk import desks, duties, queries, screens
from folkmoot.desk.menu import offices_held
from folkmoot.news.queries.letters import count_waiting


@signed_in
def today(request: SignedInRequest) -> HttpResponse:
    page = queries.today(request.person, held=offices_held(request), at=request.at)
    waiting = [
        (each, *screens.to_read_in_words(each.deadline, page.home, at=request.at)) for each in page.waiting
    ]
    context = {"page": page, "waiting": waiting, "homes": screens.homes_linked(page.homes)}
    return render(request, "desk/today.html", context)


@signed_in
def desk(request: SignedInRequest) -> HttpResponse:
    cells, bodies = desks.desks(request.person, held=offices_held(request), at=request.at)
    shown: dict[str, object] = {
        "desks": duties.lines_of(cells, at=request.at),
        "bodies": duties.body_lines(bodies),
    }
    languages = request.person.languages
    shown["repealed"] = to_read_aloud(desks.cells_reading(cells), languages, at=request.at)
    if desks.may_have_letters(cells, bodies):
        shown["letters"] = count_waiting(request.person, at=request.at)
    return render(request, "desk/desk.html", shown)


@signed_in
def unit_duties(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(desks.units_with_duties(request.person, at=request.at), pk=unit_id)
    lines = duties.seen_lines(unit, desks.duties_seen(unit, at=request.at))
    return render(request, "desk/unit_duties.html", {"unit": unit, "duties": lines})


@signed_in
def overview(request: SignedInRequest) -> HttpResponse:
    first = queries.overview_units(request.person, at=request.at).first()
    if first is not None:
        return redirect("desk:overview_unit", first.pk)
    page = queries.reach_at_home(request.person, at=request.at)
    if page is None:
        return render(request, "desk/no_overview.html")
    return render(request, "desk/cell_overview.html", {"page": page, "table": screens.cell_table(page)})


@signed_in
def overview_unit(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    units = queries.overview_units(request.person, at=request.at)
    unit = get_object_or_404(units, pk=unit_id)
    page = queries.overview(request.person, units, unit, at=request.at)
    return render(
        request, "desk/overview.html", {"page": page, **screens.overview_parts(page, at=request.at)}
    )
