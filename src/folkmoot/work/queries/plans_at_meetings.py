"""What meetings have to do with plans: drafts stand on agendas, and minutes say what was adopted."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.meetings.interfaces import Held
from folkmoot.units.models import Unit
from folkmoot.work.models import Plan
from folkmoot.work.rules.plans import PlanState

TOPICS_MOST = 5


def plan_topics(unit: Unit, at: datetime) -> Iterator[str]:  # noqa: ARG001  -- of its shape
    """Yield the drafts of plans that an agenda is proposed with: those that have a target."""
    drafts = Plan.objects.filter(unit=unit, state=PlanState.DRAFT, targets__isnull=False)
    for title in drafts.distinct().latest_first().values_list("title", flat=True)[:TOPICS_MOST]:
        yield _("Adopt the plan: %(title)s") % {"title": title}


def plans_adopted_at(meeting: Held) -> Iterator[str]:
    """Yield which plans a meeting adopted, for its minutes."""
    rows = Plan.objects.filter(meeting=meeting.pk).adopted().annotate(number=Count("targets")).order_by("pk")
    for title, version, number in rows.values_list("title", "version", "number"):
        words = ngettext(
            "Plan adopted: %(title)s, version %(version)d, with %(number)d target.",
            "Plan adopted: %(title)s, version %(version)d, with %(number)d targets.",
            number,
        )
        yield words % {"title": title, "version": version, "number": number}
