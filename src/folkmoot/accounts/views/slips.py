from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from folkmoot.access.policy import permitted
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.accounts.actions.slips import (
    confirm_slip,
    end_slip,
    new_code,
    print_slip,
    refuse_slip,
)
from folkmoot.accounts.factors import qr_drawing
from folkmoot.accounts.forms import PinForm
from folkmoot.accounts.queries.contact import address_of
from folkmoot.accounts.queries.homes import home_of
from folkmoot.accounts.queries.second_officers import second_officers
from folkmoot.accounts.queries.slips import last_slip_of, open_slip_of
from folkmoot.accounts.queries.tokens import secret_hash
from folkmoot.accounts.rules.slips import normal_code
from folkmoot.accounts.views.answering import is_done, member_or_404
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person, Term
from folkmoot.ui.refusals import refused

_MAY = ("accounts.print_slip", "accounts.confirm_slip")


@signed_in
@never_cache
def slip(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    member = member_or_404(request, person_id, *_MAY)
    form, code = Form(request.POST or None), new_code()
    if form.is_valid() and is_done(
        request, form, print_slip, person_id=member.pk, code_hash=secret_hash(normal_code(code))
    ):
        return render(request, "accounts/slip_printed.html", _paper(request, member, code))
    page = {**_page(request, member), "form": form}
    return render(request, "accounts/slip.html", page, status=422 if form.errors else 200)


@signed_in
@never_cache
def slip_confirmation(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    member = member_or_404(request, person_id, "accounts.confirm_slip")
    form, page = PinForm(request.POST or None), _page(request, member)
    if page["slip"] is None:
        return redirect("accounts:slip", person_id)
    given = {"slip_id": page["slip"].pk, "pin": form.data.get("pin", "")}
    if form.is_valid() and is_done(request, form, confirm_slip, **given):
        messages.success(request, _("The slip is confirmed. The member can sign in with it now."))
        return redirect("accounts:slip", person_id)
    status = 422 if form.errors else 200
    return render(request, "accounts/slip_confirmation.html", {**page, "form": form}, status=status)


@require_POST
@signed_in
def slip_end(request: SignedInRequest, person_id: UUID, slip_id: UUID) -> HttpResponse:
    try:
        do(request, end_slip, slip_id=slip_id)
    except Refused as refusal:
        return refused(request, refusal)
    messages.success(request, _("The slip opens nothing any more."))
    return redirect("accounts:slip", person_id)


@require_POST
@signed_in
def slip_refusal(request: SignedInRequest, slip_id: UUID) -> HttpResponse:
    try:
        do(request, refuse_slip, slip_id=slip_id)
    except Refused as refusal:
        return refused(request, refusal)
    messages.success(
        request, _("The slip opens nothing any more. Tell the chair of your unit that you refused it.")
    )
    return redirect("accounts:overview")


def _page(request: SignedInRequest, member: Person) -> dict[str, Any]:
    home = home_of(member, at=request.at)
    found = open_slip_of(member)
    seconds = _seconds(found.printed_by if found else request.person, member, at=request.at)
    return {
        "member": member,
        "slip": found,
        "last": None if found else last_slip_of(member),
        "is_first": found is not None and found.printed_by_id == request.person.pk,
        "seconds": seconds,
        "is_second": any(each.person_id == request.person.pk for each in seconds),
        "has_address": address_of(member) != "",
        "allowed": permitted(request.person, _MAY, on=home, at=request.at) if home else frozenset(),
    }


def _seconds(first: Person, member: Person, *, at: datetime) -> list[Term]:
    return second_officers(_MAY[1], first, _MAY[0], person=member, at=at)


def _paper(request: SignedInRequest, member: Person, code: str) -> dict[str, Any]:
    door = settings.PUBLIC_URL + reverse("accounts:slip_door")
    page = settings.PUBLIC_URL + reverse("accounts:slip_confirmation", args=[member.pk])
    return {
        "member": member,
        "slip": open_slip_of(member),
        "code": code,
        "seconds": _seconds(request.person, member, at=request.at),
        "door": door,
        "for_officer": qr_drawing(page, _("QR code for the second officer")),
        "for_member": qr_drawing(door, _("QR code of the page to sign in on")),
    }
