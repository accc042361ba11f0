from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.decisions.listing import decision_rows, decisions_table
from folkmoot.decisions.queries.papers import all_decisions, decision_list, decision_page
from folkmoot.kernel.tables import csv_lines
from folkmoot.ui.links import Link


@signed_in
def decisions(request: SignedInRequest) -> HttpResponse:
    words, after = request.GET.get("q", ""), request.GET.get("after", "")
    page = decision_list(request.person, words=words, after=after, at=request.at)
    context = {
        "words": words,
        "page": page,
        "table": decisions_table(page.decisions, at=request.at),
        "exports": [Link("CSV", f"{reverse('decisions:decisions_csv')}?{_query(request)}")],
        "older": f"?{_query(request, after=page.following)}" if page.following else "",
    }
    return render(request, "decisions/decisions.html", context)


@signed_in
def decisions_csv(request: SignedInRequest) -> HttpResponseBase:
    found = all_decisions(request.person, words=request.GET.get("q", ""), at=request.at)
    # Excel reads a CSV file as UTF-8 only with the mark.
    lines = csv_lines(decision_rows(found), has_bom=True)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="decisions.csv"'
    return response


@signed_in
def decision(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    language = request.GET.get("language", "")
    page = decision_page(decision_id, request.person, language=language, at=request.at)
    if page is None:
        raise Http404
    return render(request, "decisions/decision.html", {"page": page, "decision": page.decision})


def _query(request: SignedInRequest, **changed: str) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    query.update(changed)
    return query.urlencode()
