"""What the page of a unit shows of its meetings."""

from django.utils.translation import gettext_lazy

from folkmoot.meetings.queries.meetings import SEEING
from folkmoot.structure.interfaces import UnitAct

MEETINGS = UnitAct(SEEING, gettext_lazy("Meetings"), "meetings:meetings")
