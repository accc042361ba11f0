"""Where people find work from the page of a unit."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.meetings.interfaces import Held
from folkmoot.structure.interfaces import UnitAct
from folkmoot.ui.links import Link
from folkmoot.work.queries.lists import SEEING
from folkmoot.work.queries.plans import SEEING as SEEING_PLANS

WORK = UnitAct(SEEING, gettext_lazy("Work"), "work:list", is_for_members=True)
PLANS = UnitAct(SEEING_PLANS, gettext_lazy("Plans"), "work:plans", is_for_members=True)


def page_at(meeting: Held) -> Link:
    """Return the link from where a meeting is run to the work that is given out and talked over there."""
    return Link(_("Give out work, or talk it over"), reverse("work:at_meeting", args=[meeting.pk]))
