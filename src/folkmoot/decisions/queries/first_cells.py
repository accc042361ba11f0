"""The first cells that a decision has not reached, found without walking through those that it has."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Subquery

from folkmoot.decisions.models import Decision, Figure, ReachState, Snapshot, UnitReached
from folkmoot.decisions.queries.reach import cells_not_reached
from folkmoot.decisions.rules.settling import SETTLING
from folkmoot.units.models import Unit, UnitKind
from folkmoot.units.rules import paths

# In order of path, from one unit to the next: below a unit all of whose cells had confirmed when figures were taken, and
# where nothing was stirred since, the walk goes on behind the last unit below it. So it comes by units with a cell that
# has not confirmed, their siblings and those above them, and ends when it has found enough.
_WALK = """
with recursive
stirred(path) as (
    select distinct substr(u.path, 1, step.column1)
    from {unit} u cross join (values {steps}) step
    -- Not by the range of paths: an index of it would be walked through instead of that of the few stirred.
    where u.stirred_at > %(since)s and substr(u.path, 1, length(%(low)s)) = %(low)s and step.column1 <= length(u.path)
),
walk(path, found) as (
    select u.path, 0 from {unit} u where u.path = %(low)s
    union all
    select
        (
            select n.path from {unit} n
            where n.path < %(high)s and n.path > case when exists (
                select 1 from {unit} u join {figure} f on f.unit_id = u.id
                where u.path = walk.path and f.snapshot_id = %(snapshot)s and f.cells_reached = f.cells
            ) and walk.path not in (select path from stirred) then walk.path || %(after_all)s else walk.path end
            order by n.path limit 1
        ),
        walk.found + case when exists (
            select 1 from {unit} c join {kind} k on k.id = c.kind_id where c.path = walk.path and {missing}
        ) then 1 else 0 end
    from walk where walk.path is not null and walk.found < %(most)s
)
select c.* from walk join {unit} c on c.path = walk.path join {kind} k on k.id = c.kind_id
where walk.found < %(most)s and {missing} order by c.path
"""
_MISSING = """
c.closed_at is null and k.is_cell
and not exists (select 1 from {reached} r where r.decision_id = %(decision)s and r.unit_id = c.id)
"""


def first_cells_not_reached(decision: Decision, unit: Unit, *, most: int) -> list[Unit]:
    """Return the first `most` of `cells_not_reached` at and below `unit`, in order of path, in two questions.

    As quickly when all cells but the last have confirmed, unless the decision is for some kinds or sectors alone: which
    cells these are changes without a moment to see it by.
    """
    audience = decision.audience
    taken = None if audience.narrows_kinds or audience.narrows_sectors else _taken(decision)
    if taken is None:
        return list(cells_not_reached(decision, Unit.objects.within(unit))[:most])
    low, high = paths.range_of(max(unit.path, audience.unit.path, key=len))
    snapshot, reckoned_at = taken
    since = connection.ops.adapt_datetimefield_value(reckoned_at - SETTLING)
    given = {
        "low": low, "high": high, "after_all": paths.AFTER_ALL, "most": most, "since": since,
        "decision": _key(decision.pk), "snapshot": _key(snapshot),
    }  # fmt: skip
    return list(Unit.objects.raw(_sql(), given))


def _taken(decision: Decision) -> tuple[UUID, datetime] | None:
    """Return the figures that pages show, and when what they count was counted: not when it was last found unchanged."""
    current = Snapshot.objects.filter(decision=OuterRef("decision"), is_current=True)
    states = ReachState.objects.annotate(current=Subquery(current.values("pk"))).exclude(current=None)
    return states.filter(decision=decision).values_list("current", "reckoned_at").first()


def _sql() -> str:
    tables = {"unit": Unit, "kind": UnitKind, "figure": Figure, "reached": UnitReached}
    names = {name: connection.ops.quote_name(model._meta.db_table) for name, model in tables.items()}  # noqa: SLF001  -- Django's documented Model API
    steps = ", ".join(f"({depth * paths.STEP})" for depth in range(1, paths.DEEPEST + 1))
    return _WALK.format(steps=steps, missing=_MISSING.format(**names), **names)


def _key(key: UUID) -> Any:  # noqa: ANN401  -- the database's own
    return Unit._meta.pk.get_db_prep_value(key, connection)  # noqa: SLF001  -- Django's documented Model API
