"""Where many units stand, told from what features know of them: by as many questions for some hundred as for one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from folkmoot.bylaws.interfaces import Known, kinds_known, sources_of_many
from folkmoot.bylaws.models import Provision as Row
from folkmoot.bylaws.models import Standing, UnitStanding
from folkmoot.bylaws.queries.duties import facts_of
from folkmoot.bylaws.queries.provisions import provisions_over_each
from folkmoot.bylaws.rules import standing as rules
from folkmoot.bylaws.rules.calendar import Period
from folkmoot.bylaws.rules.clauses import Provision
from folkmoot.bylaws.rules.standing import Asked, standings, window_around
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

_DAY = timedelta(days=1)
# The bodies in whose bylaws something stands that is for a unit, and its kind: of these the same is asked.
_Key = tuple[tuple[str, ...], str, Period]


@dataclass(frozen=True)
class Told:
    """Where a unit stands, as rows that are to be kept; no row for itself where nothing is asked of it, now or later."""

    unit: UnitStanding | None
    each: Sequence[Standing] = ()


@dataclass
class Teller:
    """Tells where units stand at the moment `at`; what the same bylaws ask is worked out once for all of them."""

    at: datetime
    _asked: dict[_Key, Asked] = field(default_factory=dict)
    _moments: dict[tuple[date, str], datetime] = field(default_factory=dict)

    def tell(self, units: Sequence[Unit]) -> dict[UUID, Told]:
        """Return where each of `units`, read with their kinds, stands: closed ones nowhere."""
        told = {unit.pk: Told(None) for unit in units}
        asked = self._asked_of([unit for unit in units if unit.is_open])
        known = self._known_of([unit for unit in units if unit.pk in asked], asked.values())
        for unit in units:
            if unit.pk in asked:
                told[unit.pk] = self._told(unit, asked[unit.pk], known.get(unit.pk, []))
        return told

    def _asked_of(self, units: Sequence[Unit]) -> dict[UUID, Asked]:
        bodies = provisions_over_each(units)
        found = {unit.pk: self._asked_in(unit, bodies) for unit in units}
        return {unit_id: asked for unit_id, asked in found.items() if asked.provisions}

    def _asked_in(self, unit: Unit, bodies: Mapping[str, Sequence[Provision]]) -> Asked:
        line = tuple(path for path in paths.ancestors_of(unit.path) if path in bodies)
        key = line, unit.kind.code, window_around(unit.local(self.at).date())
        if key not in self._asked:
            every = [each for path in line for each in bodies[path] if each.is_for(unit.kind.code)]
            kinds = kinds_known(sources_of_many({each.clause.kind for each in every}))
            known = [each for each in every if each.clause.kind in kinds]
            self._asked[key] = Asked(known, unit.kind.code, key[2])
        return self._asked[key]

    def _known_of(self, units: Sequence[Unit], asked: Iterable[Asked]) -> dict[UUID, list[Known]]:
        found: dict[UUID, list[Known]] = defaultdict(list)
        kinds = {kind for each in {id(each): each for each in asked}.values() for kind in each.kinds}
        if units:
            for source in sources_of_many(kinds):
                assert source.tell_many is not None  # noqa: S101  -- as they were chosen
                for unit_id, known in source.tell_many(units, self._period, self.at).items():
                    found[unit_id].append(known)
        return found

    @property
    def _period(self) -> Period:
        # The days that anybody's clocks show now lie in one window, but for a day about the new year.
        today = self.at.date()
        return Period(window_around(today - _DAY).first, window_around(today + _DAY).until)

    def _told(self, unit: Unit, asked: Asked, known: Sequence[Known]) -> Told:
        found = standings(asked, facts_of(unit, known, at=self.at))
        rows = [self._row(unit, each) for each in found.each]
        own = UnitStanding(
            unit_id=unit.pk,
            again_at=self._moment(found.again_on, unit),
            is_asked=bool(rows),
            due_at=_first(row.due_at for row in rows),
            late_at=_first(row.late_at for row in rows),
        )
        return Told(own, rows)

    def _row(self, unit: Unit, found: rules.Standing) -> Standing:
        assert found.provision.id is not None  # noqa: S101  -- it was read
        return Standing(
            unit_id=unit.pk,
            provision_id=found.provision.id,
            due_at=self._moment(found.due_from, unit),
            late_at=self._moment(found.late_from, unit),
        )

    def _moment(self, day: date | None, unit: Unit) -> Any:  # noqa: ANN401  -- None for None
        if day is None:
            return None
        key = day, unit.time_zone
        if key not in self._moments:
            self._moments[key] = datetime.combine(day, time.min, tzinfo=ZoneInfo(unit.time_zone))
        return self._moments[key]


def has_clauses() -> bool:
    """Return whether any bylaws ask anything of anybody."""
    return Row.objects.clauses().kept().exists()


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((each for each in moments if each is not None), default=None)
