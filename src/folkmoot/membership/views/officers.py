from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from folkmoot.access.answering import pressed, status_of
from folkmoot.access.offices import in_words
from folkmoot.access.openings import Opening, What, tell_opened
from folkmoot.access.policy import units_where
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.naming import Named, give_back
from folkmoot.membership.actions.offering_office import (
    accept_office,
    decline_office,
    offer_office,
    withdraw_office_offer,
)
from folkmoot.membership.actions.offices import appoint_officer
from folkmoot.membership.exports import officer_rows
from folkmoot.membership.forms import AppointmentForm, ConfirmedAppointmentForm, PersonAppointmentForm
from folkmoot.membership.queries.members import (
    Wanted,
    members_page,
)
from folkmoot.membership.queries.offers import offices_offered_by
from folkmoot.membership.queries.officers import (
    AppointingPage,
    OfficersPage,
    appointing_page,
    office_choices,
    officers_below,
    officers_page,
    offices_in_words,
)
from folkmoot.membership.queries.serving import may_know_of
from folkmoot.membership.views.naming import member_named
from folkmoot.membership.views.people import shown
from folkmoot.people.models import Person
from folkmoot.ui.exports import as_file, links_to_files
from folkmoot.ui.refusals import refused
from folkmoot.units.models import Unit

# Whoever is looked for is among the first, or a longer part of their name is typed.
SEARCHED_SHOWN = 10


