from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.work.actions.targets import add_target, change_target, mark_target, remove_target
from folkmoot.work.forms_plans import MarkForm, TargetChangeForm, TargetForm, target_initial
from folkmoot.work.interfaces import Countable, figures
from folkmoot.work.models import Target
from folkmoot.work.queries.plans import PlanPage, targets_seen
from folkmoot.work.views.plans import drafted, page_of


@signed_in
def adding(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    page = drafted(request, plan_id)
    form = TargetForm(
        _offered(request, page), request.POST or None, initial={"due_on": page.plan.period.last}
    )
    if form.is_valid() and is_done(request, form, add_target, plan_id=plan_id, **form.given):
        messages.success(request, _("The target stands in the draft."))
        return redirect("work:plan", plan_id)
    context = {"plan": page.plan, "form": form}
    return render(request, "work/target_writing.html", context, status=status_of(form))


@signed_in
def changing(request: SignedInRequest, target_id: UUID) -> HttpResponse:
    target = _target(request, target_id)
    page = drafted(request, target.plan_id)
    offered = _offered(request, page)
    initial = {**target_initial(target, offered), "revision": page.plan.revision}
    form = TargetChangeForm(offered, request.POST or None, initial=initial)
    if form.is_valid() and is_done(request, form, change_target, plan_target_id=target_id, **form.given):
        return redirect("work:plan", page.plan.pk)
    context = {"plan": page.plan, "form": form, "target": target}
    return render(request, "work/target_writing.html", context, status=status_of(form))


@require_POST
@signed_in
def removal(request: SignedInRequest, target_id: UUID) -> HttpResponse:
    to = reverse("work:plan", args=[_target(request, target_id).plan_id])
    return pressed(
        request, remove_target, to=to, said=_("The target is taken out."), plan_target_id=target_id
    )


@signed_in
def marking(request: SignedInRequest, target_id: UUID) -> HttpResponse:
    target = _target(request, target_id)
    page = page_of(request, target.plan_id)
    if not page.may_draft or not page.plan.is_in_force or target.is_counted:
        raise Http404
    form = MarkForm(request.POST or None, initial={"words": target.done_words})
    if form.is_valid() and is_done(request, form, mark_target, plan_target_id=target_id, **form.cleaned_data):
        return redirect("work:plan", page.plan.pk)
    context = {"plan": page.plan, "form": form, "target": target}
    return render(request, "work/target_marking.html", context, status=status_of(form))


@require_POST
@signed_in
def unmarking(request: SignedInRequest, target_id: UUID) -> HttpResponse:
    to = reverse("work:plan", args=[_target(request, target_id).plan_id])
    return pressed(request, mark_target, to=to, plan_target_id=target_id, is_reached=False)


def _target(request: SignedInRequest, target_id: UUID) -> Target:
    target = targets_seen(request.person, at=request.at).filter(pk=target_id).first()
    if target is None:
        raise Http404
    return target


def _offered(request: SignedInRequest, page: PlanPage) -> Sequence[Countable]:
    return figures().offered(page.plan.unit, request.person.languages)
