"""Where people find study material from the page of a unit, and the plan of a study circle from that of its meeting."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.meetings.interfaces import Held
from folkmoot.structure.interfaces import UnitAct
from folkmoot.study.queries.circles import STUDY_CIRCLE
from folkmoot.study.rules.permissions import CONFIRMING, WRITING
from folkmoot.ui.links import Link

QUALIFICATIONS = UnitAct(CONFIRMING, gettext_lazy("Qualifications"), "study:qualifications")
STUDY = UnitAct(WRITING, gettext_lazy("Study material"), "study:programmes")


def circle_at(meeting: Held) -> Link | None:
    """Return the link from a study circle to its plan; None from any other meeting."""
    if meeting.kind != STUDY_CIRCLE:
        return None
    return Link(_("Plan of the study circle"), reverse("study:circle", args=[meeting.pk]))
