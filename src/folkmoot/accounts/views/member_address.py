from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.access.openings import Opening, What, tell_opened
from folkmoot.access.policy import visible
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.accounts.actions.changing import change_contact
from folkmoot.accounts.forms import MemberAddressForm
from folkmoot.accounts.queries.changes import pending_change_of
from folkmoot.accounts.queries.contact import reached_of
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person
from folkmoot.ui.forms import show_refusal


@signed_in
def member_address(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    members = visible(Person.objects, request.person, "accounts.change_contact", at=request.at)
    member = get_object_or_404(members, pk=person_id)
    tell_opened(Opening(request.person, What.PAGE, "accounts.change_contact", person=member), at=request.at)
    form = MemberAddressForm(request.POST or None)
    if form.is_valid() and _entered(request, member, form):
        messages.success(request, _("The new address is written down. It is used in 72 hours."))
        return redirect("accounts:member_address", person_id=person_id)
    page = {"member": member, "form": form, **_told_of(member)}
    page["is_done"] = bool(page["pending"]) and not form.is_bound and "another" not in request.GET
    return render(request, "accounts/member_address.html", page, status=422 if form.errors else 200)


def _told_of(member: Person) -> dict[str, object]:
    return {"pending": pending_change_of(member), "reached": reached_of(member)}


def _entered(request: SignedInRequest, member: Person, form: MemberAddressForm) -> bool:
    try:
        do(request, change_contact, person_id=member.pk, email=form.cleaned_data["email"])
    except Refused as refusal:
        show_refusal(form, refusal)
        return False
    return True
