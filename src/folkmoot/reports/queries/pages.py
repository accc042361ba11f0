"""What the pages on forms and reports show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from folkmoot.access.policy import permitted, units_where, units_where_each, visible
from folkmoot.bylaws.rules.calendar import Period
from folkmoot.people.models import Person
from folkmoot.reports.models import Form, FormQuerySet, FormVersion, Report, Sent, State
from folkmoot.reports.queries.asked_of import PeriodLine, line_of, periods_asked
from folkmoot.reports.queries.deadlines import deadlines_over
from folkmoot.reports.queries.filling import computed_for, values_before
from folkmoot.reports.queries.known import MAKING, SEEING, WRITING
from folkmoot.reports.queries.requests import ANSWERING, RequestLine, requests_in, requests_of
from folkmoot.reports.rules.checks import deviating, failed, missing
from folkmoot.reports.rules.definition import Check, Definition, Indicator, definition_from
from folkmoot.reports.rules.periods import period_of
from folkmoot.reports.rules.values import Kept, Values
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.queries import units_above_cells

SENDING = "reports.send_report"
ACCEPTING = "reports.accept_report"
SEEING_FIGURES = "reports.see_figures"


@dataclass(frozen=True)
class ReportsPage:
    """The reports of a unit, the forms it keeps for those below, and what whoever looks may do."""

    unit: Unit
    lines: Sequence[PeriodLine]
    own_forms: Sequence[Form]
    may: frozenset[str]
    requests: Sequence[RequestLine]
    # Whether a form asks units below, and how many of their reports wait to be read by whoever looks.
    is_asked_below: bool
    arrived: int


@dataclass(frozen=True)
class Looked:
    """What hinders a report from being sent: what is missing, what a check expects, what the system computes otherwise."""

    missing: Sequence[str]
    failed: Sequence[Check]
    deviating: Sequence[Indicator]
    computed: Mapping[str, Kept]

    def is_fit(self, reasons: Mapping[str, str]) -> bool:
        """Whether nothing is missing and a reason stands wherever something does not fit."""
        codes = [*(each.code for each in self.failed), *(each.code for each in self.deviating)]
        return not self.missing and all(reasons.get(code) for code in codes)


@dataclass(frozen=True)
class ReportPage:
    """A report as it is read: what counts, or to its unit what it has so far; and each time it was sent."""

    report: Report
    definition: Definition
    period: Period
    values: Values
    texts: Mapping[str, str]
    reasons: Mapping[str, str]
    sendings: Sequence[Sent]
    may: frozenset[str]
    # Only to those who may send it.
    looked: Looked | None
    is_changed: bool
    requests: Sequence[RequestLine]

    @property
    def is_asked_back(self) -> bool:
        """Whether the level above waits for an answer of the unit."""
        return self.report.state == State.ASKED_BACK


@dataclass(frozen=True)
class Wanted:
    """What is asked for: which form, which period, which indicator, after which unit; what is left out is chosen."""

    form: UUID | None = None
    first: date | None = None
    code: str = ""
    after: UUID | None = None


def units_with_figures(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units above cells of which `person` sees what reports add up to, those of their offices first."""
    return units_above_cells().in_units(units_where(person, SEEING_FIGURES, at=at)).in_order()


