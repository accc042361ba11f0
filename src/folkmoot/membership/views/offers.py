from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.policy import units_where
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.naming import Named
from folkmoot.membership.actions.offering import (
    accept_membership,
    decline_membership,
    enter_signed_paper,
    offer_membership,
    take_back_paper,
    withdraw_offer,
)
from folkmoot.membership.forms import AdmittingForm, KnownMemberForm, PaperForm
from folkmoot.membership.queries.offers import offers_answerable, offers_made
from folkmoot.membership.queries.people import PersonPage
from folkmoot.membership.views.naming import member_named
from folkmoot.ui.forms import show_refusal


@signed_in
def known_admission(request: SignedInRequest) -> HttpResponse:
    cells = units_where(request.person, "membership.readmit_member", at=request.at).cells()
    form = KnownMemberForm(request.POST or None, units=cells)
    named = member_named(request, form) if form.is_valid() else None
    if named is not None and _is_offered(request, form, named):
        return redirect("membership:known_admission")
    context = {"form": form, "made": offers_made(request.person, at=request.at)}
    return render(request, "membership/known_admission.html", context, status=status_of(form))


def offer_to(request: SignedInRequest, page: PersonPage) -> HttpResponse:
    """Answer the page on which somebody who is seen, and at home, is offered another home."""
    cells = units_where(request.person, "membership.readmit_member", at=request.at).cells()
    form = AdmittingForm(request.POST or None, units=cells)
    if form.is_valid() and is_done(request, form, offer_membership, person_id=page.person.pk, **_given(form)):
        said = _("It is offered. They find it on their first page, and accept or decline.")
        messages.success(request, said)
        return redirect("membership:person", page.person.pk)
    return render(request, "membership/offer.html", {"page": page, "form": form}, status=status_of(form))


@require_POST
@signed_in
def acceptance(request: SignedInRequest, offer_id: UUID) -> HttpResponse:
    said = _("You belong to it now. Whoever leads it sees your name there.")
    return pressed(request, accept_membership, offer_id=offer_id, said=said, to=reverse("rights:own"))


@require_POST
@signed_in
def declining(request: SignedInRequest, offer_id: UUID) -> HttpResponse:
    said = _("The offer is gone, and nothing is kept of it.")
    return pressed(request, decline_membership, offer_id=offer_id, said=said, to=reverse("rights:own"))


@require_POST
@signed_in
def offer_withdrawal(request: SignedInRequest, offer_id: UUID) -> HttpResponse:
    to, said = reverse("membership:known_admission"), _("The offer is withdrawn, and nothing is kept of it.")
    return pressed(request, withdraw_offer, offer_id=offer_id, said=said, to=to)


@signed_in
def paper(request: SignedInRequest, offer_id: UUID) -> HttpResponse:
    offer = get_object_or_404(offers_answerable(request.person, at=request.at), pk=offer_id)
    form = PaperForm(request.POST or None)
    if form.is_valid() and is_done(request, form, enter_signed_paper, offer_id=offer_id):
        messages.success(request, _("They are a member of %(unit)s now.") % {"unit": offer.unit.name})
        return redirect("membership:known_admission")
    return render(request, "membership/paper.html", {"offer": offer, "form": form}, status=status_of(form))


@require_POST
@signed_in
def paper_withdrawal(request: SignedInRequest, offer_id: UUID) -> HttpResponse:
    said = _("That membership has ended.")
    return pressed(request, take_back_paper, offer_id=offer_id, said=said, to=reverse("rights:own"))


def _is_offered(request: SignedInRequest, form: KnownMemberForm, named: Named) -> bool:
    try:
        do(request, offer_membership, person_id=named.person.pk, **_given(form))
    except Refused as refusal:
        show_refusal(form, named.told(refusal))
        return False
    # The try stays counted: an offer can be withdrawn again, and tells that there is somebody of this number and name.
    said = _("It is offered to %(number)s. They find it on their first page, and accept or decline.")
    messages.success(request, said % {"number": form.cleaned_data["member_number"]})
    return True


def _given(form: AdmittingForm) -> dict[str, object]:
    asked = {name: said for name, said in form.cleaned_data.items() if name not in {"unit", "name"}}
    return {**asked, "unit_id": form.cleaned_data["unit"].pk}
