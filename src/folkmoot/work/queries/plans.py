"""Plans as they are seen: those of a unit, and one with its targets, what was planned and what was reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from folkmoot.access.policy import permitted, units_where, units_where_each
from folkmoot.decisions.queries.point_words import words_of_points
from folkmoot.kernel.sight import Asking
from folkmoot.people.models import Person
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.work.interfaces import Actual, Countable, figures
from folkmoot.work.models import (
    Assignment,
    AssignmentQuerySet,
    Plan,
    PlanPoint,
    PlanQuerySet,
    ShareAnswer,
    ShareOut,
    Target,
    TargetQuerySet,
)
from folkmoot.work.rules.plans import PlanState
from folkmoot.work.rules.shares import ShareState
from folkmoot.work.rules.states import State

SEEING, DRAFTING, ADOPTING = "work.see_plans", "work.draft_plan", "work.adopt_plan"
SHARING = "work.share_target"
GIVING, SEEING_WORK, MARKING = "work.put_up_work", "work.see_work", "work.mark_practice"
PAGE = 50


@dataclass(frozen=True)
class PlanList:
    """The plans of a unit, and whether the reader may draft one."""

    unit: Unit
    plans: Sequence[Plan]
    is_cut: bool
    may_draft: bool


@dataclass(frozen=True)
class TargetLine:
    """A target, what it is counted in, and what was reached; None where it is said in words, or nothing is known yet."""

    target: Target
    countable: Countable | None = None
    actual: Actual | None = None


@dataclass(frozen=True)
class Following:
    """The version that took the place of a plan; or its draft, to those who draft and adopt there."""

    pk: UUID
    is_draft: bool


@dataclass(frozen=True)
class PlanPage:
    """A plan on its page, with what its reader may do."""

    plan: Plan
    points: Sequence[PlanPoint]
    lines: Sequence[TargetLine]
    may: frozenset[str]
    following: Following | None = None
    words: Mapping[tuple[UUID, str], str] = field(default_factory=dict)

    @property
    def may_share(self) -> bool:
        """Whether the reader may share its targets out."""
        return SHARING in self.may and self.plan.unit.is_open and self.plan.is_in_force

    @property
    def may_draft(self) -> bool:
        """Whether the reader may change it while it is a draft, and draft a new version afterwards."""
        return DRAFTING in self.may and self.plan.unit.is_open

    @property
    def may_give(self) -> bool:
        """Whether the reader may put up work for its targets."""
        return GIVING in self.may and self.plan.unit.is_open and self.plan.is_in_force

    @property
    def may_mark(self) -> bool:
        """Whether the reader may mark for other units what worked on one of its targets."""
        return MARKING in self.may and self.plan.unit.is_open and not self.plan.is_draft

    @property
    def may_see_work(self) -> bool:
        """Whether the reader is shown the work that is done for it, and not only how much there is."""
        return SEEING_WORK in self.may

    @property
    def may_adopt(self) -> bool:
        """Whether the reader may enter that it was adopted."""
        return ADOPTING in self.may and self.plan.unit.is_open and self.plan.is_draft


def plans_seen(person: Person, *, at: datetime) -> PlanQuerySet:
    """Return the plans that `person` sees: those that were adopted, and drafts where they draft or adopt."""
    units = units_where_each(person, [SEEING, DRAFTING, ADOPTING], at=at)
    own = Q(unit__in=units[DRAFTING].order_by().values("pk"))
    own |= Q(unit__in=units[ADOPTING].order_by().values("pk"))
    seen = Q(unit__in=units[SEEING].order_by().values("pk")) & ~Q(state=PlanState.DRAFT)
    return Plan.objects.filter(seen | own).select_related("unit__kind", "meeting")


def targets_seen(person: Person, *, at: datetime) -> TargetQuerySet:
    """Return the targets of plans that `person` sees."""
    return Target.objects.filter(plan__in=plans_seen(person, at=at).order_by().values("pk"))


def units_planning(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the units whose plans `person` sees."""
    units = units_where_each(person, [SEEING, DRAFTING], at=at)
    return (units[SEEING] | units[DRAFTING]).select_related("kind")


