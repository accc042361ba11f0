from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from folkmoot.access.answering import status_of
from folkmoot.access.openings import Opening, What, tell_opened
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import as_id
from folkmoot.membership.actions.handing_over import hand_over_office
from folkmoot.membership.actions.naming import Named, give_back
from folkmoot.membership.forms import HandingOverForm
from folkmoot.membership.queries.members import Wanted, members_page
from folkmoot.membership.queries.officers import AppointingPage, appointing_page, term_shown
from folkmoot.membership.queries.places import person_seen
from folkmoot.membership.queries.serving import may_know_of
from folkmoot.membership.views.naming import member_named
from folkmoot.membership.views.officers import SEARCHED_SHOWN, by_own_hand
from folkmoot.people.models import Term
from folkmoot.ui.forms import show_refusal


@signed_in
def handing_over(request: SignedInRequest, term_id: UUID) -> HttpResponse:
    term = term_shown(request.person, term_id, at=request.at)
    page = appointing_page(request.person, term.unit_id, at=request.at) if term else None
    if term is None or page is None:
        raise Http404
    form = HandingOverForm(request.POST or None, initial=_chosen(request))
    named = member_named(request, form) if form.is_valid() else None
    if named is not None and _is_handed_over(request, form, named, term):
        return redirect("membership:officers", term.unit_id)
    context = {"term": term, "page": page, "form": form, "sees": page.cells.exists(), **_found(request, page)}
    return render(request, "membership/handing_over.html", context, status=status_of(form))


def _chosen(request: SignedInRequest) -> dict[str, str | None]:
    person_id = as_id(request.GET.get("person", ""))
    person = person_seen(request.person, person_id, at=request.at) if person_id else None
    return {"member_number": person.member_number, "name": person.name} if person else {}


def _found(request: SignedInRequest, page: AppointingPage) -> dict[str, object]:
    words: str = request.GET.get("q", "").strip()
    lines: Sequence[object] = ()
    if words:
        tell_opened(Opening(request.person, What.LIST, "people.see_members", top=page.unit), at=request.at)
        lines = members_page(page.cells, Wanted(words), size=SEARCHED_SHOWN).lines
    return {"words": words, "lines": lines}


def _is_handed_over(request: SignedInRequest, form: HandingOverForm, named: Named, term: Term) -> bool:
    day: date | None = form.cleaned_data["from_on"]
    given = {"member_number": form.cleaned_data["member_number"]}
    # Today is now: then it is handed back when it is taken back.
    from_on = None if day == term.unit.local(request.at).date() else day
    try:
        do(request, hand_over_office, term_id=term.pk, person_id=named.person.pk, from_on=from_on, **given)
    except Refused as refusal:
        is_known = may_know_of(request.person, named.person, term.unit, at=request.at)
        show_refusal(form, named.told(refusal) if is_known else refusal)
        return False
    give_back(named)
    is_own = named.person.pk == request.person.pk
    messages.success(request, by_own_hand() if is_own else _("The office is handed over."))
    return True
