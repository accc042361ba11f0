"""What the worker does for decisions: figures as they are due, deadlines frozen, receipts sealed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Sum

from folkmoot.decisions.actions.recirculating import forget_what_was_in_mind
from folkmoot.decisions.actions.reckoning import advance, begin, freeze, move_on, still_hold
from folkmoot.decisions.models import (
    ConfirmedCount,
    Decision,
    ReachCount,
    ReachState,
)
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.decisions.queries.amendments import read_with_later
from folkmoot.decisions.queries.counting import rule_of
from folkmoot.decisions.queries.freezing import deadlines_passed
from folkmoot.decisions.queries.walking import may_have_moved

# In audiences of up to so many units a cell's word shows at once.
SOON = 5_000
# Longer than an act waits for its turn to write.
AFTER_DEADLINE = timedelta(minutes=1)
COLUMNS = (
    "groups",
    "addressed",
    "published",
    "settled",
    "came",
    "left",
    "tree__units",
    "tree__depths",
    "tree__cells",
)


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
    # A deadline that has passed is frozen first: its figures are the next step after those published before it.
    frozen_first = [each.deadline.decision_id for each in deadlines_passed(_conveyed(at), at=at)]
    due = ReachState.objects.filter(decision__in=_conveyed(at)).exclude(decision__in=frozen_first)
    states = due.select_related("decision__body", "tree")
    # Asked every two seconds: the columns, of megabytes in a large organisation, are read only where something is due.
    resting = read_with_later(at=at)
    for state in states.defer(*COLUMNS):
        if state.decision_id in resting:
            _show_cells_of(state, confirmed.get(state.decision_id, 0), at=at)
            continue
        is_rested, cells = _is_rested(state, at=at), confirmed.get(state.decision_id, 0)
        if is_rested and (_is_due_today(state, at=at) or cells != state.cells_reached):
            advance(state.decision, at=at, publish=True)
        elif is_rested and (not _has_fresh(state) or not move_on(state.decision, at=at)):
            unchanged.append(state.decision_id)
        elif not is_rested and _may_show_cells(state, cells, at=at):
            advance(state.decision, at=at, publish=False)
    still_hold(unchanged, at=at)
    return False


def _show_cells_of(state: ReachState, cells: int, *, at: datetime) -> None:
    if _may_show_cells(state, cells, at=at):
        advance(state.decision, at=at, publish=False)


def freeze_deadlines_job(at: datetime) -> bool:
    """Freeze the figures of one deadline that has passed; return whether there was one."""
    # What was done before it may be written a moment after it.
    passed = deadlines_passed(_conveyed(at), at=at - AFTER_DEADLINE)
    if passed:
        freeze(passed[0].deadline, passed_at=passed[0].passed_at)
    return bool(passed)


def _conveyed(at: datetime) -> DecisionQuerySet:
    return Decision.objects.conveyed().standing(at).select_related("body").order_by("conveyed_at", "pk")


def _confirmed() -> dict[UUID, int]:
    return dict(ConfirmedCount.objects.order_by().values_list("decision").annotate(confirmed=Sum("cells")))


def _is_rested(state: ReachState, *, at: datetime) -> bool:
    return (at - state.published_at).total_seconds() >= settings.FIGURES_SECONDS


def _is_new_day(state: ReachState, *, at: datetime) -> bool:
    body = state.decision.body
    return bool(body.local(at).date() > body.local(state.published_at).date())


def _is_due_today(state: ReachState, *, at: datetime) -> bool:
    # A new day makes new figures only of what changed: most decisions in force are old, and nothing moves in them.
    return _is_new_day(state, at=at) and (
        _made(state) != state.made_on_new_day
        or may_have_moved(rule_of(state.decision).audience, since=state.reckoned_at, at=at)
    )


def _has_fresh(state: ReachState) -> bool:
    return _made(state) != state.made


def _made(state: ReachState) -> int:
    return ReachCount.objects.filter(decision=state.decision_id).aggregate(made=Sum("made"))["made"] or 0


def _may_show_cells(state: ReachState, confirmed: int, *, at: datetime) -> bool:
    # Public words may be shown at once; a large tree waits, for its columns take a second to read.
    rested = (at - state.reckoned_at).total_seconds() >= settings.FIGURES_SECONDS
    return confirmed != state.cells_reached and (rested or state.tree.size <= SOON)
