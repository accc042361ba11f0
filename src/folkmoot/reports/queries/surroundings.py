"""What a batch of reports in a file finds around it: read by sets, the same number of questions for any number of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from folkmoot.access.policy import units_where
from folkmoot.bylaws.rules.calendar import Period
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.text import plain_text
from folkmoot.people.models import Person
from folkmoot.reports.models import Form, FormVersion, Report, Sent, Way
from folkmoot.reports.queries.asking import period_asked
from folkmoot.reports.queries.tree_then import zone_of_periods
from folkmoot.reports.rules.checks import failed, missing
from folkmoot.reports.rules.definition import Definition, definition_from, in_language
from folkmoot.reports.rules.period_codes import period_read
from folkmoot.reports.rules.periods import end_of, must_be_over, period_before
from folkmoot.reports.rules.report_rows import ASKED, ReportRow, apart
from folkmoot.reports.rules.values import Kept, Values, read_values
from folkmoot.reports.rules.words import TEXT_LONGEST, WORDS_LONGEST, check_in_words
from folkmoot.structure.queries.reach import units_out_of_reach
from folkmoot.structure.rules.verdicts import Change, Problem, Verdict
from folkmoot.units.models import ParentEdge, Unit
from folkmoot.units.rules import paths

PERMISSION = "reports.import_reports"
_SENDING = "reports.send_report"
# What a unit sent itself is neither.
_BROUGHT = (Way.FILE, Way.PROGRAM)


class Place(NamedTuple):
    """Whose report by which form on which period a row is."""

    form: UUID
    unit: UUID
    first: date


@dataclass(frozen=True)
class Ready:
    """A report that can be sent as a row has it: what it replaces, if it was sent before."""

    form: Form
    version: FormVersion
    definition: Definition
    unit: Unit
    period: Period
    values: dict[str, Kept]
    texts: dict[str, str]
    reasons: dict[str, str]
    why: str
    before: Report | None


@dataclass(frozen=True)
class Judged:
    """What is said of a row, and what is sent if nothing stands against it."""

    verdict: Verdict
    ready: Ready | None = None


@dataclass(frozen=True)
class Surroundings:
    """The units, forms and reports that a batch speaks of."""

    units: Mapping[str, Unit]
    outside: frozenset[UUID]
    forms: Sequence[tuple[Form, FormVersion]]
    reports: Mapping[Place, Report]
    sent: Mapping[UUID, Sent]
    # The reports that their unit sent itself, unless whoever brings the file sends them for it as well.
    spoken_for: frozenset[UUID]
    there: Mapping[UUID, Sequence[ParentEdge]]
    zone: str
    at: datetime

    def judge(self, row: ReportRow) -> Judged:
        """Return what a row does, and what forbids it."""
        try:
            unit = self._unit(row)
            form, version = self._form(row, unit)
            period = self._period(row, form, unit)
            return self._weighed(row, form, version, unit, period)
        except Refused as refusal:
            return _wrong(Problem(_column_of(refusal.field or ""), str(refusal)))

    def _unit(self, row: ReportRow) -> Unit:
        unit = self.units.get(row.unit)
        if unit is None or unit.pk in self.outside or not unit.is_open:
            raise Refused(
                _("There is no unit “%(code)s” here for which you can report. Correct the code.")
                % {"code": row.unit},
                field="unit",
            )
        return unit

    def _form(self, row: ReportRow, unit: Unit) -> tuple[Form, FormVersion]:
        asking = [
            (form, version)
            for form, version in self.forms
            if unit.kind.code in form.unit_kinds and paths.is_within(unit.path, form.unit.path)
        ]
        chosen = [
            each for each in asking if not row.form or row.form in {str(each[0].pk), *each[0].names.values()}
        ]
        if len(chosen) != 1:
            raise Refused(
                _("Say by which form this is, in a column of its own: one of those that ask this unit."),
                field="form",
            )
        return chosen[0]

    def _period(self, row: ReportRow, form: Form, unit: Unit) -> Period:
        today = unit.local(self.at).date()
        period = period_asked(form, period_read(row.period, form.every), today)
        must_be_over(period, today)
        end = end_of(period, self.zone)
        edges = self.there.get(unit.pk, ())
        if not any(
            each.started_at <= end and (each.ended_at is None or each.ended_at > end) for each in edges
        ):
            raise Refused(
                _("%(unit)s was not there at the end of this period. Choose a later one.")
                % {"unit": unit.name},
                field="period",
            )
        return period

    def _weighed(self, row: ReportRow, form: Form, newest: FormVersion, unit: Unit, period: Period) -> Judged:
        before = self.reports.get(Place(form.pk, unit.pk, period.first))
        version = before.version if before else newest
        definition = definition_from(version.definition)
        figures, answers = apart(row.asked, {each.code for each in definition.questions})
        values = read_values(definition, figures)
        texts = {
            code: plain_text(text, longest=TEXT_LONGEST, field=code) for code, text in answers.items() if text
        }
        last = self._values_before(form, unit, period)
        reason = plain_text(row.reason, longest=WORDS_LONGEST, field="reason")
        failing = [each.code for each in failed(definition, values, last)]
        reasons = dict.fromkeys(failing, reason) if reason else {}
        ready = Ready(form, version, definition, unit, period, values, texts, reasons, "", before)
        problems = [*_missing(ready), *_unexplained(ready, failing)]
        return _wrong(*problems) if problems else self._told(ready, reason)

    def _told(self, ready: Ready, reason: str) -> Judged:
        before = ready.before
        if before is None:
            return Judged(Verdict(Change.NEW), ready)
        sent = self.sent.get(before.pk)
        if sent is None or (before.values, before.texts) != (sent.values, sent.texts):
            return _wrong(
                Problem(
                    "unit",
                    _("%(unit)s is writing this report itself. Leave it to them.")
                    % {"unit": ready.unit.name},
                )
            )
        if (ready.values, ready.texts) == (sent.values, sent.texts):
            return Judged(Verdict(Change.SAME))
        if before.pk in self.spoken_for:
            return _wrong(
                Problem(
                    "unit",
                    _("%(unit)s sent this report itself, and corrects it alone. Ask it back.")
                    % {"unit": ready.unit.name},
                )
            )
        if not reason:
            return _wrong(
                Problem(
                    "reason", _("This was sent before. Say what was wrong, so that others understand it.")
                )
            )
        return Judged(
            Verdict(Change.CHANGED),
            replace(ready, why=reason),
        )

    def _values_before(self, form: Form, unit: Unit, period: Period) -> Values:
        before = self.reports.get(Place(form.pk, unit.pk, period_before(period, form.every).first))
        return (before.counted if before and before.sent_number else None) or {}


def _column_of(field: str) -> str:
    """Return the column that a refusal by the rules blames: a code that the form asks, or one of the row itself."""
    if field == "first":
        return "period"
    return field if field in ReportRow.model_fields or not field else ASKED + field


def look_around(
    rows: Sequence[ReportRow], under: Unit, *, by: Person | None, at: datetime, holding: bool = False
) -> Surroundings:
    """Return all that a batch needs to be judged; `holding` locks the reports that it may change."""
    units = {
        each.code: each
        for each in Unit.objects.filter(code__in={row.unit for row in rows}).select_related("kind", "parent")
    }
    ids = [each.pk for each in units.values()]
    outside = units_out_of_reach(ids, PERMISSION, under=under, by=by, at=at)
    forms = _forms_with_versions()
    asked = Report.objects.filter(
        unit__in=ids, form__in=[form for form, _version in forms], first__in=_days(rows, forms)
    )
    asked = asked.select_related("version")
    reports = list(asked.select_for_update(of=("self",)) if holding else asked)
    sent = Sent.objects.filter(report__in=reports, number=F("report__sent_number"))
    edges: dict[UUID, list[ParentEdge]] = {}
    for edge in ParentEdge.objects.filter(unit__in=ids):
        edges.setdefault(edge.unit_id, []).append(edge)
    return Surroundings(
        units,
        frozenset(each.pk for each in outside),
        forms,
        {Place(each.form_id, each.unit_id, each.first): each for each in reports},
        {each.report_id: each for each in sent},
        _spoken_for(reports, by, at),
        edges,
        zone_of_periods(),
        at,
    )


def _spoken_for(reports: Sequence[Report], by: Person | None, at: datetime) -> frozenset[UUID]:
    by_units = Sent.objects.filter(report__in=reports).exclude(way__in=_BROUGHT)
    if by is not None:
        by_units = by_units.exclude(report__unit__in=units_where(by, _SENDING, at=at).order_by().values("pk"))
    return frozenset(by_units.values_list("report", flat=True))


def forms_in_files() -> list[tuple[Form, Definition]]:
    """Return the forms that ask for reports, each with what it asks now."""
    return [(form, definition_from(version.definition)) for form, version in _forms_with_versions()]


def _forms_with_versions() -> list[tuple[Form, FormVersion]]:
    forms = list(Form.objects.asking().select_related("unit").order_by("pk"))
    newest = {each.form_id: each for each in FormVersion.objects.filter(form__in=forms).order_by("number")}
    return [(form, newest[form.pk]) for form in forms]


def _days(rows: Sequence[ReportRow], forms: Sequence[tuple[Form, FormVersion]]) -> set[date]:
    """Return the first days of the periods that rows are about, and of those before."""
    found: set[date] = set()
    for code in {row.period for row in rows}:
        for every in {form.every for form, _version in forms}:
            try:
                period = period_read(code, every)
            except Refused:
                continue
            found |= {period.first, period_before(period, every).first}
    return found


def _missing(ready: Ready) -> list[Problem]:
    names = {each.code: each.names for each in ready.definition.indicators}
    names |= {each.code: each.names for each in ready.definition.questions}
    return [
        Problem(
            ASKED + code,
            _("“%(name)s” is missing.") % {"name": in_language(names[code], ready.form.languages)},
            is_empty=True,
        )
        for code in missing(ready.definition, ready.values, ready.texts)
    ]


def _unexplained(ready: Ready, failing: Sequence[str]) -> list[Problem]:
    checks = {each.code: each for each in ready.definition.checks}
    return [
        Problem(
            "reason",
            _("This does not fit, and no reason stands beside it: %(check)s")
            % {"check": check_in_words(checks[code], ready.definition, ready.form.languages)},
        )
        for code in failing
        if not ready.reasons.get(code)
    ]


def _wrong(*problems: Problem) -> Judged:
    return Judged(Verdict(Change.NEW, tuple(problems)))