def units_with_reports(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the units whose reports `person` reads, writes, or keeps forms for."""
    found = units_where_each(person, [SEEING, WRITING, MAKING], at=at)
    return (found[SEEING] | found[WRITING] | found[MAKING]).select_related("kind", "parent")


def reports_page(unit: Unit, person: Person, *, at: datetime) -> ReportsPage:
    """Return the reports that a unit is asked for, a year back, and the forms it keeps: as many questions however many."""
    may = permitted(person, [WRITING, SENDING, MAKING, SEEING_FIGURES, ANSWERING, ACCEPTING], on=unit, at=at)
    over = list(Form.objects.over(unit).asking().order_by("pk"))
    forms = [each for each in over if unit.kind.code in each.unit_kinds]
    today = unit.local(at).date()
    reports = {
        (each.form_id, each.first): each
        for each in Report.objects.filter(unit=unit, form__in=forms).order_by("first")
    }
    asked = [(form, period) for form in forms for period in periods_asked(form, unit, today)]
    earliest = min((period.first for _form, period in asked), default=today)
    deadlines = deadlines_over(unit, since=earliest)
    lines = [
        line_of(form, period, reports.get((form.pk, period.first)), today, deadlines)
        for form, period in asked
    ]
    own = Form.objects.filter(unit=unit).order_by("-pk") if MAKING in may else Form.objects.none()
    lines.sort(key=lambda line: (line.period.first, line.form.pk), reverse=True)
    return ReportsPage(
        unit,
        lines,
        list(own),
        may,
        requests_of(unit, at=at),
        bool(over) and not unit.kind.is_cell,
        _arrived(unit) if ACCEPTING in may and not unit.kind.is_cell else 0,
    )


def forms_made_by(person: Person, *, at: datetime) -> FormQuerySet:
    """Return the forms of units where `person` may make them."""
    return visible(Form.objects.all(), person, MAKING, at=at).select_related("unit__kind")


def units_making_forms(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units where `person` may make forms."""
    return units_where(person, MAKING, at=at).open().select_related("kind")


def units_writing(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units whose reports `person` writes."""
    return units_where(person, WRITING, at=at).open().select_related("kind", "parent")


def form_asking(unit: Unit, form_id: UUID) -> Form | None:
    """Return a form if it asks a unit for reports."""
    form = Form.objects.over(unit).asking().filter(pk=form_id).first()
    return form if form and unit.kind.code in form.unit_kinds else None


def newest_version(form: Form) -> FormVersion:
    """Return the version of a form that reports which are begun now use."""
    version: FormVersion = form.versions.order_by("-number")[:1].get()
    return version


def report_page(report_id: UUID, person: Person, *, at: datetime) -> ReportPage | None:
    """Return a report that `person` may read, None otherwise: a draft is its own unit's alone."""
    units = units_where_each(person, [SEEING, WRITING], at=at)
    seen = Q(sent_number__gt=0, unit__in=units[SEEING].order_by().values("pk"))
    own = Q(unit__in=units[WRITING].order_by().values("pk"))
    rows = Report.objects.filter(seen | own).select_related("form", "version", "unit__kind", "unit__parent")
    report = rows.filter(pk=report_id).first()
    if report is None:
        return None
    may = permitted(person, [WRITING, SENDING], on=report.unit, at=at)
    if report.unit.parent is not None:
        may |= permitted(person, [ACCEPTING, ANSWERING], on=report.unit.parent, at=at)
    sendings = list(report.sendings.order_by("-number"))
    return _page(report, sendings, may, at)


def looked_over(report: Report, definition: Definition, *, at: datetime) -> Looked:
    """Return what hinders what a unit has so far from being sent."""
    computed = computed_for(report.unit, definition, report.form, report.first, at=at)
    last = values_before(report.form, report.unit, report.first)
    return Looked(
        missing(definition, report.values, report.texts),
        failed(definition, report.values, last),
        deviating(definition, report.values, computed),
        computed,
    )


def _page(report: Report, sendings: Sequence[Sent], may: frozenset[str], at: datetime) -> ReportPage:
    definition = definition_from(report.version.definition)
    is_own = WRITING in may
    last = sendings[0] if sendings else None
    shown: Report | Sent = report if is_own or last is None else last
    written = (report.values, report.texts, report.reasons)
    is_changed = last is None or written != (last.values, last.texts, last.reasons)
    return ReportPage(
        report,
        definition,
        period_of(report.first, report.form.every),
        shown.values,
        shown.texts,
        shown.reasons,
        sendings,
        may,
        looked_over(report, definition, at=at) if SENDING in may and is_changed else None,
        is_own and is_changed,
        requests_in(report, at=at) if sendings else [],
    )


def _arrived(unit: Unit) -> int:
    return Report.objects.to_read_at([unit.pk]).count()
