from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.structure.queries.offers import offers_to
from folkmoot.structure.queries.unit_page import UnitView, unit_view
from folkmoot.structure.queries.units import Wanted, all_kinds, unit_rows, units_page, units_shown
from folkmoot.structure.views.answering import address, crumbs_to, query_with
from folkmoot.ui.exports import as_file, links_to_files
from folkmoot.ui.links import Link
from folkmoot.ui.tables import Cell, Column, Table
from folkmoot.units.models import Unit, UnitKind


@require_GET
@signed_in
def units(request: SignedInRequest) -> HttpResponse:
    wanted, kinds = _wanted(request), all_kinds()
    page = units_page(units_shown(request.person, at=request.at), wanted)
    context = {
        "wanted": wanted,
        "kinds": _kind_links(request, wanted, kinds),
        "offers": offers_to(request.person, kinds, at=request.at),
        "table": _units_table(page.units, wanted),
        "next_url": query_with(request, after=page.following) if page.following else "",
        "exports": links_to_files("structure:units_file", query=query_with(request)),
    }
    return render(request, "structure/units.html", context)


@require_GET
@signed_in
def units_file(request: SignedInRequest, form: str) -> HttpResponseBase:
    shown = units_shown(request.person, at=request.at)
    return as_file(request, unit_rows(shown, _wanted(request)), name="units", form=form)


@require_GET
@signed_in
def unit(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    view = unit_view(request.person, unit_id, after=request.GET.get("after", ""), at=request.at)
    if view is None:
        raise Http404
    next_url = query_with(request, after=view.following) if view.following else ""
    return render(request, "structure/unit.html", {**_shown(view), "next_url": next_url})


def _wanted(request: HttpRequest) -> Wanted:
    asked = request.GET
    return Wanted(
        asked.get("q", ""),
        asked.get("kind", ""),
        asked.get("sort", "place"),
        asked.get("after", ""),
        is_closed=bool(asked.get("closed")),
    )


def _kind_links(request: HttpRequest, wanted: Wanted, kinds: Iterable[UnitKind]) -> list[Link]:
    chosen = [("", _("All")), *((kind.code, kind.plural) for kind in kinds)]
    shown = None if wanted.is_closed else wanted.kind
    links = [Link(name, query_with(request, kind=code, closed=""), code == shown) for code, name in chosen]
    return [*links, Link(_("Closed"), query_with(request, kind="", closed="yes"), wanted.is_closed)]


def _units_table(found: Iterable[Unit], wanted: Wanted) -> Table:
    columns = [
        Column(_("Name"), "name"),
        Column(_("Code"), "code"),
        Column(_("Kind")),
        Column(_("Below"), "place"),
    ]
    rows = (
        [Cell(each.name, address(each)), each.code, each.kind.name, each.parent.name if each.parent else ""]
        for each in found
    )
    return Table(_("Units"), columns, rows, sort=wanted.sort, empty=_("No unit was found. Try another word."))


def _shown(view: UnitView) -> dict[str, object]:
    return {
        "view": view,
        "crumbs": crumbs_to(view.above, current=view.unit.name),
        "looked_for": _looked_for(view),
        "facts": _facts(view),
        "officers": _officers_table(view),
        "below": _below_table(view),
    }


def _looked_for(view: UnitView) -> list[Link]:
    links = [Link(each.label, reverse(each.page, args=[view.unit.pk])) for each in view.for_members]
    decisions = Link(_("Decisions adopted here"), f"{reverse('library:library')}?body={view.unit.pk}")
    return [*links, decisions] if links else []


def _facts(view: UnitView) -> Iterator[tuple[str, object]]:
    yield _("Code"), view.unit.code
    yield _("Kind"), view.unit.kind.name
    yield _("Time zone"), view.unit.time_zone
    if view.sectors:
        yield _("Sectors"), ", ".join(view.sectors)
    if view.members is not None:
        yield _("Members"), number_format(view.members, use_l10n=True, force_grouping=True)
    yield from view.facts


def _officers_table(view: UnitView) -> Table:
    columns = [Column(_("Office")), Column(_("Who"))]
    rows: Iterator[Sequence[Any]] = ([term.office.name, term.person.name] for term in view.officers)
    return Table(_("Officers"), columns, rows, empty=_("Nobody holds an office here."))


def _below_table(view: UnitView) -> Table:
    columns = [Column(_("Name")), Column(_("Kind")), Column(_("Units right below"), is_number=True)]
    rows: Iterator[Sequence[Any]] = (
        [Cell(each.name, address(each)), each.kind.name, getattr(each, "count_below", 0)]
        for each in view.below
    )
    return Table(_("Right below"), columns, rows)
