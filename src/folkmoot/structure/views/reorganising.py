from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.openings import Opening, What, tell_opened
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import as_id
from folkmoot.structure.actions.refounding import refound_unit
from folkmoot.structure.actions.reorganising import merge_units, resume_reorganisation, split_unit
from folkmoot.structure.forms_reorganising import ConfirmedMergeForm, MergeForm, SplitForm
from folkmoot.structure.models import Reorganisation, Stage
from folkmoot.structure.queries.reorganisations import (
    MERGING,
    REFOUNDING,
    SPLITTING,
    divisible,
    places_to_merge_into,
    reorganisation_rows,
    reorganisations_page,
    reorganisations_shown,
    units_decided_by,
    what_goes,
)
from folkmoot.structure.views.answering import address, query_with
from folkmoot.ui.exports import as_file, links_to_files
from folkmoot.ui.forms import show_refusal
from folkmoot.ui.tables import Cell, Column, Table
from folkmoot.units.models import Unit

_STATES = {Stage.DONE: "done", Stage.STOPPED: "refused", Stage.MOVING: "open"}


@require_GET
@signed_in
def reorganisations(request: SignedInRequest) -> HttpResponse:
    words = request.GET.get("q", "")
    found, following = reorganisations_page(
        request.person, words=words, before=as_id(request.GET.get("before", "")), at=request.at
    )
    context = {"words": words, "found": found, "table": _table(found)}
    context["next_url"] = query_with(request, before=following) if following else ""
    context["exports"] = links_to_files(
        "structure:reorganisations_file", query=query_with(request, before="")
    )
    return render(request, "structure/reorganisations.html", context)


@require_GET
@signed_in
def reorganisations_file(request: SignedInRequest, form: str) -> HttpResponseBase:
    rows = reorganisation_rows(request.person, words=request.GET.get("q", ""), at=request.at)
    return as_file(request, rows, name="merges-and-splits", form=form)


@require_GET
@signed_in
def reorganisation(request: SignedInRequest, reorganisation_id: UUID) -> HttpResponse:
    held = _held(request, reorganisation_id)
    return render(request, "structure/reorganisation.html", {"held": held, "state": Stage(held.stage).label})


@require_POST
@signed_in
def resuming(request: SignedInRequest, reorganisation_id: UUID) -> HttpResponse:
    held = _held(request, reorganisation_id)
    return pressed(request, resume_reorganisation, reorganisation_id=held.pk, to=_address(held.pk))


@signed_in
def merging(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = _unit(request, unit_id, MERGING)
    form = MergeForm(request.POST or None, units=places_to_merge_into(request.person, unit, at=request.at))
    if form.is_valid() and request.POST.get("confirmed") != "yes":
        return _ask_about_merge(request, unit, form.cleaned_data["into_unit_id"])
    if form.is_valid():
        into = form.cleaned_data["into_unit_id"]
        if merge_id := _done(request, form, merge_units, unit_id=unit.pk, into_unit_id=into.pk):
            return redirect(_address(merge_id))
    context = {"form": form, "unit": unit, "title": _("Merge it into another unit"), "yes": _("Go on")}
    return render(request, "structure/ask.html", context, status=status_of(form))


@signed_in
def splitting(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = _unit(request, unit_id, SPLITTING)
    there = divisible(unit)
    if there.members:
        tell_opened(Opening(request.person, What.LIST, "people.see_members", top=unit), at=request.at)
    form = SplitForm(request.POST or None, there=there)
    if form.is_valid() and (split_id := _done(request, form, split_unit, unit_id=unit.pk, **form.chosen)):
        return redirect(_address(split_id))
    context = {"form": form, "unit": unit, "title": _("Split it"), "yes": _("Split it")}
    return render(request, "structure/ask.html", context, status=status_of(form))


@signed_in
def refounding(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = _unit(request, unit_id, REFOUNDING)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and is_done(request, form, refound_unit, unit_id=unit.pk):
        messages.success(request, _("%(unit)s is open again.") % {"unit": unit.name})
        return redirect("structure:unit", unit.pk)
    return _ask_about_refounding(request, form, unit)


def _unit(request: SignedInRequest, unit_id: UUID, permission: str) -> Unit:
    return get_object_or_404(units_decided_by(request.person, permission, at=request.at), pk=unit_id)


def _held(request: SignedInRequest, reorganisation_id: UUID) -> Reorganisation:
    return get_object_or_404(reorganisations_shown(request.person, at=request.at), pk=reorganisation_id)


def _done(request: SignedInRequest, form: Form, function: Any, **given: object) -> UUID | None:  # noqa: ANN401  -- an act
    try:
        return do(request, function, **given)
    except Refused as refusal:
        show_refusal(form, refusal)
        return None


def _ask_about_merge(request: SignedInRequest, unit: Unit, into: Unit) -> HttpResponse:
    context = {
        "unit": unit,
        "into": into,
        "sentences": what_goes(unit, into),
        "form": ConfirmedMergeForm(initial={"into_unit_id": into.code}),
    }
    return render(request, "structure/merge.html", context)


def _ask_about_refounding(request: SignedInRequest, form: Form, unit: Unit) -> HttpResponse:
    context = {
        "question": _("Found %(unit)s again?") % {"unit": unit.name},
        "consequence": _(
            "Its papers and the series of its numbers go on. Members and units that left it stay where they are."
        ),
        "yes": _("Found it again"),
        "form": form,
        "action_url": request.path,
        "back_url": address(unit),
    }
    return render(request, "ui/confirm.html", context, status=status_of(form))


def _address(reorganisation_id: UUID) -> str:
    return reverse("structure:reorganisation", args=[reorganisation_id])


def _table(found: Sequence[Reorganisation]) -> Table:
    columns = [Column(_("From")), Column(_("To")), Column(_("How")), Column(_("When")), Column(_("State"))]
    rows: Iterator[Sequence[Any]] = (
        [
            Cell(each.from_unit.name, _address(each.pk)),
            each.to_unit.name,
            each.get_way_display(),
            date_format(each.from_unit.local(each.created_at), "DATETIME_FORMAT"),
            Cell(Stage(each.stage).label, state=_STATES[Stage(each.stage)]),
        ]
        for each in found
    )
    return Table(_("Merges and splits"), columns, rows, empty=_("No unit has these words in its name."))
