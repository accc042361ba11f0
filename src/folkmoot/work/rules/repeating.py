"""Work that comes again: when, once it was done."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.bylaws.rules.calendar import months_later
from folkmoot.kernel.errors import Refused


class Repeats(StrEnum):
    """How often work comes again."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


REPEATS: Mapping[Repeats, str | Promise] = {
    Repeats.WEEKLY: gettext_lazy("every week"),
    Repeats.MONTHLY: gettext_lazy("every month"),
    Repeats.QUARTERLY: gettext_lazy("every quarter"),
    Repeats.YEARLY: gettext_lazy("every year"),
}
_WEEK = timedelta(days=7)
_MONTHS = {Repeats.MONTHLY: 1, Repeats.QUARTERLY: 3, Repeats.YEARLY: 12}


def repeats_called(code: str) -> Repeats | None:
    """Return how often work comes again, None for work that is done once.

    :raises Refused: if there is no such rhythm; the sentence names those there are.
    """
    if not code:
        return None
    if code not in {str(each) for each in Repeats}:
        raise Refused(
            _("Work comes again %(rhythms)s, or not at all.")
            % {"rhythms": ", ".join(str(each) for each in REPEATS.values())},
            field="repeats",
        )
    return Repeats(code)


def day_after(due_on: date, repeats: Repeats, *, today: date) -> date:
    """Return the next day by which work is done that was to be done by `due_on`, today at the earliest.

    By months it keeps its day, or takes the last one of a month that has no such day; what was missed is not made up.
    """
    turns = 1
    while (day := _turn(due_on, repeats, turns)) < today:
        turns += 1
    return day


def _turn(due_on: date, repeats: Repeats, turns: int) -> date:
    if repeats is Repeats.WEEKLY:
        return due_on + turns * _WEEK
    return months_later(due_on, turns * _MONTHS[repeats])
