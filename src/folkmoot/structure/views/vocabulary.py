"""The pages on what units of this organisation can be, and what they can work in."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, status_of
from folkmoot.access.policy import visible
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.structure.actions.kinds import add_kind, add_sector
from folkmoot.structure.forms import KindForm, SectorForm
from folkmoot.structure.queries.units import all_kinds, every_sector
from folkmoot.structure.queries.units import organisation as top_unit
from folkmoot.ui.tables import Column, Table
from folkmoot.units.models import Unit


@signed_in
def kinds(request: SignedInRequest) -> HttpResponse:
    organisation = _organisation_or_404(request, "structure.add_kind")
    form = KindForm(request.POST or None, kinds=all_kinds())
    if form.is_valid() and is_done(request, form, add_kind, **form.cleaned_data):
        messages.success(request, _("“%(name)s” is added.") % {"name": form.cleaned_data["name"]})
        return redirect("structure:kinds")
    words = (_("Kinds of unit"), _("From the top down. A unit hangs below one of a higher kind."))
    note = _(
        "A youth league or the pensioners, who admit members by a rule of their own, are no kind: found a unit of any kind for"
        " them, open it, and choose “Affiliated organisation”."
    )
    return _listed(request, organisation, form, words, _kinds_table(), note=note)


@signed_in
def all_sectors(request: SignedInRequest) -> HttpResponse:
    organisation = _organisation_or_404(request, "structure.add_sector")
    form = SectorForm(request.POST or None)
    if form.is_valid() and is_done(request, form, add_sector, **form.cleaned_data):
        messages.success(request, _("“%(name)s” is added.") % {"name": form.cleaned_data["name"]})
        return redirect("structure:all_sectors")
    words = (
        _("Sectors"),
        _("What units work in. A decision can be addressed to those of some sectors alone."),
    )
    return _listed(request, organisation, form, words, _sectors_table())


def _organisation_or_404(request: SignedInRequest, permission: str) -> Unit:
    return get_object_or_404(visible(top_unit(), request.person, permission, at=request.at))


def _listed(
    request: SignedInRequest,
    unit: Unit,
    form: BaseForm,
    words: tuple[str, str],
    table: Table,
    *,
    note: str = "",
) -> HttpResponse:
    context = {"unit": unit, "form": form, "title": words[0], "lede": words[1], "table": table, "note": note}
    return render(request, "structure/vocabulary.html", context, status=status_of(form))


def _kinds_table() -> Table:
    columns = [Column(_("Kind")), Column(_("Code")), Column(_("Members are at home there"))]
    rows: Iterator[Sequence[Any]] = (
        [kind.name, kind.code, _("yes") if kind.is_cell else _("no")] for kind in all_kinds()
    )
    return Table(_("Kinds of unit"), columns, rows)


def _sectors_table() -> Table:
    columns = [Column(_("Sector")), Column(_("Code"))]
    rows: Iterator[Sequence[Any]] = ([sector.name, sector.code] for sector in every_sector())
    return Table(_("Sectors"), columns, rows, empty=_("There is no sector yet. Add the first one."))
