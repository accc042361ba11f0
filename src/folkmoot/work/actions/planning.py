"""Drafting plans: what a unit wants to reach, why, and by when. A draft binds nobody."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from folkmoot.access.policy import require
from folkmoot.decisions.queries.binding import points_binding
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.units.models import Unit
from folkmoot.work.events_of_plans import PlanChanged, PlanDrafted, PlanDropped
from folkmoot.work.models import Plan, PlanPoint, Target
from folkmoot.work.rules.plans import POINTS_MOST, PlanMove, plan_after, plan_title, plan_why, span_of
from folkmoot.work.rules.words import point_text

DRAFTING = "work.draft_plan"
COPIED = (
    "thread",
    "position",
    "title",
    "due_on",
    "form_id",
    "code",
    "counted",
    "amount",
    "done_at",
    "done_words",
)


class Implemented(BaseModel):
    """A point of a decision that a plan implements, such as 4.1; the whole of it without one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    decision_id: UUID
    point: str = ""


@act("work.draft_plan")
def draft_plan(
    *,
    unit_id: UUID,
    kind: str,
    first: date,
    title: str,
    until: date | None = None,
    why: str = "",
    points: list[Implemented] | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Draft a plan of a unit, for the days from `first` on and before `until`.

    `kind` is `year`, `quarter`, `month`, `term` (the time between two congresses) or `other`; of a span of the calendar `until`
    need not be said. `points` are those of decisions in force that it implements, `why` says so in words.

    :raises Refused: if `by` may not draft plans there, the unit was closed, the days or a text are not in order, neither points
        nor words say why, or a point is none of a decision that is in force there.
    """
    unit = claim_unit(unit_id)
    require(by, DRAFTING, on=unit, at=at)
    period = span_of(kind, first, until)
    chosen = _points(unit, points or [], at=at)
    plan = Plan.objects.create(
        unit=unit,
        kind=kind,
        first=period.first,
        until=period.until,
        title=plan_title(title),
        why=plan_why(why, points=len(chosen)),
    )
    _keep_points(plan, chosen)
    record(PlanDrafted(plan.pk, unit.pk), by=by, at=at)
    return plan.pk


@act("work.change_plan")
def change_plan(
    *,
    plan_id: UUID,
    revision: int,
    title: str,
    why: str = "",
    points: list[Implemented] | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Change the title of a draft as it stands in `revision`, why it is made, and which points it implements.

    Points that it implements already it may keep, though their decision is no longer in force.

    :raises Refused: if `by` may not draft plans there, it was adopted, somebody changed it since, or as drafting is.
    """
    plan = claim_draft(plan_id, by=by, at=at)
    must_be_as_seen(plan, revision)
    kept = frozenset(plan.points.values_list("decision_id", "point"))
    chosen = _points(plan.unit, points or [], kept=kept, at=at)
    plan.title, plan.why = plan_title(title), plan_why(why, points=len(chosen))
    plan.points.all().delete()
    _keep_points(plan, chosen)
    note_change(plan, by=by, at=at)
    return plan.pk


@act("work.revise_plan")
def revise_plan(*, plan_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Draft a new version of a plan that is in force; until it is adopted, the plan stands as it is.

    :raises Refused: if `by` may not draft plans there, it is not in force, or a new version is being drafted.
    """
    plan = claim_plan(plan_id)
    require(by, DRAFTING, on=plan.unit, at=at)
    plan_after(plan.state, PlanMove.REPLACE)
    must_not_be_followed(plan)
    version = copy_of(plan)
    record(PlanDrafted(version.pk, plan.unit_id), by=by, at=at)
    return version.pk


@act("work.drop_plan")
def drop_plan(*, plan_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Give up the draft of a plan, with its targets.

    :raises Refused: if `by` may not draft plans there, or it was adopted.
    """
    plan = claim_draft(plan_id, by=by, at=at)
    record(PlanDropped(plan.pk, plan.unit_id), by=by, at=at)
    plan.delete()
    return plan_id


def claim_plan(plan_id: UUID) -> Plan:
    """Lock a plan for this transaction, and return it with its unit.

    :raises Refused: if there is none.
    """
    rows = Plan.objects.select_for_update(of=("self",)).select_related("unit__kind")
    found = rows.filter(pk=plan_id).first()
    if found is None:
        raise Refused(_("There is no such plan. Choose it from the list again."), field="plan_id")
    return found


def claim_draft(plan_id: UUID, *, by: Person | None, at: datetime) -> Plan:
    """Lock a draft that `by` may change for this transaction, and return it as `claim_plan` does.

    :raises Refused: if there is none, `by` may not draft plans there, or it was adopted.
    """
    plan = claim_plan(plan_id)
    require(by, DRAFTING, on=plan.unit, at=at)
    plan_after(plan.state, PlanMove.CHANGE)
    return plan


def must_be_as_seen(plan: Plan, revision: int) -> None:
    """Let nobody change or adopt what they have not looked at.

    :raises Refused: if somebody changed the draft since `revision`.
    """
    if plan.revision != revision:
        raise Refused(
            _("Somebody changed this draft in the meantime. Look at it again before you go on."),
            field="revision",
        )


def must_not_be_followed(plan: Plan) -> None:
    """Let one new version of a plan be drafted at a time.

    :raises Refused: if one is.
    """
    if plan.followers.exists():
        raise Refused(
            _("A new version of this plan is being drafted. Go on with that one, or drop it first.")
        )


def note_change(plan: Plan, *, by: Person | None, at: datetime) -> None:
    """Count that a claimed draft was changed, and enter that."""
    plan.revision += 1
    plan.save()
    record(PlanChanged(plan.pk, plan.unit_id, plan.revision), by=by, at=at)


def copy_of(plan: Plan) -> Plan:
    """Write the draft of a new version of a plan, with the same points and targets, and return it."""
    version = Plan.objects.create(
        unit=plan.unit,
        kind=plan.kind,
        first=plan.first,
        until=plan.until,
        title=plan.title,
        why=plan.why,
        version=plan.version + 1,
        follows=plan,
    )
    copy_points(plan, version)
    Target.objects.bulk_create(
        Target(**{name: getattr(each, name) for name in COPIED}, plan=version)
        for each in plan.targets.in_order()
    )
    return version


def copy_points(plan: Plan, to: Plan) -> None:
    """Have a plan implement the points of another one."""
    rows = plan.points.order_by("pk").values_list("decision_id", "point")
    PlanPoint.objects.bulk_create(PlanPoint(plan=to, decision_id=pk, point=point) for pk, point in rows)


def _keep_points(plan: Plan, chosen: Sequence[tuple[UUID, str]]) -> None:
    PlanPoint.objects.bulk_create(PlanPoint(plan=plan, decision_id=pk, point=point) for pk, point in chosen)


def _points(
    unit: Unit,
    given: Sequence[Implemented],
    *,
    kept: Collection[tuple[UUID, str]] = (),
    at: datetime,
) -> list[tuple[UUID, str]]:
    if len(given) > POINTS_MOST:
        raise Refused(
            _("A plan implements at most %(most)d points. Make two of it.") % {"most": POINTS_MOST},
            field="points",
        )
    chosen = list(
        dict.fromkeys((each.decision_id, point_text(each.point, each.decision_id)) for each in given)
    )
    new = [each for each in chosen if each not in kept]
    there = points_binding({pk for pk, _point in new}, unit, at=at)
    for pk, point in new:
        if pk not in there:
            raise Refused(
                _("This decision is not in force for %(unit)s. Choose one that is.") % {"unit": unit.name},
                field="points",
            )
        if point and point not in there[pk]:
            raise Refused(
                _("The decision has no point %(point)s. It has %(points)s.")
                % {"point": point, "points": ", ".join(there[pk]) or "–"},
                field="points",
            )
    return chosen
