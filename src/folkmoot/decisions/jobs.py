"""What the worker does for decisions: figures as they are due, deadlines frozen, receipts sealed."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Sum

from folkmoot.decisions.actions.recirculating import forget_what_was_in_mind
from folkmoot.decisions.actions.reckoning import advance, begin, move_on, still_hold
from folkmoot.decisions.models import (
    Deadline,
    Decision,
    ReachCount,
    ReachState,
    Snapshot,
    UnitReached,
)
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.decisions.rules.deadlines import Until, deadline_at

# In audiences of up to so many units a cell's word shows at once.
SOON = 5_000
COLUMNS = ("groups", "addressed", "published", "settled", "tree__units", "tree__depths", "tree__cells")


def forget_what_was_in_mind_job(at: datetime) -> bool:
    """Forget who had what in mind once the round is long over; return whether there may be more."""
    return forget_what_was_in_mind(at)


def begin_reckoning_job(at: datetime) -> bool:
    """Take the first figures of one decision that was conveyed; return whether there was one."""
    started = ReachState.objects.order_by().values("decision")
    decision = _conveyed(at).exclude(pk__in=started).first()
    if decision is not None:
        begin(decision, at=at)
        advance(decision, at=at, publish=False)
    return decision is not None


def take_figures_job(at: datetime) -> bool:
    """Take the figures of every decision whose figures are due."""
    confirmed, unchanged = _confirmed(), []
    states = ReachState.objects.filter(decision__in=_conveyed(at)).select_related("decision__body", "tree")
    # Asked every two seconds: the columns, of megabytes in a large organisation, are read only where something is due.
    for state in states.defer(*COLUMNS):
        is_rested, cells = _is_rested(state, at=at), confirmed.get(state.decision_id, 0)
        if is_rested and (_is_new_day(state, at=at) or cells != state.cells_reached):
            advance(state.decision, at=at, publish=True)
        elif is_rested and (not _has_fresh(state) or not move_on(state.decision, at=at)):
            unchanged.append(state.decision_id)
        elif not is_rested and _may_show_cells(state, cells, at=at):
            advance(state.decision, at=at, publish=False)
    still_hold(unchanged, at=at)
    return False


def freeze_deadlines_job(at: datetime) -> bool:
    """Freeze the figures of one deadline that has passed; return whether there was one."""
    frozen = Snapshot.objects.filter(deadline__isnull=False).order_by().values("deadline")
    passed = Deadline.objects.filter(read_by__lt=at + timedelta(days=1), decision__in=_conveyed(at))
    for deadline in passed.exclude(pk__in=frozen).select_related("decision__body").order_by("read_by", "pk"):
        if _falls_at(deadline) <= at and ReachState.objects.filter(decision=deadline.decision).exists():
            advance(deadline.decision, at=at, publish=True, deadline=deadline)
            return True
    return False


def _conveyed(at: datetime) -> DecisionQuerySet:
    return Decision.objects.conveyed().standing(at).select_related("body").order_by("conveyed_at", "pk")


def _confirmed() -> dict[UUID, int]:
    rows = UnitReached.objects.order_by().values_list("decision").annotate(cells=Count("unit"))
    return dict(rows)


def _is_rested(state: ReachState, *, at: datetime) -> bool:
    return (at - state.published_at).total_seconds() >= settings.FIGURES_SECONDS


def _is_new_day(state: ReachState, *, at: datetime) -> bool:
    body = state.decision.body
    return bool(body.local(at).date() > body.local(state.published_at).date())


def _has_fresh(state: ReachState) -> bool:
    made = ReachCount.objects.filter(decision=state.decision_id).aggregate(made=Sum("made"))["made"] or 0
    return bool(made != state.made)


def _may_show_cells(state: ReachState, confirmed: int, *, at: datetime) -> bool:
    # Public words may be shown at once; a large tree waits, for its columns take a second to read.
    rested = (at - state.reckoned_at).total_seconds() >= settings.FIGURES_SECONDS
    return confirmed != state.cells_reached and (rested or state.tree.size <= SOON)


def _falls_at(deadline: Deadline) -> datetime:
    decision = deadline.decision
    assert decision.conveyed_at is not None  # noqa: S101  -- only conveyed decisions have deadlines
    zone = ZoneInfo(decision.body.time_zone)
    return deadline_at(Until(deadline.read_by), conveyed_at=decision.conveyed_at, zone=zone)
