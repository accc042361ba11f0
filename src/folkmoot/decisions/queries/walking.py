"""Who came to be addressed and who left since a decision was conveyed, without walking everybody's places every time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db.models import F, Q

from folkmoot.decisions.models import ReachState
from folkmoot.decisions.queries.columns import Columns, at_known_units, packed, unpacked
from folkmoot.decisions.queries.counting import changed_between, rule_of
from folkmoot.decisions.queries.standings import Conveyed
from folkmoot.decisions.rules.audience import Audience
from folkmoot.decisions.rules.rollup import Ints
from folkmoot.decisions.rules.settling import SETTLING
from folkmoot.people.models import Membership
from folkmoot.units.models import ParentEdge, Unit
from folkmoot.units.rules.paths import is_within


@dataclass(frozen=True, eq=False)
class Walked:
    """Who came and who left, by unit of the tree of then; and the same up to `to`, kept for the next walk to go on from."""

    came: Ints
    left: Ints
    kept_came: Ints
    kept_left: Ints
    to: datetime

    def keep_in(self, state: ReachState) -> None:
        """Write into `state` where the next walk goes on from; the caller saves."""
        state.came, state.left, state.walked_to = packed(self.kept_came), packed(self.kept_left), self.to


def walk(state: ReachState, then: Columns, *, at: datetime) -> Walked:
    """Count who came and who left up to the moment `at`: on from the last walk where that gives the same as all anew."""
    conveyed = rule_of(state.decision)
    came = left = np.zeros(len(then.tree), np.int64)
    since = conveyed.conveyed_at
    if state.walked_to and state.came and state.left and _may_go_on(state.walked_to, conveyed, at=at):
        came, left, since = unpacked(state.came), unpacked(state.left), state.walked_to
    to = max(since, at - SETTLING)
    kept_came, kept_left = _on(then, conveyed, came, left, since=since, at=to)
    now_came, now_left = _on(then, conveyed, kept_came, kept_left, since=to, at=at)
    return Walked(now_came, now_left, kept_came, kept_left, to)


def may_have_moved(audience: Audience, *, since: datetime, at: datetime) -> bool:
    """Return whether anybody's place, or any unit, may have changed since a moment; narrowed audiences always may have."""
    since -= SETTLING
    return (
        _is_narrowed(audience)
        or Membership.objects.filter(started_at__gt=since, started_at__lte=at).exists()
        or Membership.objects.filter(ended_at__gt=since, ended_at__lte=at).exists()
        or ParentEdge.objects.filter(started_at__gt=since).exists()
        or Unit.objects.filter(closed_at__gt=since).exists()
    )


def _may_go_on(walked_to: datetime, conveyed: Conveyed, *, at: datetime) -> bool:
    # Kinds, sectors and offices change without a date to see it by.
    return (
        at >= walked_to
        and not _is_narrowed(conveyed.audience)
        and not _has_crossed(conveyed.audience, since=walked_to)
    )


def _is_narrowed(audience: Audience) -> bool:
    return bool(audience.kinds or audience.sectors or audience.offices)


def _has_crossed(audience: Audience, *, since: datetime) -> bool:
    """Return whether a unit may have been moved into the subtree of `audience` or out of it since a moment."""
    moved = ParentEdge.objects.filter(started_at__gt=since).filter(started_at__gt=F("unit__founded_at"))
    edges = ParentEdge.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=since), unit__in=moved.order_by().values("unit")
    )
    # A parent that was moved itself is among the moved, so where parents are now is enough to ask.
    sides: dict[UUID, set[bool]] = defaultdict(set)
    for unit, parent in edges.order_by().values_list("unit", "parent__path").iterator():
        sides[unit].add(is_within(parent or "", audience.unit_path))
    return any(len(found) > 1 for found in sides.values())


def _on(
    then: Columns, conveyed: Conveyed, came: Ints, left: Ints, *, since: datetime, at: datetime
) -> tuple[Ints, Ints]:
    changed = changed_between(conveyed, since=since, at=at)
    return (
        came + then.column(at_known_units(then, changed.came)),
        left + then.column(at_known_units(then, changed.left)),
    )
