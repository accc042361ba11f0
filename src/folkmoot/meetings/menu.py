"""What the page of a unit shows of its meetings, and where duties lead that meetings fulfil."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.bylaws.rules.duties import Duty
from folkmoot.meetings.rules.permissions import SEEING
from folkmoot.structure.interfaces import UnitAct
from folkmoot.ui.links import Link
from folkmoot.units.models import Unit

MOTIONS = UnitAct(SEEING, gettext_lazy("Motions"), "meetings:motions", is_for_members=True)
MEETINGS = UnitAct(SEEING, gettext_lazy("Meetings"), "meetings:meetings", is_for_members=True)


def way_to_calling(_duty: Duty, unit: Unit) -> Link:
    """Return the link to where a meeting of a unit is called."""
    return Link(_("Call a meeting"), reverse("meetings:calling", args=[unit.pk]))
