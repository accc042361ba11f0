from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.decisions.actions.recirculating import keep_in_mind, set_recirculation
from folkmoot.decisions.forms import RhythmForm
from folkmoot.decisions.queries.publishing import papers_of
from folkmoot.decisions.queries.recirculating import rhythm_of
from folkmoot.decisions.views.following import follows_its_decision


@signed_in
@follows_its_decision
def recirculation(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    papers = papers_of(request.person, "decisions.convey_decision", at=request.at).conveyed()
    decision = get_object_or_404(papers.filter(repealed_at=None), pk=decision_id)
    form = RhythmForm(request.POST or None, initial={"rhythm": rhythm_of(decision).value})
    if form.is_valid() and _set(request, form, decision_id):
        return redirect("decisions:decision", decision_id)
    shown = {"decision": decision, "form": form}
    return render(request, "decisions/recirculation.html", shown, status=status_of(form))


@require_POST
@signed_in
def in_mind(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    said = _("Good. It comes back another time, with another point.")
    return pressed(request, keep_in_mind, decision_id=decision_id, said=said, to="/")


def _set(request: SignedInRequest, form: RhythmForm, decision_id: UUID) -> bool:
    if not is_done(request, form, set_recirculation, decision_id=decision_id, **form.cleaned_data):
        return False
    messages.success(request, _("Set: it comes back as you said from now on."))
    return True