@signed_in
def officers(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    page = _officers(request, unit_id)
    if request.method == "POST":
        return _appoint(request, unit_id)
    exports = links_to_files("membership:officers_file", unit_id)
    return render(request, "membership/officers.html", {"page": page, "exports": exports})


@require_GET
@signed_in
def offices(request: SignedInRequest) -> HttpResponse:
    return render(request, "membership/offices.html", {"offices": offices_in_words()})


@signed_in
def officer_export(request: SignedInRequest, unit_id: UUID, form: str) -> HttpResponseBase:
    page = _officers(request, unit_id)
    rows = officer_rows(officers_below(request.person, page.unit, at=request.at))
    return as_file(request, rows, name="officers", form=form)


@signed_in
def appointment(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    page = _appointing(request, unit_id)
    if request.GET.get("q", "").strip():
        return _search(request, page, request.GET["q"])
    form = AppointmentForm(request.POST or None, offices=office_choices())
    named = member_named(request, form) if form.is_valid() else None
    if named is not None:
        return _ask(request, named, page.unit, form.cleaned_data)
    context = {"page": page, "form": form, "offices": offices_in_words(), "sees": page.cells.exists()}
    return render(request, "membership/appointment.html", context, status=status_of(form))


@signed_in
def person_appointment(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    page = shown(request, person_id)
    units = units_where(request.person, "membership.appoint_officer", at=request.at)
    at_home = page.home.code if page.home else ""
    asked = {"unit": request.GET.get("unit") or at_home}
    form = PersonAppointmentForm(request.POST or None, initial=asked, units=units, offices=office_choices())
    if form.is_valid():
        return _ask(request, Named(page.person), form.cleaned_data["unit"], form.cleaned_data)
    context = {"page": page, "form": form, "offices": offices_in_words()}
    return render(request, "membership/person_appointment.html", context, status=status_of(form))


@require_POST
@signed_in
def acceptance(request: SignedInRequest, offer_id: UUID) -> HttpResponse:
    said = _("You hold this office now, or will from its first day.")
    return pressed(request, accept_office, offer_id=offer_id, said=said, to=reverse("rights:own"))


@require_POST
@signed_in
def declining(request: SignedInRequest, offer_id: UUID) -> HttpResponse:
    said = _("The offer is gone, and nothing is kept of it.")
    return pressed(request, decline_office, offer_id=offer_id, said=said, to=reverse("rights:own"))


@require_POST
@signed_in
def withdrawal(request: SignedInRequest, offer_id: UUID) -> HttpResponse:
    offers = offices_offered_by(request.person, at=request.at)
    to = reverse("membership:officers", args=[get_object_or_404(offers, pk=offer_id).unit_id])
    said = _("The offer is withdrawn, and nothing is kept of it.")
    return pressed(request, withdraw_office_offer, offer_id=offer_id, said=said, to=to)


def _officers(request: SignedInRequest, unit_id: UUID) -> OfficersPage:
    page = officers_page(request.person, unit_id, at=request.at)
    if page is None:
        raise Http404
    return page


def _appointing(request: SignedInRequest, unit_id: UUID) -> AppointingPage:
    page = appointing_page(request.person, unit_id, at=request.at)
    if page is None:
        raise Http404
    return page


def _search(request: SignedInRequest, page: AppointingPage, words: str) -> HttpResponse:
    tell_opened(Opening(request.person, What.LIST, "people.see_members", top=page.unit), at=request.at)
    lines = members_page(page.cells, Wanted(words), size=SEARCHED_SHOWN).lines
    context = {"page": page, "words": words, "lines": lines}
    return render(request, "membership/appointment_search.html", context)


def _ask(request: SignedInRequest, named: Named, unit: Unit, chosen: dict[str, Any]) -> HttpResponse:
    day: date | None = chosen["from_on"]
    said = {"name": named.person.name, "office": dict(office_choices())[chosen["office"]], "unit": unit.name}
    is_known = may_know_of(request.person, named.person, unit, at=request.at)
    asked = {
        "says": in_words(chosen["office"]),
        **(_appointing_words(said, day) if is_known else _offering_words(said)),
        "is_own_hand": named.person.pk == request.person.pk,
        "action_url": reverse("membership:officers", args=[unit.pk]),
        "back_url": reverse("membership:officers", args=[unit.pk]),
        "form": ConfirmedAppointmentForm(
            initial={
                "office": chosen["office"],
                # Whom one does not see stays without an id: they are named once more.
                "person": named.person.pk if named.is_seen else None,
                "member_number": chosen.get("member_number", ""),
                "name": "" if named.is_seen else chosen["name"],
                "from_on": day,
            }
        ),
    }
    return render(request, "membership/appointment_asked.html", asked)


def _appointing_words(said: dict[str, str], day: date | None) -> dict[str, str]:
    return {
        "question": _("Appoint %(name)s as %(office)s of %(unit)s?") % said,
        "consequence": _("They begin now.") if day is None else _("They begin on the day you chose."),
        "yes": _("Appoint them"),
    }


def _offering_words(said: dict[str, str]) -> dict[str, str]:
    return {
        "question": _("Offer %(name)s the office: %(office)s of %(unit)s?") % said,
        "consequence": _(
            "You do not see where they belong, so they are asked: they find it on their first page, and accept or decline. Until"
            " they accept you are told nothing about them; an offer that is declined is gone."
        ),
        "yes": _("Offer it"),
    }


def _appoint(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    form = ConfirmedAppointmentForm(request.POST)
    if not form.is_valid():
        return refused(request, Refused(_("The appointment was not complete. Fill in the form again.")))
    named = _named_again(request, form)
    if named is None:
        return refused(request, Refused(" ".join(map(str, form.errors["member_number"]))))
    unit = _officers(request, unit_id).unit
    is_known = may_know_of(request.person, named.person, unit, at=request.at)
    given = {name: form.cleaned_data[name] for name in ("office", "member_number", "from_on")}
    chosen = appoint_officer if is_known else offer_office
    try:
        do(request, chosen, unit_id=unit_id, person_id=named.person.pk, **given)
    except Refused as refusal:
        return refused(request, named.told(refusal))
    messages.success(request, _said_of(request, named) if is_known else _offered())
    if is_known:
        # An offer is withdrawn again without a trace, and would tell of anybody who has the number and the name.
        give_back(named)
    return redirect("membership:officers", unit_id)


def _offered() -> str:
    return _("It is offered. They find it on their first page, and accept or decline.")


def _said_of(request: SignedInRequest, named: Named) -> str:
    return by_own_hand() if named.person.pk == request.person.pk else _("They are appointed.")


def by_own_hand() -> str:
    """Return what is said to whoever gave themselves an office."""
    return _(
        "You are appointed, by yourself alone: what concerns single members you see and do in this office once somebody else who"
        " may appoint officers here appoints you as well."
    )


def _named_again(request: SignedInRequest, form: ConfirmedAppointmentForm) -> Named | None:
    person_id = form.cleaned_data["person"]
    return Named(Person(pk=person_id)) if person_id else member_named(request, form)