def units_drafting(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units in which `person` drafts plans."""
    return units_where(person, DRAFTING, at=at).open().select_related("kind")


def plans_known(asking: Asking) -> set[UUID]:
    """Return the plans that `to` sees."""
    seen = plans_seen(asking.to, at=asking.at).filter(pk__in=asking.ids)
    return set(seen.values_list("pk", flat=True))


def targets_known(asking: Asking) -> set[UUID]:
    """Return the targets that `to` sees."""
    seen = targets_seen(asking.to, at=asking.at).filter(pk__in=asking.ids)
    return set(seen.values_list("pk", flat=True))


def plan_list(unit: Unit, person: Person, *, at: datetime) -> PlanList:
    """Return the plans of a unit that `person` sees, without those that another version has replaced; two questions."""
    rows = plans_seen(person, at=at).filter(unit=unit).exclude(state=PlanState.REPLACED)
    found = list(rows.annotate(number=Count("targets")).latest_first()[: PAGE + 1])
    may_draft = bool(permitted(person, [DRAFTING], on=unit, at=at)) and unit.is_open
    return PlanList(unit, found[:PAGE], len(found) > PAGE, may_draft)


def plan_page(plan_id: UUID, person: Person, *, at: datetime) -> PlanPage | None:
    """Return a plan as `person` sees it, None if they do not."""
    after = Plan.objects.filter(follows=OuterRef("pk"))
    rows = plans_seen(person, at=at).annotate(
        next_pk=Subquery(after.values("pk")[:1]), next_state=Subquery(after.values("state")[:1])
    )
    plan = rows.filter(pk=plan_id).first()
    if plan is None:
        return None
    points = list(plan.points.select_related("decision").order_by("decision__number", "point", "pk"))
    lines = target_lines(plan, list(_with_work(plan)), person, at=at)
    asked = [DRAFTING, ADOPTING, GIVING, SEEING_WORK, MARKING, SHARING]
    may = permitted(person, asked, on=plan.unit, at=at)
    words = words_of_points([(each.decision_id, each.point) for each in points], person, at=at)
    return PlanPage(plan, points, lines, may, _following(plan, may), words)


def _with_work(plan: Plan) -> TargetQuerySet:
    """Return the targets of a plan with how much work its unit has for each, how much is done, and what of it is shared.

    That is whether a target was shared out itself, and of what the body above wants to reach it is a share.
    """
    work = Assignment.objects.filter(aim__target=OuterRef("pk"), unit=plan.unit_id).exclude(
        state=State.WITHDRAWN
    )
    done = work.filter(state__in=[State.DONE, State.REVIEWED])
    above = ShareAnswer.objects.filter(
        unit=plan.unit_id, state=ShareState.ACCEPTED, accepted_as__thread=OuterRef("thread")
    )
    return plan.targets.in_order().annotate(
        work=_number_of(work),
        work_done=_number_of(done),
        is_shared_out=Exists(ShareOut.objects.filter(thread=OuterRef("thread"))),
        share_of=Subquery(above.values("share_out")[:1], output_field=UUIDField()),
        share_of_body=Subquery(above.values("share_out__target__plan__unit__name")[:1]),
    )


def _number_of(rows: AssignmentQuerySet) -> Coalesce:
    counted: QuerySet[Any, Any] = (
        rows.order_by().values("aim__target").annotate(number=Count("pk")).values("number")
    )
    return Coalesce(Subquery(counted), 0)


def _following(plan: Any, may: frozenset[str]) -> Following | None:  # noqa: ANN401  -- with what was added to it
    is_draft = plan.next_state == PlanState.DRAFT
    is_shown = plan.next_pk is not None and (not is_draft or {DRAFTING, ADOPTING} & may)
    return Following(plan.next_pk, is_draft) if is_shown else None


def target_lines(plan: Plan, targets: Sequence[Target], person: Person, *, at: datetime) -> list[TargetLine]:
    """Return targets of one plan with what they are counted in and what was reached, as many questions however many."""
    keys = {each.key for each in targets if each.key is not None}
    named = figures().named(keys, person.languages)
    reached = {} if plan.is_draft else figures().reached(plan.unit, keys, plan.period, reader=person, at=at)
    found = []
    for target in targets:
        target.plan, key = plan, target.key
        known = (named.get((key.form_id, key.code)), reached.get(key)) if key else (None, None)
        found.append(TargetLine(target, *known))
    return found


def target_line(target_id: UUID, person: Person, *, at: datetime) -> TargetLine | None:
    """Return one target as `person` sees it, None if they do not."""
    target = targets_seen(person, at=at).select_related("plan__unit__kind").filter(pk=target_id).first()
    return target_lines(target.plan, [target], person, at=at)[0] if target is not None else None
