"""On which periods forms ask a unit to report, and what it did: a year back."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from folkmoot.bylaws.queries.provisions import is_any_clause
from folkmoot.bylaws.rules.calendar import Period
from folkmoot.bylaws.rules.kinds import Kind
from folkmoot.reports.models import Form, Report, State
from folkmoot.reports.queries.deadlines import Deadline, Deadlines, by_forms_alone, deadlines_of_each
from folkmoot.reports.rules.periods import due_on, periods_back
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


@dataclass(frozen=True)
class PeriodLine:
    """A period on which a unit is asked to report by a form, and what it did; None if it has yet to begin."""

    form: Form
    period: Period
    due: Deadline
    report: Report | None
    is_over: bool
    is_late: bool

    @property
    def is_asked_back(self) -> bool:
        """Whether the level above asked the unit to look at it again, and it has yet to be sent once more."""
        return self.report is not None and self.report.state == State.ASKED_BACK

    @property
    def is_to_send(self) -> bool:
        """Whether it is for the unit to send it now."""
        was_sent = self.report is not None and self.report.sent_number > 0
        return self.is_asked_back or (self.is_over and not was_sent)


def periods_asked(form: Form, unit: Unit, today: date) -> list[Period]:
    """Return the periods on which a form that was opened asks a unit, the one that goes on first."""
    assert form.since is not None  # noqa: S101  -- as they were chosen
    since = max(form.since, period_holding(unit, form))
    found = periods_back(today, form.every, since=since)
    return [each for each in found if form.until is None or each.first < form.until]


def period_holding(unit: Unit, form: Form) -> date:
    """Return the first day of the period in which a unit was founded: it reports on none before."""
    founded = unit.local(unit.founded_at).date()
    return form.period_around(founded).first


def line_of(
    form: Form, period: Period, report: Report | None, today: date, deadlines: Deadlines
) -> PeriodLine:
    """Return how a unit's report on a period stands on a day of its clocks."""
    due = deadlines.of(form, period)
    is_sent = report is not None and report.sent_number > 0
    return PeriodLine(form, period, due, report, today >= period.until, not is_sent and today > due.on)


def is_any_form() -> Exists:
    """Return, to be asked beside something else, whether any form asks for reports at all."""
    return Exists(Form.objects.asking())


def to_send_in(units: Sequence[Unit], *, at: datetime) -> dict[UUID, list[PeriodLine]]:
    """Return what each of `units`, which come with their kinds, has to send now, the latest first, by its id.

    One question, one more where a form asks any of them, and one where articles say until when; none where there is no unit.
    """
    asked = _asked_of_each(units, at) if units else []
    if not asked:
        return {unit.pk: [] for unit in units}
    is_by_article = any(vars(form)["is_by_article"] for _unit, form, _period in asked)
    deadlines = deadlines_of_each(units) if is_by_article else by_forms_alone(units)
    return lines_to_send(units, asked, _reports_of(units, asked), deadlines, at=at)


def lines_to_send(
    units: Sequence[Unit],
    asked: Sequence["Asked"],
    reports: Mapping["Place", Report],
    deadlines: Mapping[UUID, Deadlines],
    *,
    at: datetime,
) -> dict[UUID, list[PeriodLine]]:
    """Return what `to_send_in` does, of what was read: on which periods forms ask, and the reports there are."""
    found: dict[UUID, list[PeriodLine]] = {unit.pk: [] for unit in units}
    for unit, form, period in asked:
        report, today = reports.get((form.pk, unit.pk, period.first)), unit.local(at).date()
        line = line_of(form, period, report, today, deadlines[unit.pk])
        if line.is_to_send:
            found[unit.pk].append(line)
    for lines in found.values():
        lines.sort(key=lambda line: (line.is_asked_back, line.period.first, line.form.pk), reverse=True)
    return found


def is_asked_back() -> Exists:
    """Return, to be asked beside units, whether one of them has a report that it was asked to look at again."""
    return Exists(Report.objects.filter(unit=OuterRef("pk"), state=State.ASKED_BACK))


def asked_back_in(units: Sequence[Unit]) -> dict[UUID, list[PeriodLine]]:
    """Return what each of `units` was asked to look at again, the latest first, by its id: one question, none of no unit."""
    found: dict[UUID, list[PeriodLine]] = {unit.pk: [] for unit in units}
    rows = Report.objects.filter(unit__in=units, state=State.ASKED_BACK).select_related("form")
    for each in rows.order_by("-first", "-form") if units else ():
        period = each.form.period_at(each.first)
        due = Deadline(due_on(period, each.form.due_days))
        found[each.unit_id].append(PeriodLine(each.form, period, due, each, is_over=True, is_late=False))
    return found


Asked = tuple[Unit, Form, Period]
# A form, a unit, and the first day of a period.
Place = tuple[UUID, UUID, date]


def _asked_of_each(units: Collection[Unit], at: datetime) -> list[Asked]:
    above = {path for unit in units for path in paths.ancestors_of(unit.path)}
    forms: Mapping[str, list[Form]] = defaultdict(list)
    asking = Form.objects.asking().annotate(is_by_article=is_any_clause(Kind.REPORTING))
    for form in asking.filter(unit__path__in=sorted(above)).select_related("unit"):
        forms[form.unit.path].append(form)
    return [each for unit in units for each in asked_of_unit(unit, forms, at)]


def asked_of_unit(unit: Unit, forms: Mapping[str, Sequence[Form]], at: datetime) -> Iterator[Asked]:
    """Yield on which periods forms, by the paths of the bodies that keep them, ask a unit."""
    today = unit.local(at).date()
    for path in paths.ancestors_of(unit.path):
        for form in forms.get(path, ()):
            if unit.kind.code in form.unit_kinds:
                yield from ((unit, form, period) for period in periods_asked(form, unit, today))


def _reports_of(units: Sequence[Unit], asked: Sequence[Asked]) -> dict[Place, Report]:
    firsts = {period.first for _unit, _form, period in asked}
    forms = {form.pk for _unit, form, _period in asked}
    rows = Report.objects.filter(form__in=forms, first__in=firsts, unit__in=units)
    return {(each.form_id, each.unit_id, each.first): each for each in rows.defer("values", "texts")}
