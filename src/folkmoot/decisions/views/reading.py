from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.decisions.family_screens import picture_of
from folkmoot.decisions.forms import RHYTHMS
from folkmoot.decisions.forms_reading import DayForm
from folkmoot.decisions.interfaces import links_of, open_address_of
from folkmoot.decisions.listing import decision_rows, decisions_table
from folkmoot.decisions.queries.family import family_of
from folkmoot.decisions.queries.papers import all_decisions, decision_list, decision_page, decision_read_by
from folkmoot.decisions.views.listing import list_links
from folkmoot.ui.exports import as_file
from folkmoot.ui.refusals import UNPROCESSABLE

OK = 200


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
    form = DayForm(request.GET)
    page = decision_page(decision_id, request.person, **form.asked, at=request.at)
    if page is None:
        raise Http404
    shown = {"page": page, "decision": page.decision, "form": form}
    shown["plain"] = request.GET.get("marks") == "none"
    shown["rhythm_in_words"] = dict(RHYTHMS).get(page.rhythm or "")
    shown["open_address"] = open_address_of(decision_id) if page.may_publish_openly else ""
    is_amendment = bool(page.relations.amends)
    shown["links"] = links_of(decision_id, request.person, is_amendment=is_amendment, at=request.at)
    return render(request, "decisions/decision.html", shown, status=UNPROCESSABLE if form.errors else OK)


@signed_in
def relations(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    found = decision_read_by(decision_id, request.person, at=request.at)
    if found is None:
        raise Http404
    decision, allowed = found
    family = family_of(decision, request.person, allowed=allowed, at=request.at)
    context = {"decision": decision, "picture": picture_of(family), "family": family}
    return render(request, "decisions/relations.html", context)
