"""Reckoning figures: derived from rows, done by the worker, written whole before pages are pointed to them.

Figures are not acts: nobody decides them, and they can be made again from what acts wrote.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import numpy as np
from django.db import transaction

from folkmoot.decisions.models import Deadline, Decision, Figure, ReachState, Snapshot, UnitReached
from folkmoot.decisions.queries.addressing import units_of
from folkmoot.decisions.queries.columns import (
    Columns,
    at_known_units,
    columns_now,
    columns_of,
    kept,
    packed,
    unpacked,
)
from folkmoot.decisions.queries.counting import (
    addressed_when_conveyed,
    cells_reached,
    changed_since,
    made,
    rule_of,
)
from folkmoot.decisions.rules import disclosure, groups
from folkmoot.decisions.rules.disclosure import CountedAll, Figures, PublishedAll
from folkmoot.decisions.rules.rollup import Bools, Ints, Reach, reach
from folkmoot.kernel.batches import batched

# A transaction of so many figures takes well under 50 ms.
ROWS = 500


@dataclass(frozen=True, eq=False)
class Reckoned:
    """One round's result: the private figures on the tree of then, the public ones on the tree of now."""

    then: Columns
    figures: Figures
    now: Columns
    reach: Reach
    published: PublishedAll
    made: int


def begin(decision: Decision, *, at: datetime) -> ReachState:
    """Draw the groups of a decision that was just conveyed, from who was addressed then; nothing is published yet."""
    columns = columns_now(decision)
    addressed = columns.column(at_known_units(columns, addressed_when_conveyed(rule_of(decision))))
    drawn = groups.partition(columns.tree, addressed)
    nothing = disclosure.unpublished(drawn)
    state, _made = ReachState.objects.get_or_create(
        decision=decision,
        defaults={
            "tree": kept(columns),
            "groups": packed(drawn),
            "addressed": packed(addressed),
            "published": packed(nothing.value),
            "settled": packed(nothing.settled),
            "published_at": at,
            "reckoned_at": at,
        },
    )
    return state


def advance(decision: Decision, *, at: datetime, publish: bool, deadline: Deadline | None = None) -> Snapshot:
    """Take the figures of a decision as of now and point pages to them; `publish` lets private ones move on.

    A snapshot at a `deadline` is kept; the last one before this is not.
    """
    state = ReachState.objects.select_related("tree", "decision").get(decision=decision)
    reckoned = _reckon(decision, state, at=at, publish=publish)
    return _take(state, reckoned, at=at, publish=publish, deadline=deadline)


def move_on(decision: Decision, *, at: datetime) -> bool:
    """Let the private figures of a decision move on, and take a snapshot only if one of them moved; return whether it did.

    A snapshot that was taken for less would tell that somebody acknowledged: by its moment, and by what else is new in it.
    """
    state = ReachState.objects.select_related("tree", "decision").get(decision=decision)
    reckoned = _reckon(decision, state, at=at, publish=True)
    if np.array_equal(reckoned.published.value, unpacked(state.published)):
        _settle(state, reckoned, at=at)
        state.save(update_fields=["made", "published", "settled", "published_at"])
        return False
    _take(state, reckoned, at=at, publish=True, deadline=None)
    return True


def still_hold(decisions: Sequence[UUID], *, at: datetime) -> None:
    """Say of decisions that their current figures are those of the moment `at`, whether or not anybody acknowledged."""
    for some in batched(decisions, ROWS):
        with transaction.atomic():
            Snapshot.objects.filter(decision__in=some, is_current=True).update(taken_at=at)
            ReachState.objects.filter(decision__in=some).update(published_at=at)


def _take(
    state: ReachState, reckoned: Reckoned, *, at: datetime, publish: bool, deadline: Deadline | None
) -> Snapshot:
    decision = state.decision
    snapshot = Snapshot.objects.create(decision=decision, taken_at=at)
    for some in batched(_rows(snapshot, reckoned), ROWS):
        Figure.objects.bulk_create(some)
    _point_to(snapshot, state, reckoned, publish=publish, deadline=deadline)
    clear_away(decision)
    return snapshot


def clear_away(decision: Decision) -> None:
    """Delete snapshots that pages no longer show, and what a round that was killed left behind."""
    old = Snapshot.objects.filter(decision=decision, is_current=False, deadline=None)
    for snapshot in old:
        while some := list(Figure.objects.filter(snapshot=snapshot).values_list("pk", flat=True)[:ROWS]):
            Figure.objects.filter(pk__in=some).delete()
        snapshot.delete()


