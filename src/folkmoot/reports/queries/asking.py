"""Which units a form asks, and for which periods."""

from datetime import date

from django.utils.translation import gettext as _

from folkmoot.bylaws.rules.calendar import Period
from folkmoot.kernel.errors import Refused
from folkmoot.reports.models import Form


def period_asked(form: Form, period: Period, today: date) -> Period:
    """Return a period for which a form asks and that has begun.

    :raises Refused: if it is none.
    """
    if form.since is None or period.first < form.since or (form.until and period.first >= form.until):
        raise Refused(_("The form does not ask for this period. Choose another one."), field="first")
    if today < period.first:
        raise Refused(_("This period has not begun. Choose an earlier one."), field="first")
    return period
