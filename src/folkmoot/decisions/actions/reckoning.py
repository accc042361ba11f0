"""Reckoning figures: derived from rows, done by the worker, written whole before pages are pointed to them.

Figures are not acts: nobody decides them, and they can be made again from what acts wrote.
"""

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

import numpy as np
from django.db import transaction

from folkmoot.decisions.models import Deadline, Decision, Figure, ReachState, Snapshot, TreeThen
from folkmoot.decisions.queries.addressing import units_of
from folkmoot.decisions.queries.columns import (
    Columns,
    at_known_units,
    columns_now,
    columns_of,
    packed,
    parts_of,
    unpacked,
)
from folkmoot.decisions.queries.counting import (
    addressed_when_conveyed,
    cells_of,
    cells_reached,
    cells_reached_in_time,
    made,
    made_before,
    rule_of,
    zones_of,
)
from folkmoot.decisions.queries.walking import Walked, walk
from folkmoot.decisions.rules import disclosure, groups
from folkmoot.decisions.rules.disclosure import CountedAll, Figures, PublishedAll
from folkmoot.decisions.rules.rollup import Bools, Ints, Reach, reach
from folkmoot.kernel.batches import batched
from folkmoot.units.models import UnitQuerySet

# A transaction of so many figures takes well under 50 ms.
ROWS = 500
WALKED = ("came", "left", "walked_to")


@dataclass(frozen=True, eq=False)
class Facts:
    """What one round counts: receipts by their origin, the cells that are asked, and those that confirmed."""

    made: Counter[UUID]
    cells: UnitQuerySet
    reached: set[UUID]


@dataclass(frozen=True, eq=False)
class Reckoned:
    """One round's result: the private figures on the tree of then, the public ones on the tree of now."""

    then: Columns
    figures: Figures
    now: Columns
    reach: Reach
    published: PublishedAll
    made: int
    words: int
    walked: Walked


def begin(decision: Decision, *, at: datetime) -> ReachState:
    """Draw the groups of a decision that was just conveyed, from who was addressed then; nothing is published yet."""
    columns = columns_now(decision)
    addressed = columns.column(at_known_units(columns, addressed_when_conveyed(rule_of(decision))))
    drawn = groups.partition(columns.tree, addressed)
    nothing = disclosure.unpublished(drawn)
    state, _made = ReachState.objects.get_or_create(
        decision=decision,
        defaults={
            "tree": _kept(columns),
            "groups": packed(drawn),
            "addressed": packed(addressed),
            "published": packed(nothing.value),
            "settled": packed(nothing.settled),
            "published_at": at,
            "zones": zones_of(rule_of(decision)),
            "reckoned_at": at,
        },
    )
    return state


def advance(decision: Decision, *, at: datetime, publish: bool) -> Snapshot:
    """Take the figures of a decision as of now and point pages to them; `publish` lets private ones move on."""
    state = _state_of(decision)
    reckoned = _reckon(state, _facts_now(decision), at=at, publish=publish)
    return _take(state, reckoned, at=at, publish=publish, deadline=None)


def freeze(deadline: Deadline, *, passed_at: datetime) -> Snapshot:
    """Take the figures of a decision as they stood when a deadline had passed, however late this is, and keep them.

    The moment is the next step of the private figures after those published before it, so callers freeze before they let
    anything of a later moment be published. Nothing is ever taken of a moment before what was published last.
    """
    decision = deadline.decision
    state = _state_of(decision)
    as_of = max(passed_at, state.published_at)
    reckoned = _reckon(state, _facts_then(deadline, as_of), at=as_of, publish=True)
    return _take(state, reckoned, at=as_of, publish=True, deadline=deadline)


def move_on(decision: Decision, *, at: datetime) -> bool:
    """Let the private figures of a decision move on, and take a snapshot only if one of them moved; return whether it did.

    A snapshot that was taken for less would tell that somebody acknowledged: by its moment, and by what else is new in it.
    """
    state = _state_of(decision)
    reckoned = _reckon(state, _facts_now(decision), at=at, publish=True)
    if np.array_equal(reckoned.published.value, unpacked(state.published)):
        _settle(state, reckoned, at=at)
        reckoned.walked.keep_in(state)
        state.save(update_fields=["made", "made_on_new_day", "published", "settled", "published_at", *WALKED])
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


def _kept(columns: Columns) -> TreeThen:
    """Return the row that keeps these columns, made if no other decision has the same."""
    parts = parts_of(columns)
    units, depths, cells = map(zlib.compress, parts)
    columns_kept = {"size": len(columns.tree), "units": units, "depths": depths, "cells": cells}
    row, _made = TreeThen.objects.get_or_create(
        digest=sha256(b"".join(parts)).hexdigest(), defaults=columns_kept
    )
    return row


def _state_of(decision: Decision) -> ReachState:
    return ReachState.objects.select_related("tree", "decision__body").get(decision=decision)


def _facts_now(decision: Decision) -> Facts:
    return Facts(made(decision), cells_of(rule_of(decision)), cells_reached(decision))


def _facts_then(deadline: Deadline, as_of: datetime) -> Facts:
    decision = deadline.decision
    cells = cells_of(rule_of(decision)).filter(founded_at__lt=as_of)
    return Facts(made_before(decision, as_of), cells, cells_reached_in_time(deadline, by=as_of))


def _reckon(state: ReachState, facts: Facts, *, at: datetime, publish: bool) -> Reckoned:
    decision = state.decision
    then, drawn = columns_of(state.tree), unpacked(state.groups)
    walked = walk(state, then, at=at)
    addressed, counted = _count(state, facts, then, drawn, walked)
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
        _reach(facts, now),
        published,
        int(counted.made.sum()),
        len(facts.reached),
        walked,
    )


def _count(
    state: ReachState, facts: Facts, then: Columns, drawn: Ints, walked: Walked
) -> tuple[Ints, CountedAll]:
    decision = state.decision
    addressed = unpacked(state.addressed) + walked.came
    counted = disclosure.count_groups(
        then.tree,
        drawn,
        addressed=addressed,
        left=np.where(_still_addressed(decision, then), walked.left, addressed),
        made=then.column(at_known_units(then, facts.made)),
        size=int(drawn.max()) + 1,
    )
    return addressed, counted


def _still_addressed(decision: Decision, then: Columns) -> Bools:
    """Return which units are: who belongs to one that was closed, or moved out of the audience, can acknowledge no more."""
    units = units_of(rule_of(decision).audience).order_by().values_list("pk", flat=True)
    return then.column(dict.fromkeys(units.iterator(), 1)) > 0


def _reach(facts: Facts, now: Columns) -> Reach:
    asked = facts.cells.order_by().values_list("pk", flat=True)
    addressed = now.column(dict.fromkeys(asked.iterator(), 1)) > 0
    reached = now.column(dict.fromkeys(facts.reached, 1)) > 0
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
        state.zones = zones_of(rule_of(state.decision))
        state.cells_reached = reckoned.words
        reckoned.walked.keep_in(state)
        if publish:
            _settle(state, reckoned, at=snapshot.taken_at)
        state.save()


def _settle(state: ReachState, reckoned: Reckoned, *, at: datetime) -> None:
    state.made = reckoned.made
    if _day(state.decision, at) > _day(state.decision, state.published_at):
        state.made_on_new_day = reckoned.made
    state.published = packed(reckoned.published.value)
    state.settled = packed(reckoned.published.settled)
    state.published_at = at
