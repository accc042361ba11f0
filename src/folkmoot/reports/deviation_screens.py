"""How deviations, and the reports behind a figure, are put on a screen."""

from collections.abc import Sequence
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from folkmoot.reports.queries.deviations import BACK, Deviation, DeviationsPage, deviations_page
from folkmoot.reports.queries.pages import Wanted
from folkmoot.reports.queries.stated import StatedPage, stated_page
from folkmoot.reports.rules.definition import Indicator, Kind, in_language
from folkmoot.reports.rules.likeness import LIKE_LEAST, SIZES, THRESHOLD
from folkmoot.reports.rules.words import amount_in_words, period_in_words, value_in_words
from folkmoot.ui.shares import percent
from folkmoot.ui.tables import Cell, Column, Table

__all__ = ["deviations_page", "deviations_screen", "stated_page", "stated_screen"]


def deviations_screen(page: DeviationsPage, languages: Sequence[str]) -> dict[str, object]:
    """Return the parts of the page on which units deviate."""
    indicator = page.indicator
    columns = [
        Column(_("Unit")),
        Column(in_language(indicator.names, languages), is_number=True),
        Column(_("Half of those like it report less than"), is_number=True),
        Column(_("How far off"), is_number=True),
        Column(_("Since")),
        Column(_("What it says of the causes")),
    ]
    rows = [_row(each, page, languages) for each in page.lines]
    return {
        "title": in_language(indicator.names, languages),
        "period": period_in_words(page.form.period_at(page.first), page.form.every),
        "rule": list(_rule(page)),
        "said": _said(page),
        "table": Table(_("Units that differ"), columns, rows),
        "back": _back(page.unit.pk, Wanted(page.form.pk, page.first, indicator.code)),
    }


def stated_screen(page: StatedPage, languages: Sequence[str]) -> dict[str, object]:
    """Return the parts of the page on the reports behind a figure."""
    indicator = page.indicator
    wanted = Wanted(page.form.pk, page.first, indicator.code)
    columns = [
        Column(_("Unit")),
        Column(in_language(indicator.names, languages), is_number=True),
        Column(_("What it says of the causes")),
    ]
    rows = [
        [
            Cell(each.report.unit.name, url=reverse("reports:report", args=[each.report.pk])),
            value_in_words(indicator, each.kept, languages),
            " ".join(each.causes) or "–",
        ]
        for each in page.lines
    ]
    address = f"{reverse('reports:stated', args=[page.unit.pk])}?{_query(wanted)}"
    return {
        "title": in_language(indicator.names, languages),
        "period": period_in_words(page.form.period_at(page.first), page.form.every),
        "table": Table(_("Reports"), columns, rows, empty=_("Nobody reported.")),
        "older": f"{address}&after={page.older}" if page.older else "",
        "back": _back(page.unit.pk, wanted),
    }


def _row(each: Deviation, page: DeviationsPage, languages: Sequence[str]) -> list[object]:
    stated, indicator = each.stated, page.indicator
    url = reverse("reports:report", args=[stated.report.pk]) if stated else ""
    return [
        Cell(each.unit.name, url=url),
        value_in_words(indicator, stated.kept if stated else None, languages),
        _median_in_words(indicator, each.median),
        number_format(round(each.score, 1), 1),
        period_in_words(page.form.period_at(each.since), page.form.every),
        " ".join(stated.causes) if stated and stated.causes else "–",
    ]


def _median_in_words(indicator: Indicator, median: float) -> str:
    if indicator.kind is Kind.SHARE:
        return percent(Fraction(median).limit_denominator(1000)).words
    return amount_in_words(indicator, round(median))


def _said(page: DeviationsPage) -> str:
    return _("%(deviating)s of %(compared)s units that could be compared differ.") % {
        "deviating": number_format(page.deviating, force_grouping=True),
        "compared": number_format(page.compared, force_grouping=True),
    }


def _rule(page: DeviationsPage) -> list[str]:
    likes = [_("kind")]
    if page.is_by_size:
        likes.append(
            _("size (up to %(sizes)s members, and more)")
            % {"sizes": ", ".join(str(each - 1) for each in SIZES)}
        )
    if page.is_by_sector:
        likes.append(_("sector"))
    return [
        _(
            "Each unit is held against the median of those like it: half of them report less, half more. Alike are units of the"
            " same %(likes)s. Where fewer than %(least)d are, the last of these is left aside."
        )
        % {"likes": ", ".join(likes), "least": LIKE_LEAST},
        _(
            "How far off it is, is its distance from the median, divided by the median of all distances, times 0.6745 (where that"
            " is nought, by 1.2533 times their mean). More than %(threshold)s differs (Iglewicz and Hoaglin, 1993)."
        )
        % {"threshold": number_format(THRESHOLD, 1)},
        _("Since when is looked up %(back)d periods back, as long as it differed to the same side.")
        % {"back": BACK},
    ]


def _query(wanted: Wanted) -> str:
    return urlencode({"form": str(wanted.form), "first": str(wanted.first), "code": wanted.code})


def _back(unit_id: object, wanted: Wanted) -> str:
    return f"{reverse('reports:figures_of', args=[unit_id])}?{_query(wanted)}"
