from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.bylaws.actions.entering import confirm_clause, end_clause, enter_clause, remark_article
from folkmoot.bylaws.choosing import Entering
from folkmoot.bylaws.forms import ClauseForm
from folkmoot.bylaws.queries.texts import ENTERING
from folkmoot.bylaws.screens import notes_on
from folkmoot.decisions.queries.publishing import papers_of


@signed_in
def clauses(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    entering, title = _entering(request, decision_id)
    lines = [(line, notes_on(line)) for line in entering.lines]
    context = {"entering": entering, "title": title, "lines": lines, "form": entering.choice_form()}
    return render(request, "bylaws/clauses.html", context)


@signed_in
def new_clause(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    entering, title = _entering(request, decision_id)
    if not entering.is_chosen:
        return redirect("bylaws:clauses", decision_id)
    form = entering.clause_form(request.POST or None)
    if form.is_valid() and _is_entered(request, entering, form):
        messages.success(request, _("It is entered, and holds from its day on."))
        return redirect("bylaws:clauses", decision_id)
    context = {"entering": entering, "title": title, "form": form}
    return render(request, "bylaws/clause.html", context, status=status_of(form))


@signed_in
def remark(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    entering, title = _entering(request, decision_id)
    form = entering.remark_form(request.POST or None)
    given = {"decision_id": decision_id, **form.cleaned_data} if form.is_valid() else {}
    if given and is_done(request, form, remark_article, **given):
        messages.success(request, _("It stands beside the article now."))
        return redirect("bylaws:clauses", decision_id)
    context = {"entering": entering, "title": title, "form": form}
    return render(request, "bylaws/remark.html", context, status=status_of(form))


@signed_in
def ending(request: SignedInRequest, decision_id: UUID, provision_id: UUID) -> HttpResponse:
    entering, _title = _entering(request, decision_id)
    line = next((each for each in entering.lines if each.id == provision_id), None)
    if line is None:
        raise Http404
    to = reverse("bylaws:clauses", args=[decision_id])
    if request.method == "POST":
        return pressed(request, end_clause, provision_id=provision_id, said=_("It is ended."), to=to)
    asked = {"question": _("End this at article %(article)s?") % {"article": line.article}}
    asked |= {"consequence": line.words, "yes": _("End it"), "kind": "danger", "back_url": to}
    return render(request, "ui/confirm.html", asked)


@require_POST
@signed_in
def confirmation(request: SignedInRequest, decision_id: UUID, provision_id: UUID) -> HttpResponse:
    to, said = reverse("bylaws:clauses", args=[decision_id]), _("It still fits.")
    return pressed(request, confirm_clause, provision_id=provision_id, said=said, to=to)


def _is_entered(request: SignedInRequest, entering: Entering, form: ClauseForm) -> bool:
    given = {"decision_id": entering.decision_id, "article": entering.article, "clause": form.clause}
    given |= {"unit_kinds": form.cleaned_data["unit_kinds"]}
    former_id = entering.former.id if entering.former else None
    return is_done(request, form, enter_clause, former_id=former_id, **given)


def _entering(request: SignedInRequest, decision_id: UUID) -> tuple[Entering, str]:
    papers = papers_of(request.person, ENTERING, at=request.at).adopted().select_related("body__kind")
    decision = get_object_or_404(papers, pk=decision_id)
    found = Entering(decision.pk, decision.document_id, decision.body, asked=request.GET, at=request.at)
    return found, decision.title
