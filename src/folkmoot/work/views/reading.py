from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.work import screens
from folkmoot.work.queries.lists import WorkPage, counted, own_work, units_seen, work_list, work_page

# What somebody did stands on their list for a year.
_A_YEAR = timedelta(days=365)


@signed_in
def unit_work(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_seen(request.person, at=request.at), pk=unit_id)
    asked = screens.asked_of(request.GET)
    page = work_list(unit, request.person, asked, at=request.at)
    if page is None:
        facts = screens.counts_in_words(counted(unit, at=request.at))
        return render(request, "work/counted.html", {"unit": unit, "facts": facts})
    return render(request, "work/list.html", {"page": page, **screens.list_of(page, request.at)})


@signed_in
def assignment(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    page = page_of(request, assignment_id)
    return render(request, "work/assignment.html", screens.page_of(page, request.at))


@signed_in
def own(request: SignedInRequest) -> HttpResponse:
    page = own_work(request.person, since=request.at.date() - _A_YEAR, at=request.at)
    parts: dict[str, object] = {
        name: screens.lines(getattr(page, name), request.at, names_unit=True)
        for name in ("asked", "held", "helped", "done")
    }
    return render(request, "work/own.html", {**parts, "homes": page.homes})


def page_of(request: SignedInRequest, assignment_id: UUID) -> WorkPage:
    page = work_page(assignment_id, request.person, at=request.at)
    if page is None:
        raise Http404
    return page
