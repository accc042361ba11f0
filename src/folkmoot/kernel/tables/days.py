"""Dates as people type them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables.parsing import Field

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})", re.ASCII)
_MONTHS = 12


class DateOrder(StrEnum):
    """Which comes first in a date written with slashes."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


def day(*, order: DateOrder | None = None) -> Callable[[str], date]:
    """Return a parser of dates: 2024-03-31, 31.03.2024, 31/03/2024.

    Without an `order` a date with slashes that can be read in two ways is refused, not guessed.
    """

    def parse(cell: str) -> date:
        if match := _ISO.fullmatch(cell) or _YEAR_FIRST.fullmatch(cell):
            return _date(cell, match[1], match[2], match[3])
        if match := _DOTTED.fullmatch(cell):
            return _date(cell, match[3], match[2], match[1])
        if match := _SLASHED.fullmatch(cell):
            return _slashed_date(cell, match, order)
        raise _not_a_date(cell)

    return parse


def with_days_in(order: str, fields: Sequence[Field]) -> list[Field]:
    """Return the fields of a table of which is said which comes first in its dates; none is said if `order` is empty."""
    if not order:
        return list(fields)
    parse = day(order=DateOrder(order))
    return [replace(each, parse=parse) if each.is_day else each for each in fields]


def _slashed_date(cell: str, match: re.Match[str], order: DateOrder | None) -> date:
    first, second, year = match[1], match[3], match[4]
    shown = order or _order_shown_by(cell)
    if shown is None and first != second and int(first) <= _MONTHS and int(second) <= _MONTHS:
        raise _ambiguous(cell, int(first), int(second), int(year))
    if shown is DateOrder.MONTH_FIRST:
        return _date(cell, year, first, second)
    return _date(cell, year, second, first)


def _order_shown_by(cell: str) -> DateOrder | None:
    match = _SLASHED.fullmatch(cell)
    if match and int(match[1]) > _MONTHS >= int(match[3]):
        return DateOrder.DAY_FIRST
    if match and int(match[3]) > _MONTHS >= int(match[1]):
        return DateOrder.MONTH_FIRST
    return None


def _date(cell: str, year: str, month: str, day_of_month: str) -> date:
    try:
        return date(int(year), int(month), int(day_of_month))
    except ValueError as error:
        raise Refused(_("There is no day “%(cell)s” in the calendar.") % {"cell": cell}) from error


def _ambiguous(cell: str, first: int, second: int, year: int) -> Refused:
    return Refused(
        _(
            "“%(cell)s” can be %(one)s or %(other)s. Write it like the one you mean, or say where the columns are"
            " chosen which comes first."
        )
        % {
            "cell": cell,
            "one": f"{year:04}-{second:02}-{first:02}",
            "other": f"{year:04}-{first:02}-{second:02}",
        }
    )


def _not_a_date(cell: str) -> Refused:
    return Refused(_("“%(cell)s” is not a date. Write it like 2024-03-31.") % {"cell": cell[:40]})
