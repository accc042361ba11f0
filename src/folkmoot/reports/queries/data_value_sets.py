"""Reports of a form as DHIS2's dataValueSets tell them."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from folkmoot.access.policy import visible
from folkmoot.people.models import Person
from folkmoot.reports.models import Form, Report, ReportQuerySet, Sent
from folkmoot.reports.queries.known import SEEING
from folkmoot.reports.rules.data_value_sets import data_values_of
from folkmoot.reports.rules.definition import Definition, definition_from
from folkmoot.reports.rules.period_codes import period_written
from folkmoot.units.models import Unit

_TOGETHER = 500


def reports_told(
    form: Form, unit: Unit, first: date, *, with_below: bool, to: Person | None, at: datetime
) -> ReportQuerySet:
    """Return the reports of a period that were sent by a unit, or by it and all below it; `to` reads them, None the operator."""
    rows = Report.objects.sent().filter(form=form, first=first)
    rows = visible(rows, to, SEEING, at=at) if to is not None else rows
    units = Unit.objects.within(unit) if with_below else Unit.objects.filter(pk=unit.pk)
    return rows.filter(unit__in=units.order_by().values("pk")).select_related("unit").order_by("unit__path")


def values_told(form: Form, reports: ReportQuerySet) -> Iterator[dict[str, Any]]:
    """Yield the values of reports as they were sent last, two questions for some hundred reports."""
    definitions: dict[UUID, Definition] = {}
    some: list[Report] = []
    for report in reports.iterator(chunk_size=_TOGETHER):
        some.append(report)
        if len(some) == _TOGETHER:
            yield from _told(form, some, definitions)
            some = []
    yield from _told(form, some, definitions)


def _told(form: Form, reports: list[Report], definitions: dict[UUID, Definition]) -> Iterator[dict[str, Any]]:
    rows = Sent.objects.filter(report__in=reports).select_related("version").order_by("number")
    last = {each.report_id: each for each in rows}
    for report in reports:
        sent = last[report.pk]
        if sent.version_id not in definitions:
            definitions[sent.version_id] = definition_from(sent.version.definition)
        place = {
            "orgUnit": report.unit.code,
            "period": period_written(form.period_at(report.first), form.every),
        }
        given = {"values": sent.values, "texts": sent.texts, "reasons": sent.reasons}
        for told in data_values_of(definitions[sent.version_id], **given):
            yield {**told, **place}
