"""Lists to take away: as CSV however long they are, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables import csv_lines, workbook_of
from folkmoot.ui.links import Link
from folkmoot.ui.refusals import refused

CSV, XLSX = "csv", "xlsx"
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileForm:
    """The ending of a list's address: `path("members.<file_form:form>", …)`."""

    regex = f"{CSV}|{XLSX}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def links_to_files(name: str, *args: object, query: str = "") -> list[Link]:
    """Return the links to take away the list whose export is called `name`, as it is searched and sorted now."""
    forms = (("CSV", CSV), ("Excel", XLSX))
    tail = f"?{query.lstrip('?')}" if query.lstrip("?") else ""
    return [Link(label, reverse(name, args=[*args, form]) + tail) for label, form in forms]


def as_file(
    request: HttpRequest, rows: Iterable[Sequence[object]], *, name: str, form: str
) -> HttpResponseBase:
    """Answer with a table as a file called `name`, or with the page that says why it is too long for that form."""
    if form == CSV:
        return _as_csv(rows, name)
    try:
        file = workbook_of(rows)
    except Refused as refusal:
        return refused(request, refusal)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=_XLSX_TYPE)


def _as_csv(rows: Iterable[Sequence[object]], name: str) -> StreamingHttpResponse:
    # Excel takes a file for UTF-8 only if it begins with the mark.
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    lines = csv_lines(rows, has_bom=True)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
