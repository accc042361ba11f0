"""How long news is news."""

from datetime import date, datetime, timedelta

from django.utils import formats
from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

# Without a last day it leaves the first page after so long, and is found in the list for good.
FRESH = timedelta(days=14)
LONGEST = timedelta(days=366)


def must_last(until: date | None, *, is_pinned: bool, today: date) -> None:
    """Let news be news only until a day that is to come, within a year, and be pinned only if there is such a day.

    :raises Refused: if it is otherwise.
    """
    if until is None:
        if is_pinned:
            raise Refused(_("What stands first needs a last day, so that it goes again."), field="until")
        return
    if until < today:
        raise Refused(
            _("%(day)s is past. Choose today or a later day, or leave it empty.")
            % {"day": formats.date_format(until)},
            field="until",
        )
    if until - today > LONGEST:
        raise Refused(_("It can be news for a year at the most. Choose an earlier day."), field="until")


def fresh_since(at: datetime) -> datetime:
    """Return since when something without a last day has to be published to be news at the moment `at`."""
    return at - FRESH
