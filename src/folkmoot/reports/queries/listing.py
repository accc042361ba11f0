"""Forms and reports as programs are shown them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from folkmoot.access.policy import units_where
from folkmoot.people.models import Person
from folkmoot.reports.models import Form, FormQuerySet, FormVersion, Report, ReportQuerySet, Sent
from folkmoot.reports.queries.known import SEEING, forms_seen
from folkmoot.reports.rules.definition import Definition, definition_from
from folkmoot.reports.rules.values import written
from folkmoot.units.models import UnitQuerySet


@dataclass(frozen=True)
class FormShown:
    """A form with what it asks in its newest version."""

    form: Form
    version: int
    definition: Definition


@dataclass(frozen=True)
class ReportShown:
    """A report as it was sent last, each value as it would be entered."""

    report: Report
    sent: Sent
    values: dict[str, str]


def forms_listed(person: Person, *, at: datetime) -> FormQuerySet:
    """Return the forms that `person` keeps or that ask units whose reports they read or write, the one made last first."""
    return forms_seen(person, at=at).select_related("unit").order_by("-pk")


def with_definitions(forms: Sequence[Form]) -> list[FormShown]:
    """Return forms with what they ask now; one question."""
    newest: dict[object, FormVersion] = {}
    for version in FormVersion.objects.filter(form__in=forms).order_by("number"):
        newest[version.form_id] = version
    return [
        FormShown(form, newest[form.pk].number, definition_from(newest[form.pk].definition)) for form in forms
    ]


def units_read(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the units whose reports `person` reads."""
    return units_where(person, SEEING, at=at)


def reports_listed(units: UnitQuerySet) -> ReportQuerySet:
    """Return the reports that were sent by `units`, the one begun last first."""
    return Report.objects.sent().in_units(units).select_related("unit").order_by("-pk")


def with_sendings(reports: Sequence[Report]) -> list[ReportShown]:
    """Return reports as they were sent last; two questions."""
    rows = Sent.objects.filter(report__in=reports).select_related("version").order_by("number")
    last = {each.report_id: each for each in rows}
    definitions = {each.version_id: definition_from(each.version.definition) for each in last.values()}
    return [_shown(report, last[report.pk], definitions[last[report.pk].version_id]) for report in reports]


def _shown(report: Report, sent: Sent, definition: Definition) -> ReportShown:
    fields = definition.by_code
    return ReportShown(
        report, sent, {code: written(fields[code], kept) for code, kept in sent.values.items()}
    )
