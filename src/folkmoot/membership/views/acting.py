from collections.abc import Callable, Mapping
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpResponse, StreamingHttpResponse

from folkmoot.access.requests import SignedInRequest, do
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables import csv_lines
from folkmoot.membership.exports import Table
from folkmoot.ui.forms import show_refusal


def done(
    request: SignedInRequest, function: Callable[..., UUID], given: Mapping[str, object], form: BaseForm
) -> UUID | None:
    try:
        return do(request, function, **given)
    except Refused as refusal:
        show_refusal(form, refusal)
        return None


def status_of(form: BaseForm) -> int:
    return 422 if form.errors else 200


def as_csv(name: str, rows: Table) -> StreamingHttpResponse | HttpResponse:
    # Excel reads a CSV file as UTF-8 only with the mark.
    response = StreamingHttpResponse(csv_lines(rows, has_bom=True), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
