from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.openings import Opening, What, tell_opened
from folkmoot.access.policy import units_where
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.membership.actions.admitting import readmit_member
from folkmoot.membership.actions.correcting import correct_person
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.actions.transferring import transfer_member
from folkmoot.membership.forms import CorrectionForm, ReadmissionForm, TransferForm
from folkmoot.membership.listing import memberships_table, terms_table
from folkmoot.membership.queries.people import PersonPage, person_page
from folkmoot.membership.views.offers import offer_to
from folkmoot.units.models import Unit


@signed_in
def person(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    page = shown(request, person_id)
    tables = {"memberships": memberships_table(page.memberships), "terms": terms_table(page.terms)}
    return render(request, "membership/person.html", {"page": page, **tables})


@signed_in
def correction(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    page = shown(request, person_id)
    known = {"name": page.person.name, "languages": ", ".join(page.person.languages)}
    form = CorrectionForm(request.POST or None, initial=known)
    if form.is_valid() and is_done(request, form, correct_person, **form.cleaned_data, person_id=person_id):
        messages.success(request, _("That is put right."))
        return redirect("membership:person", person_id)
    return render(request, "membership/correction.html", {"page": page, "form": form}, status=status_of(form))


@signed_in
def transfer(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    page = shown(request, person_id)
    cells = units_where(request.person, "membership.transfer_member", at=request.at).cells()
    form = TransferForm(request.POST or None, units=cells)
    if form.is_valid():
        cell = form.cleaned_data["unit"]
        if is_done(request, form, transfer_member, person_id=person_id, to_unit_id=cell.pk):
            messages.success(request, _("Their home is %(unit)s now.") % {"unit": cell.name})
            return redirect("membership:person", person_id)
    return render(request, "membership/transfer.html", {"page": page, "form": form}, status=status_of(form))


@signed_in
def readmission(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    page = shown(request, person_id)
    is_offered = page.home is not None and page.has_circles
    return offer_to(request, page) if is_offered else _readmit(request, page)


def _readmit(request: SignedInRequest, page: PersonPage) -> HttpResponse:
    cells = units_where(request.person, "membership.readmit_member", at=request.at).cells()
    form = ReadmissionForm(request.POST or None, units=cells)
    if form.is_valid():
        cell = form.cleaned_data["unit"]
        given = {name: said for name, said in form.cleaned_data.items() if name != "unit"}
        if is_done(request, form, readmit_member, person_id=page.person.pk, unit_id=cell.pk, **given):
            messages.success(request, _("They are a member of %(unit)s now.") % {"unit": cell.name})
            return redirect("membership:person", page.person.pk)
    context = {"page": page, "form": form}
    return render(request, "membership/readmission.html", context, status=status_of(form))


@signed_in
def ending(request: SignedInRequest, person_id: UUID, unit_id: UUID | None = None) -> HttpResponse:
    page = shown(request, person_id)
    home = next((each.unit for each in page.homes if each.unit.pk == unit_id), None)
    if unit_id is not None and home is None:
        raise Http404
    if request.method == "POST":
        return _end(request, page, home)
    return render(request, "ui/confirm.html", _asked_of(page, home))


def shown(request: SignedInRequest, person_id: UUID) -> PersonPage:
    page = person_page(request.person, person_id, at=request.at)
    if page is None:
        raise Http404
    tell_opened(Opening(request.person, What.PAGE, "people.see_members", person=page.person), at=request.at)
    return page


def _asked_of(page: PersonPage, home: Unit | None) -> dict[str, object]:
    person, is_own = page.person, page.is_own
    said = {"name": person.name, "unit": home.name if home else ""}
    question = (
        _("End the membership of %(name)s in %(unit)s?") if home else _("End the membership of %(name)s?")
    )
    leave = _("Leave %(unit)s?") if home else _("Leave the organisation?")
    some = _("This membership ends today, with the offices that go with it. Their history is kept.")
    whole = _("The membership and all offices end today. Their history is kept.")
    address = reverse("membership:ending", args=[person.pk])
    return {
        "question": (leave if is_own else question) % said,
        "consequence": some if page.ends_one_by_one and home else whole,
        "action_url": reverse("membership:ending_in", args=[person.pk, home.pk]) if home else address,
        "yes": _("Leave") if is_own else _("End the membership"),
        "back_url": reverse("membership:person", args=[person.pk]),
        "kind": "danger",
    }


def _end(request: SignedInRequest, page: PersonPage, home: Unit | None) -> HttpResponse:
    to = reverse("membership:person", args=[page.person.pk])
    said = _("The membership has ended.")
    given = {"unit_id": home.pk} if home else {}
    return pressed(request, end_membership, person_id=page.person.pk, **given, said=said, to=to)
