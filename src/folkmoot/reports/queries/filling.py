"""What stands on a report before anybody writes: figures that the system computes, and those of the period before."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from folkmoot.reports.interfaces import sources
from folkmoot.reports.models import Form, Report
from folkmoot.reports.rules.definition import Definition
from folkmoot.reports.rules.periods import period_before, period_of
from folkmoot.reports.rules.values import Kept, Values
from folkmoot.units.models import Unit


def computed_for(
    unit: Unit, definition: Definition, form: Form, first: date, *, at: datetime
) -> dict[str, Kept]:
    """Return what the system computes of a unit in a period, by indicator; what it does not know is left out.

    As many questions as the sources ask, whatever the size of the unit.
    """
    period, known = period_of(first, form.every), sources()
    told: dict[str, Kept | None] = {}
    for each in definition.indicators:
        if each.source in known and each.source not in told:
            told[each.source] = known[each.source].tell(unit, period, at)
    answers: Mapping[str, Kept | None] = {
        each.code: told[each.source] for each in definition.indicators if each.source in told
    }
    return {code: kept for code, kept in answers.items() if kept is not None}


def values_before(form: Form, unit: Unit, first: date) -> Values:
    """Return what a unit reported of the period before, as it counts; nothing if it did not."""
    before = period_before(period_of(first, form.every), form.every)
    counted = Report.objects.sent().filter(form=form, unit=unit, first=before.first)
    return next(iter(counted.values_list("counted", flat=True)), None) or {}


def report_on(form_id: UUID, unit: Unit, first: date) -> Report | None:
    """Return a unit's report on a period, with its version, None if nobody wrote any."""
    rows = Report.objects.select_related("version", "form")
    return rows.filter(form=form_id, unit=unit, first=first).first()
