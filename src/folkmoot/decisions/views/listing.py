from collections.abc import Iterable

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse

from folkmoot.decisions.listing import decision_rows
from folkmoot.decisions.models import Decision
from folkmoot.kernel.tables import csv_lines
from folkmoot.ui.links import Link


def list_links(request: HttpRequest, export: str, following: str) -> dict[str, object]:
    """Return the links below a list: to what comes after, if anything does, and to take all of it away."""
    query = request.GET.copy()
    query.pop("after", None)
    exports = [Link("CSV", f"{reverse(export)}?{query.urlencode()}")]
    query["after"] = following
    return {"exports": exports, "older": f"?{query.urlencode()}" if following else ""}


def as_csv(name: str, decisions: Iterable[Decision]) -> StreamingHttpResponse:
    # Excel reads a CSV file as UTF-8 only with the mark.
    lines = csv_lines(decision_rows(decisions), has_bom=True)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
