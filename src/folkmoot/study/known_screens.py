"""How well texts are known, in words and tables."""

from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from folkmoot.study.queries.known_pages import TextKnown, WeekKnown, known_rows, points_least_known
from folkmoot.study.rules.known_thresholds import Shown
from folkmoot.ui.exports import links_to_files
from folkmoot.ui.links import Link
from folkmoot.ui.tables import Cell, Column, Table
from folkmoot.units.models import Unit


def texts_screen(unit: Unit, above: Iterable[Unit], texts: Sequence[TextKnown]) -> dict[str, object]:
    """Return what the page on all texts in a unit shows."""
    columns = (
        Column(_("Text")),
        Column(_("Can recall it, about"), is_number=True),
        Column(_("Between")),
        Column(_("Before"), is_number=True),
    )
    return {
        "crumbs": crumbs(above),
        "table": Table(_("Texts, the least known first"), columns, [_line(unit, each) for each in texts]),
        "export": links_to_files("study:known_file", unit.pk),
    }


def text_screen(unit: Unit, above: Iterable[Unit], text: TextKnown) -> dict[str, object]:
    """Return what the page on one text in a unit shows: its points, and its weeks."""
    way = [*crumbs(above), Link(unit.name, reverse("study:known", args=[unit.pk]))]
    return {"crumbs": way, "points": _points(text.latest), "weeks": _weeks(text.weeks)}


def crumbs(above: Iterable[Unit]) -> list[Link]:
    """Return the way back up: to what is known in the units above."""
    return [Link(each.name, reverse("study:known", args=[each.pk])) for each in above]


def file_rows(texts: Sequence[TextKnown]) -> Iterator[Sequence[object]]:
    """Yield the rows of the file, with what each column is called."""
    yield (
        _("Number"),
        _("Title"),
        _("Week from"),
        _("Point"),
        _("Members"),
        _("At least"),
        _("About"),
        _("At most"),
    )
    yield from known_rows(texts)


def _line(unit: Unit, text: TextKnown) -> Sequence[object]:
    address = reverse("study:known_text", args=[unit.pk, text.decision_id])
    # The longest ago of which something is shown, so that one sees whether it helped.
    before = next((each for each in reversed(text.weeks[1:]) if each.text.percent is not None), None)
    return (
        Cell(f"{text.number} {text.title}", url=address),
        _percent(text.latest.text),
        between(text.latest.text),
        _before(before) if before else "–",
    )


def _before(week: WeekKnown) -> str:
    return _("%(percent)s on %(day)s") % {"percent": _percent(week.text), "day": date_format(week.week)}


def _points(week: WeekKnown) -> Table:
    columns = (
        Column(_("Point")),
        Column(_("Can recall it, about"), is_number=True),
        Column(_("Between")),
    )
    rows = [(point, _percent(shown), between(shown)) for point, shown in points_least_known(week)]
    return Table(_("Points, the least known first"), columns, rows)


def _weeks(weeks: Sequence[WeekKnown]) -> Table:
    columns = (
        Column(_("Week from")),
        Column(_("Can recall it, about"), is_number=True),
        Column(_("Between")),
    )
    rows = [(date_format(each.week), _percent(each.text), between(each.text)) for each in weeks]
    return Table(_("The whole text, week by week"), columns, rows)


def between(shown: Shown) -> str:
    """Return between how many members a figure lies, or why none is shown."""
    if shown.low is None or shown.high is None:
        return _("too few, or too uncertain, to show")
    return _("%(low)s and %(high)s of %(members)s members") % {
        "low": _number(shown.low),
        "high": _number(shown.high),
        "members": _number(shown.members),
    }


def _percent(shown: Shown) -> str:
    return "–" if shown.percent is None else _("%(percent)d %%") % {"percent": shown.percent}


def _number(number: int) -> str:
    return str(number_format(number, use_l10n=True, force_grouping=True))
