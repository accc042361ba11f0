"""Which events of forms and reports change where which units stand."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from folkmoot.bylaws.interfaces import Stirred, Where
from folkmoot.reports.models import Form


def _of_unit(payload: Mapping[str, Any]) -> Stirred:
    return Stirred(units=[UUID(payload["unit_id"])])


def _of_form(payload: Mapping[str, Any]) -> Stirred:
    """Where a form asks, or did; one that is still being made asks nobody."""
    rows = Form.objects.asking().filter(pk=UUID(payload["form_id"]))
    return Stirred(below=set(rows.values_list("unit", flat=True)))


WHERE: Mapping[str, Where] = {
    "FormOpened": _of_form,
    "FormRevised": _of_form,
    "FormEnded": _of_form,
    "ReportSent": _of_unit,
}
