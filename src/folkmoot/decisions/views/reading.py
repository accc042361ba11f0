from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.decisions.forms import RHYTHMS
from folkmoot.decisions.listing import decision_rows, decisions_table
from folkmoot.decisions.queries.papers import all_decisions, decision_list, decision_page
from folkmoot.decisions.views.listing import list_links
from folkmoot.ui.exports import as_file


@signed_in
def decisions(request: SignedInRequest) -> HttpResponse:
    words, after = request.GET.get("q", ""), request.GET.get("after", "")
    page = decision_list(request.person, words=words, after=after, at=request.at)
    context = {"words": words, "page": page, "table": decisions_table(page.decisions, at=request.at)}
    context |= list_links(request, "decisions:decisions_file", page.following)
    return render(request, "decisions/decisions.html", context)


@signed_in
def decisions_file(request: SignedInRequest, form: str) -> HttpResponseBase:
    found = all_decisions(request.person, words=request.GET.get("q", ""), at=request.at)
    return as_file(request, decision_rows(found), name="decisions", form=form)


@signed_in
def decision(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    language = request.GET.get("language", "")
    page = decision_page(decision_id, request.person, language=language, at=request.at)
    if page is None:
        raise Http404
    shown = {"page": page, "decision": page.decision}
    shown["rhythm_in_words"] = dict(RHYTHMS).get(page.rhythm or "")
    return render(request, "decisions/decision.html", shown)
