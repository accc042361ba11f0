from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import done, is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.work import plan_screens as screens
from folkmoot.work.actions.adopting import adopt_plan
from folkmoot.work.actions.planning import change_plan, draft_plan, drop_plan, revise_plan
from folkmoot.work.forms_plans import AdoptionForm, ChangeForm, PlanForm
from folkmoot.work.queries.plans import (
    PlanPage,
    plan_list,
    plan_page,
    units_drafting,
    units_planning,
)
from folkmoot.work.queries.sharing import shares_asked, shares_waiting


@signed_in
def plans(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_planning(request.person, at=request.at), pk=unit_id)
    page = plan_list(unit, request.person, at=request.at)
    waiting = shares_waiting(unit, at=request.at).select_related("target__plan")[: screens.SHARES_SHOWN]
    asked = shares_asked(unit, at=request.at).select_related("target__plan")[: screens.SHARES_SHOWN]
    context = {"page": page, "lines": screens.plan_lines(page.plans), "waiting": waiting, "asked": asked}
    return render(request, "work/plans.html", context)


@signed_in
def drafting(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_drafting(request.person, at=request.at), pk=unit_id)
    offered = screens.decisions_offered(unit, request.person, request.at)
    form = PlanForm(offered, request.POST or None)
    if form.is_valid() and (made := done(request, form, draft_plan, unit_id=unit.pk, **form.given)):
        messages.success(request, _("It is drafted. Add what it wants to reach."))
        return redirect("work:plan", made)
    return render(request, "work/plan_drafting.html", {"unit": unit, "form": form}, status=status_of(form))


@signed_in
def plan(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    return render(request, "work/plan.html", screens.plan_screen(page_of(request, plan_id), request.at))


@signed_in
def changing(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    page = drafted(request, plan_id)
    offered = screens.decisions_offered(page.plan.unit, request.person, request.at)
    offered = screens.with_those_of(page, offered)
    form = ChangeForm(offered, request.POST or None, initial=screens.points_initial(page))
    if form.is_valid() and is_done(request, form, change_plan, plan_id=plan_id, **form.given):
        return redirect("work:plan", plan_id)
    context = {"plan": page.plan, "form": form}
    return render(request, "work/plan_changing.html", context, status=status_of(form))


@signed_in
def adoption(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    page = page_of(request, plan_id)
    if not page.may_adopt:
        raise Http404
    meetings = screens.meetings_offered(page.plan.unit, request.at)
    initial = screens.adoption_initial(page, meetings, request.at)
    form = AdoptionForm(meetings, request.POST or None, initial=initial)
    if form.is_valid() and is_done(request, form, adopt_plan, plan_id=plan_id, **form.given):
        messages.success(request, _("It is adopted. Members see it, and it is fixed."))
        return redirect("work:plan", plan_id)
    context = {**screens.plan_screen(page, request.at), "form": form}
    return render(request, "work/plan_adoption.html", context, status=status_of(form))


@require_POST
@signed_in
def revision(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    to = reverse("work:plan", args=[plan_id])
    return pressed(request, revise_plan, to=to, said=_("A new version is drafted."), plan_id=plan_id)


@signed_in
def dropping(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    page = drafted(request, plan_id)
    if request.method == "POST":
        to = reverse("work:plans", args=[page.plan.unit_id])
        return pressed(request, drop_plan, to=to, said=_("The draft is given up."), plan_id=plan_id)
    return render(request, "ui/confirm.html", screens.dropping(page.plan))


def page_of(request: SignedInRequest, plan_id: UUID) -> PlanPage:
    page = plan_page(plan_id, request.person, at=request.at)
    if page is None:
        raise Http404
    return page


def drafted(request: SignedInRequest, plan_id: UUID) -> PlanPage:
    page = page_of(request, plan_id)
    if not (page.may_draft and page.plan.is_draft):
        raise Http404
    return page
