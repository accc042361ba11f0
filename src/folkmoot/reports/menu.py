"""What the page of a unit shows of its reports, and where the duty to report is done."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.bylaws.rules.duties import Duty
from folkmoot.reports.queries.known import SEEING
from folkmoot.structure.interfaces import UnitAct
from folkmoot.ui.links import Link
from folkmoot.units.models import Unit

REPORTS = UnitAct(SEEING, gettext_lazy("Reports"), "reports:reports", is_for_members=True)


def way_to_report(duty: Duty, unit: Unit) -> Link:
    """Return the link to where the report of a unit is written and sent."""
    if duty.about is None or duty.span is None:
        return Link(_("See the reports"), reverse("reports:reports", args=[unit.pk]))
    # A span that goes on has its figures kept until it is over; it is sent from the page of what was kept.
    where = [unit.pk, duty.about, duty.span.first.isoformat()]
    return Link(_("Write the report"), reverse("reports:filling", args=where))
