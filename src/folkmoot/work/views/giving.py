from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.ids import as_id
from folkmoot.work import screens
from folkmoot.work.actions.offering import offer_work
from folkmoot.work.actions.putting_up import put_up_work, withdraw_work
from folkmoot.work.forms import OfferForm, WorkForm
from folkmoot.work.models import Target
from folkmoot.work.queries.choosing import people_to_ask
from folkmoot.work.queries.lists import WorkPage, units_giving
from folkmoot.work.queries.plans import targets_seen
from folkmoot.work.views.reading import page_of


@signed_in
def putting_up(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_giving(request.person, at=request.at), pk=unit_id)
    target = target_asked(request)
    form = WorkForm(request.POST or None, has_reason=target is not None)
    given = {"unit_id": unit.pk, "plan_target_id": target and target.pk}
    if form.is_valid() and is_done(request, form, put_up_work, **given, **form.cleaned_data):
        messages.success(request, _("It stands on the list of open work."))
        return redirect("work:list", unit.pk)
    context = {"unit": unit, "form": form, "target": target}
    return render(request, "work/putting_up.html", context, status=status_of(form))


@signed_in
def offering(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    page = _given(request, assignment_id)
    found = people_to_ask(page.assignment.unit, request.person, at=request.at)
    form = OfferForm(found.people, request.POST or None, unreached=found.unreached)
    given = {"assignment_id": assignment_id}
    if form.is_valid() and is_done(request, form, offer_work, **given, **form.cleaned_data):
        messages.success(request, _("They find it on their first page."))
        return redirect("work:assignment", assignment_id)
    return render(request, "work/offering.html", {"page": page, "form": form}, status=status_of(form))


@signed_in
def withdrawal(request: SignedInRequest, assignment_id: UUID) -> HttpResponse:
    assignment = _given(request, assignment_id).assignment
    if request.method == "POST":
        to = reverse("work:list", args=[assignment.unit_id])
        return pressed(request, withdraw_work, to=to, said=_("It is withdrawn."), assignment_id=assignment_id)
    return render(request, "ui/confirm.html", screens.withdrawing(assignment))


def target_asked(request: SignedInRequest) -> Target | None:
    """Return the target for which the address says that work is put up, where there is one that is seen."""
    asked = as_id(request.GET.get("target", ""))
    return targets_seen(request.person, at=request.at).filter(pk=asked).first() if asked else None


def _given(request: SignedInRequest, assignment_id: UUID) -> WorkPage:
    page = page_of(request, assignment_id)
    if not page.may_give:
        raise Http404
    return page
