"""What a batch of rows of units finds around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.people.models import Person
from folkmoot.structure.queries.circles import circles_in_line_with
from folkmoot.structure.queries.reach import units_out_of_reach
from folkmoot.structure.queries.standings import (
    HangingOn,
    hanging_on,
    kind_facts,
    kinds_by_code,
    parent_codes,
    place_of,
    sectors_by_unit,
    units_by_code,
)
from folkmoot.structure.rules.circles import Circles
from folkmoot.structure.rules.placing import Place
from folkmoot.structure.rules.unit_rows import ParentFound, Standing, UnitRow, judge
from folkmoot.structure.rules.verdicts import Verdict
from folkmoot.units.models import Unit, UnitKind


@dataclass
class Surroundings:
    """The units that a batch speaks of, and what hangs on them, read by sets."""

    top: Unit
    units: dict[str, Unit]
    kinds: Mapping[str, UnitKind]
    parent_codes: dict[UUID, str]
    outside: set[UUID]
    hanging: HangingOn
    sectors: dict[UUID, frozenset[str]]
    circles: Circles

    def judge(self, row: UnitRow, parent: ParentFound) -> Verdict:
        """Return what a row does, and what forbids it, below the parent that was found."""
        facts = {code: kind_facts(kind) for code, kind in self.kinds.items()}
        return judge(
            row, self.standing(row.code), parent, top=self.top.code, kinds=facts, circles=self.circles
        )

    def standing(self, code: str) -> Standing | None:
        """Return what the rules ask of the unit with this code, if there is one."""
        unit = self.units.get(code)
        if unit is None:
            return None
        return Standing(
            place=place_of(unit),
            parent_code=self.parent_codes[unit.parent_id] if unit.parent_id else "",
            time_zone=unit.time_zone,
            sectors=self.sectors.get(unit.pk, frozenset()),
            is_within=unit.pk not in self.outside,
            is_top=unit.pk == self.top.pk,
            highest_below=self.hanging.highest_below.get(unit.pk),
            members=self.hanging.members.get(unit.pk, 0),
        )

    def parent_of(self, row: UnitRow) -> Unit | None:
        """Return the unit that a row names as its parent, or the top if it names none."""
        return self.units.get(row.parent) if row.parent else self.top

    def parent_found(self, row: UnitRow) -> ParentFound:
        """Return where that parent stands."""
        unit = self.parent_of(row)
        return ParentFound(place_of(unit), unit.pk not in self.outside) if unit else ParentFound()


def look_around(
    rows: Sequence[UnitRow], top: Unit, *, permission: str, by: Person | None, at: datetime
) -> Surroundings:
    """Return the units that `rows` speak of, by eight questions for any number of rows."""
    kinds = kinds_by_code()
    units = units_by_code({row.code for row in rows} | {row.parent for row in rows} | {top.code}, kinds)
    there = [unit.pk for unit in units.values()]
    outside = units_out_of_reach(there, permission, under=top, by=by, at=at)
    return Surroundings(
        top=units[top.code],
        units=units,
        kinds=kinds,
        parent_codes=parent_codes(units.values()),
        outside={unit.pk for unit in outside},
        hanging=hanging_on(units, rows, kinds, at=at),
        sectors=sectors_by_unit(units.values()),
        circles=circles_in_line_with(units[top.code]),
    )


def planned_parent(
    around: Surroundings, planned: Mapping[str, UnitRow], unreadable: set[str], row: UnitRow
) -> ParentFound:
    """Return what the parent of a row will be once the rows before it are done: `planned` are rows of the file by code."""
    unit, plan = around.parent_of(row), planned.get(row.parent or around.top.code)
    if row.parent in unreadable or (plan and plan.kind not in around.kinds):
        return ParentFound(is_unreadable=True)
    if plan is None:
        return around.parent_found(row)
    kind = kind_facts(around.kinds[plan.kind])
    if unit is None:
        return ParentFound(Place(plan.name, kind))
    return ParentFound(Place(plan.name, kind, unit.path, unit.closed_at))
