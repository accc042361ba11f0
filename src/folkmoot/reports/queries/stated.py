"""From a figure down to its reports: what each says of it, and of the causes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from folkmoot.access.policy import visible
from folkmoot.kernel.paging import cut
from folkmoot.people.models import Person
from folkmoot.reports.models import Form, Report, ReportQuerySet, Sent
from folkmoot.reports.queries.figures import chosen_of, form_wanted, rolled_of
from folkmoot.reports.queries.known import SEEING
from folkmoot.reports.queries.pages import Wanted, newest_version
from folkmoot.reports.rules.causes import stated_causes
from folkmoot.reports.rules.definition import Definition, Indicator, definition_from
from folkmoot.reports.rules.values import Kept
from folkmoot.units.models import Unit

SHOWN = 50


@dataclass(frozen=True)
class Stated:
    """A report, what it gives for a figure, and the causes it states."""

    report: Report
    kept: Kept | None
    causes: Sequence[str]


@dataclass(frozen=True)
class StatedPage:
    """The reports of a period from a unit and all below it, in the order of the tree, page by page."""

    unit: Unit
    form: Form
    indicator: Indicator
    first: date
    lines: Sequence[Stated]
    older: str


def stated_page(unit: Unit, wanted: Wanted, person: Person, *, at: datetime) -> StatedPage | None:
    """Return the reports behind a figure that `person` may read, and what they say of it; None if there is no figure.

    Behind the unit `wanted.after`. As many questions however many reports there are.
    """
    form = form_wanted(unit, wanted)
    roll_up = next(iter(chosen_of(rolled_of(form), wanted)), None) if form else None
    if form is None or roll_up is None:
        return None
    definition = definition_from(newest_version(form).definition)
    indicator = definition.by_code.get(wanted.code) or next(iter(definition.indicators), None)
    if indicator is None:
        return None
    rows = visible(Report.objects.sent(), person, SEEING, at=at).filter(form=form, first=roll_up.first)
    rows = rows.filter(unit__in=Unit.objects.within(unit)).select_related("unit", "unit__kind")
    rows = _behind(rows, wanted.after) if wanted.after else rows
    shown, older = cut(list(rows.order_by("unit__path")[: SHOWN + 1]), SHOWN, lambda each: str(each.unit_id))
    return StatedPage(unit, form, indicator, roll_up.first, stated_in(shown, indicator.code), older)


def _behind(rows: ReportQuerySet, unit_id: UUID) -> ReportQuerySet:
    path = Unit.objects.filter(pk=unit_id).values_list("path", flat=True).first()
    return rows.filter(unit__path__gt=path) if path else rows


def stated_in(reports: Sequence[Report], code: str) -> list[Stated]:
    """Return what reports say of a figure, as they were sent last, and not as they are being changed; one question."""
    rows = Sent.objects.filter(report__in=reports).select_related("version").order_by("number")
    last = {each.report_id: each for each in rows}
    definitions: dict[UUID, Definition] = {}
    for each in last.values():
        if each.version_id not in definitions:
            definitions[each.version_id] = definition_from(each.version.definition)
    return [_stated(each, last[each.pk], definitions[last[each.pk].version_id], code) for each in reports]


def _stated(report: Report, sent: Sent, definition: Definition, code: str) -> Stated:
    causes = stated_causes(definition, texts=sent.texts, reasons=sent.reasons, code=code)
    return Stated(report, sent.values.get(code), causes)
