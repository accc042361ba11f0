from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import pressed
from folkmoot.access.policy import visible
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.circulars.actions.batching import discard_batch, print_batch
from folkmoot.circulars.actions.marking import set_paper
from folkmoot.circulars.archive import zip_of
from folkmoot.circulars.models import Batch
from folkmoot.circulars.queries.batches import (
    BatchesPage,
    batches_for,
    batches_page,
    cell_rows,
    file_name,
    is_on_paper,
    paper_cell_rows,
    parts_page,
    path_of,
)
from folkmoot.circulars.screens import batches_table, parts_table
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.text import number_in
from folkmoot.ui.exports import as_file, links_to_files
from folkmoot.ui.refusals import refused
from folkmoot.units.queries import open_cells, open_units

_ZIP = "application/zip"


@signed_in
def paper(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    cells = visible(open_cells(), request.person, "circulars.set_paper", at=request.at)
    cell = get_object_or_404(cells, pk=unit_id)
    is_set = is_on_paper(cell)
    if request.method == "POST":
        given = {"unit_id": cell.pk, "is_on_paper": request.POST.get("is_on_paper") == "yes"}
        return pressed(
            request, set_paper, **given, said=_("Noted."), to=reverse("structure:unit", args=[cell.pk])
        )
    return render(request, "circulars/paper.html", {"cell": cell, "is_set": is_set})


@signed_in
def batches(request: SignedInRequest, decision_id: UUID, unit_id: UUID) -> HttpResponse:
    page = _page(request, decision_id, unit_id)
    if request.method == "POST":
        return _asked(request, page)
    exports = links_to_files("circulars:paper_cells", decision_id, unit_id)
    shown = {"page": page, "table": batches_table(page.batches), "exports": exports}
    return render(request, "circulars/batches.html", shown)


@signed_in
def paper_cells(request: SignedInRequest, decision_id: UUID, unit_id: UUID, form: str) -> HttpResponseBase:
    rows = paper_cell_rows(_page(request, decision_id, unit_id))
    return as_file(request, rows, name="cells-on-paper", form=form)


@signed_in
def batch(request: SignedInRequest, batch_id: UUID) -> HttpResponse:
    found = _batch(request, batch_id)
    after = request.GET.get("after", "")
    parts, following = parts_page(found, after=number_in(after))
    shown = {"batch": found, "table": parts_table(found, parts), "has_parts": bool(parts)}
    shown["exports"] = links_to_files("circulars:batch_cells", found.pk)
    shown["next_url"] = f"?after={following}" if following else ""
    return render(request, "circulars/batch.html", shown)


@signed_in
def batch_cells(request: SignedInRequest, batch_id: UUID, form: str) -> HttpResponseBase:
    return as_file(request, cell_rows(_batch(request, batch_id)), name="circulars", form=form)


@signed_in
def part(request: SignedInRequest, batch_id: UUID, number: int) -> HttpResponseBase:
    found = _batch(request, batch_id)
    row = get_object_or_404(found.parts.select_related("unit"), number=number)
    path = path_of(found.pk, row.number)
    if not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), filename=file_name(row), content_type="application/pdf")


@signed_in
def archive(request: SignedInRequest, batch_id: UUID) -> HttpResponseBase:
    found = _batch(request, batch_id)
    parts = found.parts.select_related("unit").order_by("number").iterator(chunk_size=50)
    files = ((file_name(row), path_of(found.pk, row.number)) for row in parts)
    headers = {"Content-Disposition": 'attachment; filename="circulars.zip"'}
    return StreamingHttpResponse(zip_of(files, cell_rows(found)), content_type=_ZIP, headers=headers)


@require_POST
@signed_in
def discarding(request: SignedInRequest, batch_id: UUID) -> HttpResponse:
    found = _batch(request, batch_id)
    to = reverse("circulars:batches", args=[found.decision_id, found.unit_id])
    return pressed(request, discard_batch, batch_id=found.pk, said=_("Discarded: their files go now."), to=to)


def _page(request: SignedInRequest, decision_id: UUID, unit_id: UUID) -> BatchesPage:
    units = visible(open_units(), request.person, "circulars.print_batch", at=request.at)
    page = batches_page(decision_id, get_object_or_404(units, pk=unit_id), request.person, at=request.at)
    if page is None:
        raise Http404
    return page


def _asked(request: SignedInRequest, page: BatchesPage) -> HttpResponse:
    given = {"decision_id": page.decision.pk, "unit_id": page.unit.pk}
    try:
        batch_id = do(request, print_batch, **given, language=request.GET.get("language", ""))
    except Refused as refusal:
        return refused(request, refusal)
    return redirect("circulars:batch", batch_id)


def _batch(request: SignedInRequest, batch_id: UUID) -> Batch:
    return get_object_or_404(batches_for(request.person, at=request.at), pk=batch_id)
