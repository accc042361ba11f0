from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.ids import as_id
from folkmoot.structure.actions.visiting import answer_visit, enter_visit, withdraw_visit
from folkmoot.structure.forms import VisitForm
from folkmoot.structure.queries.visits import (
    last_visits_below,
    may_enter_visit,
    unit_of_visit,
    units_with_visits,
    visit_rows,
    visits_page,
)
from folkmoot.structure.views.answering import query_with
from folkmoot.ui.exports import as_file, links_to_files
from folkmoot.units.models import Unit


@require_GET
@signed_in
def visits(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = _unit(request, unit_id)
    page = visits_page(request.person, unit, before=as_id(request.GET.get("before", "")), at=request.at)
    next_url = query_with(request, before=page.following) if page.following else ""
    exports = links_to_files("structure:visits_file", unit.pk)
    context = {"page": page, "next_url": next_url, "exports": exports}
    if not unit.kind.is_cell:
        context["below"] = last_visits_below(request.person, unit, at=request.at)
    return render(request, "structure/visits.html", context)


@require_GET
@signed_in
def visits_file(request: SignedInRequest, unit_id: UUID, form: str) -> HttpResponseBase:
    return as_file(request, visit_rows(_unit(request, unit_id)), name="visits", form=form)


@signed_in
def visit_entering(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = _unit(request, unit_id)
    if not may_enter_visit(request.person, unit, at=request.at):
        raise Http404
    form = VisitForm(request.POST or None, initial={"on": unit.local(request.at).date()})
    if form.is_valid() and is_done(request, form, enter_visit, unit_id=unit.pk, **form.cleaned_data):
        messages.success(request, _("The visit is entered."))
        return redirect("structure:visits", unit.pk)
    context = {"unit": unit, "form": form}
    return render(request, "structure/visit_entering.html", context, status=status_of(form))


@require_POST
@signed_in
def visit_withdrawal(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    to, said = _visits_of(request, visit_id), _("The visit is taken back.")
    return pressed(request, withdraw_visit, visit_id=visit_id, said=said, to=to)


@require_POST
@signed_in
def visit_objection(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    to, said = _visits_of(request, visit_id), _("The visit does not count.")
    return pressed(request, answer_visit, visit_id=visit_id, took_place=False, said=said, to=to)


@require_POST
@signed_in
def objection_end(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    to, said = _visits_of(request, visit_id), _("The visit counts again.")
    return pressed(request, answer_visit, visit_id=visit_id, took_place=True, said=said, to=to)


def _unit(request: SignedInRequest, unit_id: UUID) -> Unit:
    return get_object_or_404(units_with_visits(request.person, at=request.at), pk=unit_id)


def _visits_of(request: SignedInRequest, visit_id: UUID) -> str:
    # Of one that was taken back meanwhile the act says that it is not there.
    unit_id = unit_of_visit(request.person, visit_id, at=request.at)
    return reverse("structure:visits", args=[unit_id]) if unit_id else reverse("structure:units")
