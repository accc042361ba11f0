"""Who belongs to an affiliated organisation, and does not meet its rule any more: told to its registrar, and ended by nobody.

Whoever leaves the organisation itself stays in its youth league until somebody there ends that; and whoever joins it stays in
a club for others. It is theirs to talk about first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from folkmoot.membership.queries.members import MemberLine
from folkmoot.people.models import Membership
from folkmoot.structure.rules.circles import Admits, Circle
from folkmoot.units.models import UnitQuerySet

PAGE = 50


@dataclass(frozen=True)
class RuleBreaks:
    """Some members who do not meet the rule, and the key to ask for the next ones with (None at the end)."""

    lines: Sequence[MemberLine]
    following: UUID | None


def rule_breaks(circle: Circle, units: UnitQuerySet, *, after: UUID | None = None) -> RuleBreaks:
    """Return those at home in one of `units`, which belong to `circle`, who do not meet its rule, 50 at a time; one question."""
    if circle.admits is Admits.ANYBODY:
        return RuleBreaks([], None)
    in_organisation = Exists(Membership.objects.open().filter(person=OuterRef("person"), circle=None))
    breaks = ~in_organisation if circle.admits is Admits.MEMBERS else in_organisation
    homes: Any = Membership.objects.open().in_units(units).filter(breaks, circle=circle.id)
    later = homes.filter(person__gt=after) if after else homes
    rows = list(later.select_related("person", "unit").order_by("person")[: PAGE + 1])
    shown = rows[:PAGE]
    return RuleBreaks(
        [MemberLine(home.person, home) for home in shown],
        shown[-1].person_id if len(rows) > PAGE else None,
    )
