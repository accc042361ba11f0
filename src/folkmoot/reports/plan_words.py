"""How a figure is put beside what was planned: as facts of a unit, in a table of units, and in files."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from folkmoot.bylaws.rules.calendar import Period
from folkmoot.reports.queries.against_plans import Against, AgainstPlans
from folkmoot.reports.queries.figures import FiguresPage
from folkmoot.reports.rules.definition import Indicator
from folkmoot.reports.rules.words import amount_in_words, period_in_words
from folkmoot.work.rules.amounts import amount_text


def facts_of_plans(page: FiguresPage, plans: AgainstPlans) -> Iterator[tuple[str, object]]:
    """Yield what the unit of a page planned, what was reached of it until the period that is shown, and the gap."""
    if page.indicator is None or page.first is None:
        return
    period = page.form.period_at(page.first)
    until = period_in_words(period, page.form.every)
    for each in plans.here:
        planned, address = (
            _said(each.aim.amount, page.indicator),
            reverse("work:plan", args=[each.aim.plan_id]),
        )
        said = _reached(each, page.indicator, until)
        yield _planned_for(each, period), format_html('<a href="{}">{}</a>: {}', address, planned, said)


def amounts_in_words(against: Against | None, indicator: Indicator) -> tuple[str, str]:
    """Return what was planned and the gap, as they are read; a dash where nobody planned or nobody reported."""
    if against is None:
        return "–", "–"
    return _said(against.aim.amount, indicator), _gap(against.gap, indicator)


def exact_amounts(against: Against | None, indicator: Indicator) -> tuple[str, str]:
    """Return what was planned and the gap as exact digits, "" where there is none."""
    if against is None:
        return "", ""
    planned = amount_text(against.aim.amount, indicator.scale)
    return planned, "" if against.gap is None else amount_text(against.gap, indicator.scale)


def _planned_for(each: Against, period: Period) -> str:
    planned = each.aim.period
    if planned == period:
        return _("Planned")
    words = _("Planned from %(first)s to %(last)s")
    return words % {"first": date_format(planned.first), "last": date_format(planned.last)}


def _reached(each: Against, indicator: Indicator, until: str) -> str:
    if each.gap is None:
        return _("nothing reported until %(period)s") % {"period": until}
    words = _("%(amount)s reached until %(period)s, gap %(gap)s")
    if each.gap < 0:
        words = _("%(amount)s reached until %(period)s, %(gap)s")
    shown = {"amount": _said(each.actual, indicator), "period": until, "gap": _gap(each.gap, indicator)}
    return words % shown


def _gap(gap: int | None, indicator: Indicator) -> str:
    if gap is not None and gap < 0:
        return _("%(amount)s more than planned") % {"amount": _said(-gap, indicator)}
    return _said(gap, indicator)


def _said(amount: int | None, indicator: Indicator) -> str:
    return "–" if amount is None else amount_in_words(indicator, amount)