def _reckon(decision: Decision, state: ReachState, *, at: datetime, publish: bool) -> Reckoned:
    then, drawn = columns_of(state.tree), unpacked(state.groups)
    addressed, counted = _count(decision, state, then, drawn, at=at)
    published = PublishedAll(unpacked(state.published), unpacked(state.settled))
    if publish:
        is_new_day = _day(decision, at) > _day(decision, state.published_at)
        published = disclosure.publish_all(
            published, counted, due=disclosure.due(counted, is_new_day=is_new_day)
        )
    now = columns_now(decision)
    return Reckoned(
        then,
        disclosure.figures(then.tree, drawn, addressed, counted, published),
        now,
        _reach(decision, now),
        published,
        int(counted.made.sum()),
    )


def _count(
    decision: Decision, state: ReachState, then: Columns, drawn: Ints, *, at: datetime
) -> tuple[Ints, CountedAll]:
    changed = changed_since(rule_of(decision), at=at)
    addressed = unpacked(state.addressed) + then.column(at_known_units(then, changed.came))
    left = then.column(at_known_units(then, changed.left))
    counted = disclosure.count_groups(
        then.tree,
        drawn,
        addressed=addressed,
        left=np.where(_still_addressed(decision, then), left, addressed),
        made=then.column(at_known_units(then, made(decision))),
        size=int(drawn.max()) + 1,
    )
    return addressed, counted


def _still_addressed(decision: Decision, then: Columns) -> Bools:
    """Return which units are: who belongs to one that was closed, or moved out of the audience, can acknowledge no more."""
    units = units_of(rule_of(decision).audience).order_by().values_list("pk", flat=True)
    return then.column(dict.fromkeys(units.iterator(), 1)) > 0


def _reach(decision: Decision, now: Columns) -> Reach:
    asked = units_of(rule_of(decision).audience).cells()
    addressed = now.column(dict.fromkeys(asked.values_list("pk", flat=True).iterator(), 1)) > 0
    reached = now.column(dict.fromkeys(cells_reached(decision), 1)) > 0
    return reach(now.tree, addressed=addressed, reached=reached)


def _rows(snapshot: Snapshot, reckoned: Reckoned) -> Iterator[Figure]:
    then, now, figures = reckoned.then, reckoned.now, reckoned.figures
    place_then = then.places(now.unit(place) for place in range(len(now.tree)))
    for place in np.flatnonzero(~now.tree.cells).tolist():
        old = int(place_then[place])
        is_shown = old >= 0 and bool(figures.shown[old])
        yield Figure(
            snapshot=snapshot,
            unit_id=now.unit(place),
            cells=int(reckoned.reach.addressed[place]),
            cells_reached=int(reckoned.reach.reached[place]),
            members=int(figures.addressed[old]) if old >= 0 else 0,
            acknowledged=int(figures.value[old]) if is_shown else None,
            shown_at_id=_shown_at(then, figures, old),
        )


def _day(decision: Decision, at: datetime) -> date:
    return decision.body.local(at).date()


def _shown_at(then: Columns, figures: Figures, place: int) -> UUID | None:
    holder = int(figures.shown_at[place]) if place >= 0 else -1
    return then.unit(holder) if holder >= 0 else None


def _point_to(
    snapshot: Snapshot, state: ReachState, reckoned: Reckoned, *, publish: bool, deadline: Deadline | None
) -> None:
    with transaction.atomic():
        Snapshot.objects.filter(decision=state.decision_id, is_current=True).update(is_current=False)
        Snapshot.objects.filter(pk=snapshot.pk).update(is_current=True, deadline=deadline)
        state.reckoned_at = snapshot.taken_at
        state.cells_reached = UnitReached.objects.filter(
            decision=state.decision_id, entered_at__lte=snapshot.taken_at
        ).count()
        if publish:
            _settle(state, reckoned, at=snapshot.taken_at)
        state.save()


def _settle(state: ReachState, reckoned: Reckoned, *, at: datetime) -> None:
    state.made = reckoned.made
    state.published = packed(reckoned.published.value)
    state.settled = packed(reckoned.published.settled)
    state.published_at = at
