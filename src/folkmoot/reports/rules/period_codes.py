"""Periods as files and programs write them: the codes of DHIS2, 202401, 2024Q1 and 2024, or the first day of one."""

import re
from datetime import date

from django.utils.translation import gettext as _

from folkmoot.bylaws.rules.calendar import Period
from folkmoot.bylaws.rules.kinds import Every
from folkmoot.kernel.errors import Refused
from folkmoot.reports.rules.periods import period_of

_MONTH = re.compile(r"(\d{4})-?(\d{2})", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])", re.ASCII | re.IGNORECASE)
_YEAR = re.compile(r"(\d{4})", re.ASCII)
_MONTHS = 3


def period_read(code: str, every: str) -> Period:
    """Return the period of a form that is filled so often, from how somebody wrote it.

    :raises Refused: if it is none.
    """
    first = _first_day(code.strip(), Every(every))
    if first is None:
        examples = {Every.MONTH: "202401", Every.QUARTER: "2024Q1", Every.YEAR: "2024"}
        raise Refused(
            _(
                "“%(code)s” is no period of this form. Write one as %(example)s, or its first day as 2024-01-01."
            )
            % {"code": code[:20], "example": examples[Every(every)]},
            field="period",
        )
    return period_of(first, every)


def period_written(period: Period, every: str) -> str:
    """Return the code of a period, which `period_read` reads."""
    year, month = period.first.year, period.first.month
    if every == Every.MONTH:
        return f"{year:04}{month:02}"
    return f"{year:04}Q{(month - 1) // _MONTHS + 1}" if every == Every.QUARTER else f"{year:04}"


def _first_day(code: str, every: Every) -> date | None:
    try:
        if every is Every.MONTH and (found := _MONTH.fullmatch(code)):
            return date(int(found[1]), int(found[2]), 1)
        if every is Every.QUARTER and (found := _QUARTER.fullmatch(code)):
            return date(int(found[1]), (int(found[2]) - 1) * _MONTHS + 1, 1)
        if every is Every.YEAR and (found := _YEAR.fullmatch(code)):
            return date(int(found[1]), 1, 1)
        return date.fromisoformat(code) if code.count("-") > 1 else None
    except ValueError:
        return None
