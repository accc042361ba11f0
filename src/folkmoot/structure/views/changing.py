from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm, Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, status_of
from folkmoot.access.policy import units_where
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.structure.actions.closing import close_unit
from folkmoot.structure.actions.founding import found_unit
from folkmoot.structure.actions.moving import move_unit
from folkmoot.structure.actions.renaming import change_kind, rename_unit, set_sectors, set_time_zone
from folkmoot.structure.forms import (
    ConfirmedMoveForm,
    FoundingForm,
    MoveForm,
    NameForm,
    SectorsForm,
    TimeZoneForm,
    UnitKindForm,
)
from folkmoot.structure.queries.units import all_kinds
from folkmoot.structure.views.answering import address, unit_or_404
from folkmoot.units.models import Unit


@signed_in
def founding(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    parent = unit_or_404(request, unit_id)
    kinds = [kind for kind in all_kinds() if kind.rank > parent.kind.rank]
    form = FoundingForm(request.POST or None, kinds=kinds)
    if form.is_valid() and is_done(request, form, found_unit, parent_id=parent.pk, **form.cleaned_data):
        messages.success(request, _("%(unit)s is founded.") % {"unit": form.cleaned_data["name"]})
        return redirect("structure:unit", parent.pk)
    return _ask(request, form, parent, _("Found a unit below"), _("Found it"))


@signed_in
def renaming(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = unit_or_404(request, unit_id)
    form = NameForm(request.POST or None, initial={"name": unit.name, "code": unit.code})
    if form.is_valid() and is_done(request, form, rename_unit, unit_id=unit.pk, **form.cleaned_data):
        messages.success(request, _("The name is changed."))
        return redirect("structure:unit", unit.pk)
    return _ask(request, form, unit, _("Change the name"), _("Change it"))


@signed_in
def kind(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = unit_or_404(request, unit_id)
    form = UnitKindForm(request.POST or None, kinds=all_kinds(), initial={"kind": unit.kind.code})
    if form.is_valid() and is_done(request, form, change_kind, unit_id=unit.pk, **form.cleaned_data):
        messages.success(request, _("The kind is changed."))
        return redirect("structure:unit", unit.pk)
    return _ask(request, form, unit, _("Change the kind"), _("Change it"))


@signed_in
def time_zone(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = unit_or_404(request, unit_id)
    form = TimeZoneForm(request.POST or None, initial={"time_zone": unit.time_zone})
    if form.is_valid() and is_done(request, form, set_time_zone, unit_id=unit.pk, **form.cleaned_data):
        messages.success(request, _("The time zone is changed."))
        return redirect("structure:unit", unit.pk)
    return _ask(request, form, unit, _("Change the time zone"), _("Change it"))


@signed_in
def sectors(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = unit_or_404(request, unit_id)
    form = SectorsForm(request.POST or None, initial={"sectors": unit.sectors.all()})
    if request.method == "POST" and form.is_valid():
        chosen = [sector.code for sector in form.cleaned_data["sectors"]]
        if is_done(request, form, set_sectors, unit_id=unit.pk, sectors=chosen):
            messages.success(request, _("The sectors are changed."))
            return redirect("structure:unit", unit.pk)
    return _ask(request, form, unit, _("What it works in"), _("Change it"))


@signed_in
def moving(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = unit_or_404(request, unit_id)
    places = units_where(request.person, "structure.move_unit", at=request.at)
    form = MoveForm(request.POST or None, units=places.filter(kind__rank__lt=unit.kind.rank))
    if form.is_valid() and request.POST.get("confirmed") != "yes":
        return _ask_about_move(request, unit, form.cleaned_data["to_parent_id"])
    if form.is_valid() and _is_moved(request, form, unit):
        messages.success(request, _("%(unit)s was moved, with all below it.") % {"unit": unit.name})
        return redirect("structure:unit", unit.pk)
    return _ask(request, form, unit, _("Move"), _("Go on"))


@signed_in
def closing(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = unit_or_404(request, unit_id)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and is_done(request, form, close_unit, unit_id=unit.pk):
        messages.success(request, _("%(unit)s is closed.") % {"unit": unit.name})
        return redirect("structure:units")
    return _ask_about_closing(request, form, unit)


def _is_moved(request: SignedInRequest, form: MoveForm, unit: Unit) -> bool:
    parent = form.cleaned_data["to_parent_id"]
    return is_done(request, form, move_unit, unit_id=unit.pk, to_parent_id=parent.pk)


def _ask(
    request: SignedInRequest, form: BaseForm, unit: Unit, title: str, yes: str | Promise
) -> HttpResponse:
    context = {"form": form, "unit": unit, "title": title, "yes": yes}
    return render(request, "structure/ask.html", context, status=status_of(form))


def _ask_about_closing(request: SignedInRequest, form: BaseForm, unit: Unit) -> HttpResponse:
    context = {
        "question": _("Close %(unit)s?") % {"unit": unit.name},
        "consequence": _("Nothing can happen in it any more. Its history stays."),
        "yes": _("Close it"),
        "kind": "danger",
    }
    return _confirm(request, unit, form, context)


def _ask_about_move(request: SignedInRequest, unit: Unit, parent: Unit) -> HttpResponse:
    hidden = ConfirmedMoveForm(initial={"to_parent_id": parent.code})
    context = {
        "question": _("Move %(unit)s below %(parent)s?") % {"unit": unit.name, "parent": parent.name},
        "consequence": _("All units below it go with it, and so do its members. Officers above it change."),
        "yes": _("Move it"),
    }
    return _confirm(request, unit, hidden, context)


def _confirm(request: SignedInRequest, unit: Unit, form: BaseForm, context: dict[str, Any]) -> HttpResponse:
    context |= {"form": form, "action_url": request.path, "back_url": address(unit)}
    return render(request, "ui/confirm.html", context, status=status_of(form))
