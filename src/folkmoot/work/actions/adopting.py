"""Adopting a plan: it is fixed, and takes the place of the version before."""

from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.queries.listing import held_lately
from folkmoot.people.models import Person
from folkmoot.units.models import Unit
from folkmoot.work.actions.planning import claim_plan, must_be_as_seen
from folkmoot.work.events_of_plans import PlanAdopted
from folkmoot.work.models import Plan, ShareAnswer
from folkmoot.work.rules.plans import PlanMove, plan_after
from folkmoot.work.rules.shares import ShareMove, ShareState, share_after

ADOPTING = "work.adopt_plan"


@act("work.adopt_plan")
def adopt_plan(
    *,
    plan_id: UUID,
    revision: int,
    adopted_on: date | None = None,
    meeting_id: UUID | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Enter that the unit adopted a plan as it stands in `revision`: at one of its meetings, or on a day.

    From then on it is fixed. A new version of a plan takes the place of the one before it.

    :raises Refused: if `by` may not adopt plans there, it was adopted before, somebody changed it since `revision`, it has no
        target, neither the meeting nor the day is said, the meeting was not held by that unit, or the day is to come, before the
        unit was founded or before the version before was adopted.
    """
    plan = claim_plan(plan_id)
    require(by, ADOPTING, on=plan.unit, at=at)
    must_be_as_seen(plan, revision)
    if not plan.targets.exists():
        raise Refused(_("A plan without a target cannot be followed. Add one first."))
    before = plan.follows.adopted_on if plan.follows is not None else None
    day = day_of_adoption(plan.unit, adopted_on, meeting_id, since=before, at=at)
    enter_adoption(plan, day, meeting_id, by=by, at=at)
    return plan.pk


def enter_adoption(
    plan: Plan, day: date, meeting_id: UUID | None, *, by: Person | None, at: datetime
) -> None:
    """Fix a claimed draft, and end the version before; a share that is not in it any more waits for an answer again.

    :raises Refused: if it was adopted before.
    """
    plan.state = plan_after(plan.state, PlanMove.ADOPT)
    plan.adopted_on, plan.meeting_id = day, meeting_id
    plan.save()
    if plan.follows_id is not None:
        before = claim_plan(plan.follows_id)
        before.state = plan_after(before.state, PlanMove.REPLACE)
        before.save(update_fields=["state"])
        _leave_out(before, plan)
    digest = digest_of(plan)
    record(PlanAdopted(plan.pk, plan.unit_id, day, plan.version, meeting_id, digest), by=by, at=at)


def _leave_out(before: Plan, plan: Plan) -> None:
    threads = before.targets.exclude(thread__in=plan.targets.values("thread")).values("thread")
    answers = ShareAnswer.objects.filter(
        unit=plan.unit_id, state=ShareState.ACCEPTED, accepted_as__thread__in=threads
    )
    for answer in answers:
        answer.state = share_after(answer.state, ShareMove.LEAVE_OUT)
        answer.accepted_as = None
        answer.save(update_fields=["state", "accepted_as"])


def day_of_adoption(
    unit: Unit, on: date | None, meeting_id: UUID | None, *, since: date | None = None, at: datetime
) -> date:
    """Return the day on which something was adopted: that of the meeting, or the one given; today where none ever met.

    It was there to be adopted from the day `since` on, and from the day on which the unit was founded.

    :raises Refused: if neither is given and the unit has held meetings, the meeting was not held by that unit, or the day is
        another one, to come, or before that.
    """
    day = _day_given(unit, on, meeting_id, at=at)
    first = max(since or date.min, unit.local(unit.founded_at).date())
    if day < first:
        raise Refused(
            _("It was there to be adopted from %(first)s on. Choose that day or a later one.")
            % {"first": date_format(first)},
            field="adopted_on" if meeting_id is None else "meeting_id",
        )
    return day


def _day_given(unit: Unit, on: date | None, meeting_id: UUID | None, *, at: datetime) -> date:
    if meeting_id is not None:
        meeting = held_lately(unit, at=at).filter(pk=meeting_id).first()
        if meeting is None:
            raise Refused(
                _("%(unit)s held no such meeting. Choose one that was opened.") % {"unit": unit.name},
                field="meeting_id",
            )
        held_on = unit.local(meeting.begins_at).date()
        if on not in {None, held_on}:
            raise Refused(
                _("That meeting was on %(day)s. Leave the day empty.") % {"day": date_format(held_on)},
                field="adopted_on",
            )
        return held_on
    today = unit.local(at).date()
    if on is not None and on > today:
        raise Refused(
            _("%(day)s is still to come. Enter the day on which it was adopted.") % {"day": date_format(on)},
            field="adopted_on",
        )
    if on is None and held_lately(unit, at=at).exists():
        raise Refused(
            _("Say at which meeting it was adopted, or on which day if it was at none of these."),
            field="adopted_on",
        )
    return on or today


def digest_of(plan: Plan) -> str:
    """Return the SHA-256 of all that a plan says."""
    points = sorted(f"{pk}\t{point}" for pk, point in plan.points.values_list("decision_id", "point"))
    fields = ("title", "due_on", "form_id", "code", "counted", "amount")
    targets = ["\t".join(map(str, row)) for row in plan.targets.in_order().values_list(*fields)]
    said = [plan.title, plan.why, plan.first.isoformat(), plan.until.isoformat(), *points, *targets]
    return sha256("\n".join(said).encode()).hexdigest()
