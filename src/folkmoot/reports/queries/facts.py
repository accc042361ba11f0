"""What reports are to the duties that bylaws ask: which ones a unit is asked for by forms, and when they were sent."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from folkmoot.bylaws.interfaces import Known
from folkmoot.bylaws.rules.calendar import Period, months_later, span_around, spans_ending_in
from folkmoot.bylaws.rules.duties import Reported
from folkmoot.bylaws.rules.kinds import Every
from folkmoot.reports.models import Form, Report
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

# By form, unit and the first day of the span: the day on which it was sent first.
SentOn = Mapping[tuple[UUID, UUID, date], date | None]


def reports_known(unit: Unit, period: Period, at: datetime) -> Known:
    """Return the reports that forms ask of a unit: two questions."""
    return reports_known_in([unit], period, at)[unit.pk]


def reports_known_in(units: Collection[Unit], period: Period, at: datetime) -> dict[UUID, Known]:  # noqa: ARG001  -- of its shape
    """Return the reports that forms ask of each of `units` on spans that end in `period` or in the year before it: two questions.

    A report that was asked back was sent: it counts until another one does.
    """
    forms = forms_over(units)
    return known_of(units, forms, _sent_by(units, forms, looks_back_to(period)), period)


def looks_back_to(period: Period) -> date:
    """Return from when on reports count for what is due in a period."""
    return span_around(months_later(period.first, -12), Every.YEAR).first


def known_of(
    units: Collection[Unit], forms: Sequence[Form], sent: SentOn, period: Period
) -> dict[UUID, Known]:
    """Return what `reports_known_in` does, of forms and reports that were read."""
    since = months_later(period.first, -12)
    spans = {form.pk: _spans_of(form, Period(since, period.until)) for form in forms}
    by_path: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        by_path[form.unit.path].append(form)
    return {unit.pk: Known(reports=list(_asked_of(unit, by_path, spans, sent))) for unit in units}


def forms_over(units: Iterable[Unit]) -> list[Form]:
    """Return the forms that ask units at and below those at and above `units`; one question."""
    above = {path for unit in units for path in paths.ancestors_of(unit.path)}
    rows = Form.objects.asking().filter(unit__path__in=sorted(above))
    return list(rows.select_related("unit").order_by("pk"))


def _sent_by(units: Iterable[Unit], forms: Sequence[Form], since: date) -> SentOn:
    if not forms:
        return {}
    rows = Report.objects.sent().filter(form__in=forms, unit__in=list(units), first__gte=since)
    found = rows.values_list("form", "unit", "first", "first_sent_on")
    return {(form_id, unit_id, first): sent_on for form_id, unit_id, first, sent_on in found}


def _spans_of(form: Form, period: Period) -> list[Period]:
    assert form.since is not None  # noqa: S101  -- as they were chosen
    until = form.until or date.max
    return [each for each in spans_ending_in(period, Every(form.every)) if form.since <= each.first < until]


def _asked_of(
    unit: Unit, forms: Mapping[str, Sequence[Form]], spans: Mapping[UUID, Sequence[Period]], sent: SentOn
) -> Iterable[Reported]:
    for path in paths.ancestors_of(unit.path):
        for form in forms.get(path, ()):
            if unit.kind.code in form.unit_kinds:
                for span in spans[form.pk]:
                    sent_on = sent.get((form.pk, unit.pk, span.first))
                    yield Reported(form.pk, Every(form.every), span, sent_on)
