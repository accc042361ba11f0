from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from folkmoot.access.policy import visible
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.decisions.queries.reach_pages import Measure, ReachPage, not_reached_below, reach_page
from folkmoot.decisions.reach_screens import not_reached_rows, screen_of
from folkmoot.membership.queries.officers import officers_of
from folkmoot.ui.exports import as_file
from folkmoot.units.queries import units_above_cells


@signed_in
def reach(request: SignedInRequest, decision_id: UUID, unit_id: UUID) -> HttpResponse:
    page = _page(request, decision_id, unit_id)
    measure = Measure.MEMBERS if request.GET.get("of") == Measure.MEMBERS else Measure.CELLS
    officers = officers_of(request.person, page.not_reached, at=request.at)
    context = {"page": page, "screen": screen_of(page, measure, officers)}
    return render(request, "decisions/reach.html", context)


@signed_in
def not_reached_export(
    request: SignedInRequest, decision_id: UUID, unit_id: UUID, form: str
) -> HttpResponseBase:
    page = _page(request, decision_id, unit_id)
    return as_file(request, not_reached_rows(not_reached_below(page)), name="not-reached", form=form)


def _page(request: SignedInRequest, decision_id: UUID, unit_id: UUID) -> ReachPage:
    units = visible(units_above_cells(), request.person, "decisions.see_reach", at=request.at)
    unit = get_object_or_404(units, pk=unit_id)
    page = reach_page(decision_id, unit, among=units, languages=request.person.languages, at=request.at)
    if page is None:
        raise Http404
    return page
