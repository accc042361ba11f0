"""Doing a batch of rows of units: in memory row by row, in the database by sets."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from folkmoot.kernel.batches import batched
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.inserting import insert_all
from folkmoot.kernel.text import fold
from folkmoot.structure.actions.batches import Counts
from folkmoot.structure.actions.moving import hang_below
from folkmoot.structure.events import UnitsImported
from folkmoot.structure.models import ImportJob
from folkmoot.structure.queries.surroundings import Surroundings
from folkmoot.structure.rules.unit_rows import Aspect, UnitRow, aspects_changed
from folkmoot.structure.rules.verdicts import Change
from folkmoot.units.models import ParentEdge, Sector, Unit
from folkmoot.units.rules import paths

# So many keys fit into one statement on SQLite.
_TOGETHER = 500


@dataclass
class Work:
    """What a batch does, row by row in memory, and writes by sets."""

    around: Surroundings
    at: datetime
    founded: list[Unit] = field(default_factory=list)
    changed: dict[UUID, Unit] = field(default_factory=dict)
    # Those that became another kind.
    stirred: set[UUID] = field(default_factory=set)
    # How many children each unit that was there before has got.
    grown: Counter[UUID] = field(default_factory=Counter)
    sectors: dict[UUID, tuple[str, ...]] = field(default_factory=dict)
    unwritten: set[UUID] = field(default_factory=set)
    founded_ids: list[UUID] = field(default_factory=list)
    moved_ids: list[UUID] = field(default_factory=list)
    changed_ids: list[UUID] = field(default_factory=list)

    def do(self, row: UnitRow) -> None:
        """Do what one row asks for.

        :raises Refused: if the tree has changed since the check, so that the row no longer fits.
        """
        verdict = self.around.judge(row, self.around.parent_found(row))
        parent = self.around.parent_of(row)
        if verdict.problems or parent is None:
            raise Refused(
                _("Row %(number)d no longer fits: %(why)s")
                % {"number": row.number, "why": " ".join(problem.sentence for problem in verdict.problems)}
            )
        if verdict.change is Change.NEW:
            self._found(row, parent)
        elif verdict.change is Change.CHANGED:
            self._change(row, self.around.units[row.code], parent)

    def write(self) -> None:
        """Write what was done and is not written yet."""
        insert_all(self.founded)
        insert_all(
            [
                ParentEdge(unit_id=unit.pk, parent_id=unit.parent_id, started_at=self.at)
                for unit in self.founded
            ]
        )
        if self.changed:
            Unit.objects.bulk_update(
                self.changed.values(), ["name", "search_name", "kind", "time_zone"], batch_size=100
            )
        for some in batched(self.stirred, _TOGETHER):
            Unit.objects.filter(pk__in=some).update(stirred_at=self.at)
        self._count_children()
        self._write_sectors()
        for written in (
            self.founded,
            self.changed,
            self.stirred,
            self.grown,
            self.sectors,
            self.unwritten,
        ):
            written.clear()

    def event(self, job: ImportJob, batch: int, counts: Counts) -> UnitsImported:
        """Return the event that tells of the whole batch."""
        return UnitsImported(
            job.pk,
            batch,
            founded=tuple(self.founded_ids),
            moved=tuple(self.moved_ids),
            changed=tuple(self.changed_ids),
            same_count=counts.same,
        )

    def _found(self, row: UnitRow, parent: Unit) -> None:
        unit = Unit(
            id=new_id(),
            kind=self.around.kinds[row.kind],
            parent=parent,
            path=paths.child_path(parent.path, parent.children_made),
            name=row.name,
            search_name=fold(row.name),
            code=row.code,
            time_zone=row.time_zone or parent.time_zone,
            founded_at=self.at,
            stirred_at=self.at,
        )
        parent.children_made += 1
        if parent.pk not in self.unwritten:
            self.grown[parent.pk] += 1
        self.around.units[row.code] = unit
        self.around.parent_codes[parent.pk] = parent.code
        self.founded.append(unit)
        self.unwritten.add(unit.pk)
        self.founded_ids.append(unit.pk)
        self._set_sectors(unit, row)

    def _change(self, row: UnitRow, unit: Unit, parent: Unit) -> None:
        standing = self.around.standing(row.code)
        for aspect in aspects_changed(row, standing, top=self.around.top.code) if standing else ():
            self._DOES[aspect](self, row, unit, parent)
        self.changed_ids.append(unit.pk)

    def _move(self, _row: UnitRow, unit: Unit, parent: Unit) -> None:
        # The range of its path is rewritten in the database, so what is waiting has to be there first.
        self.write()
        old = unit.path
        hang_below(unit, parent, at=self.at)
        self.around.parent_codes[parent.pk] = parent.code
        for each in self.around.units.values():
            if each.pk != unit.pk and paths.is_within(each.path, old):
                each.path = paths.moved_path(each.path, old=old, new=unit.path)
        self.moved_ids.append(unit.pk)

    def _rename(self, row: UnitRow, unit: Unit, _parent: Unit) -> None:
        unit.name, unit.search_name = row.name, fold(row.name)
        self.changed[unit.pk] = unit

    def _change_kind(self, row: UnitRow, unit: Unit, _parent: Unit) -> None:
        unit.kind = self.around.kinds[row.kind]
        self.changed[unit.pk] = unit
        self.stirred.add(unit.pk)

    def _set_time_zone(self, row: UnitRow, unit: Unit, _parent: Unit) -> None:
        unit.time_zone = row.time_zone
        self.changed[unit.pk] = unit

    def _set_sectors(self, unit: Unit, row: UnitRow) -> None:
        if row.sectors:
            self.sectors[unit.pk] = row.sectors

    def _replace_sectors(self, row: UnitRow, unit: Unit, _parent: Unit) -> None:
        self._set_sectors(unit, row)

    def _count_children(self) -> None:
        # One UPDATE for all that grew by as many: some few, where one by one it would be some hundred.
        by_count: dict[int, list[UUID]] = {}
        for unit_id, count in self.grown.items():
            by_count.setdefault(count, []).append(unit_id)
        for count, unit_ids in sorted(by_count.items()):
            Unit.objects.filter(pk__in=unit_ids).update(children_made=F("children_made") + count)

    def _write_sectors(self) -> None:
        if not self.sectors:
            return
        link = Unit.sectors.through
        ids = dict(Sector.objects.values_list("code", "pk"))
        link.objects.filter(unit__in=list(self.sectors)).delete()
        link.objects.bulk_create(
            link(unit_id=unit_id, sector_id=ids[code])
            for unit_id, codes in self.sectors.items()
            for code in codes
        )

    _DOES = {
        Aspect.PARENT: _move,
        Aspect.KIND: _change_kind,
        Aspect.NAME: _rename,
        Aspect.TIME_ZONE: _set_time_zone,
        Aspect.SECTORS: _replace_sectors,
    }
