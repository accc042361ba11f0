"""What the header shows of units."""

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.access.policy import homes_of
from folkmoot.access.requests import SignedInRequest
from folkmoot.structure.interfaces import UnitAct
from folkmoot.ui.addresses import address_of
from folkmoot.ui.links import Link

_OF_UNITS = frozenset({
    "meetings:again",
    "meetings:adding",
    "meetings:adjourning",
    "meetings:adoption",
    "meetings:agenda",
    "meetings:amendment",
    "meetings:answering",
    "meetings:asking",
    "meetings:cancellation",
    "meetings:closing",
    "meetings:entering",
    "meetings:entry",
    "meetings:heard",
    "meetings:meeting",
    "meetings:motion",
    "meetings:minutes",
    "meetings:minutes_part",
    "meetings:minutes_version",
    "meetings:minutes_adoption",
    "meetings:place",
    "meetings:postponement",
    "meetings:run",
    "meetings:putting",
    "meetings:paper_advice",
    "meetings:paper_vote",
    "meetings:translation",
    "meetings:question",
    "study:changing",
    "study:circle",
    "study:circle_heard",
    "study:circle_planning",
    "study:circle_quiz",
    "study:circle_sheet",
    "study:drafting",
    "study:dropping",
    "study:lesson_writing",
    "study:lesson_files",
    "study:lesson_preview",
    "study:lesson_changing",
    "study:lesson_removal",
    "study:end",
    "study:programme",
    "study:programmes",
    "study:removal",
    "study:writing",
    "study:bringing",
    "study:qualifications",
    "study:setting_up",
    "study:qualification_end",
    "study:missing",
    "work:assignment",
    "work:list",
    "work:offering",
    "work:plan",
    "work:plan_adoption",
    "work:plan_changing",
    "work:plan_drafting",
    "work:plan_dropping",
    "work:plans",
    "work:practice",
    "work:practice_copying",
    "work:practice_marking",
    "work:practices",
    "work:share",
    "work:share_acceptance",
    "work:share_asking",
    "work:share_making",
    "work:share_settling",
    "work:shares",
    "work:target_adding",
    "work:target_changing",
    "work:target_marking",
    "work:putting_up",
    "work:at_meeting",
    "work:report",
    "work:review",
    "work:files",
    "work:withdrawal",
    "meetings:revision",
    "meetings:sending",
    "meetings:taking_up",
    "meetings:vote",
    "meetings:recount",
    "meetings:withdrawal",
    "meetings:amendment_withdrawal",
    "membership:offices",
    "membership:relieving",
    "membership:handing_over",
    "reports:answering",
    "reports:asking_back",
    "reports:check",
    "reports:form",
    "reports:indicator",
    "reports:new_check",
    "reports:new_indicator",
    "reports:new_question",
    "reports:question",
    "reports:report",
    "reports:settings",
    "structure:columns",
    "structure:taking_back",
    "structure:done",
    "structure:import",
    "structure:imports",
    "structure:upload",
})  # fmt: skip

TWINS = UnitAct(
    "structure.offer_twinning", gettext_lazy("Twinned units"), "structure:twins", needs_another=True
)
AFFILIATION = UnitAct(
    "structure.affiliate_unit",
    gettext_lazy("Affiliated organisation"),
    "structure:affiliation",
    needs_another=True,
)
VISITS = UnitAct(
    "structure.see_visits",
    gettext_lazy("Visits"),
    "structure:visits",
    needs_above=True,
    is_for_members=True,
)


def main_links(request: HttpRequest) -> list[Link]:
    """Return the links to one's own units, by their names, and to all, for whoever signed in."""
    if not request.user.is_authenticated:
        return []
    asking = cast("SignedInRequest", request)
    homes = homes_of(asking.person, at=asking.at)
    # One's own is where meetings, work and motions are found.
    own = [Link(home.name, reverse("structure:unit", args=[home.pk]), order=54) for home in homes]
    return [*own, Link(_("Units"), address_of("structure:units"), order=55, leads_to=_OF_UNITS)]
