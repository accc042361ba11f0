"""Units and kinds as the rules see them: one for an act, many at once for an import."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from folkmoot.people.models import Membership
from folkmoot.structure.rules.placing import KindFacts, Place
from folkmoot.structure.rules.unit_rows import UnitRow
from folkmoot.units.models import Unit, UnitKind


def kinds_by_code() -> dict[str, UnitKind]:
    """Return all kinds of unit, at most twelve, from the top down."""
    return {kind.code: kind for kind in UnitKind.objects.order_by("rank")}


def kind_facts(kind: UnitKind) -> KindFacts:
    """Return what the rules ask of a kind."""
    return KindFacts(kind.code, kind.name, kind.rank, kind.is_cell)


def place_of(unit: Unit) -> Place:
    """Return where `unit`, read with its kind, stands."""
    return Place(unit.name, kind_facts(unit.kind), unit.path, unit.closed_at)


def units_by_code(codes: Iterable[str], kinds: Mapping[str, UnitKind]) -> dict[str, Unit]:
    """Return the units that have one of `codes`, each with its kind and its parent's code: some hundred at a time."""
    by_id = {kind.pk: kind for kind in kinds.values()}
    found: dict[str, Unit] = {}
    for unit in Unit.objects.filter(code__in=list(codes)).order_by("path"):
        # Twelve kinds for some hundred units: cheaper given than joined.
        unit.kind = by_id[unit.kind_id]
        found[unit.code] = unit
    return found


def parent_codes(units: Iterable[Unit]) -> dict[UUID, str]:
    """Return the code of each unit's parent, by the parent's id."""
    ids = {unit.parent_id for unit in units if unit.parent_id}
    return dict(Unit.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "code"))


def sectors_by_unit(units: Iterable[Unit]) -> dict[UUID, frozenset[str]]:
    """Return the codes of the sectors of `units`; units without any are left out."""
    links = Unit.sectors.through.objects.filter(unit__in=[unit.pk for unit in units])
    found: dict[UUID, set[str]] = {}
    for unit_id, code in links.order_by("pk").values_list("unit", "sector__code"):
        found.setdefault(unit_id, set()).add(code)
    return {unit_id: frozenset(codes) for unit_id, codes in found.items()}


@dataclass(frozen=True)
class HangingOn:
    """What hangs on the units whose kind is to change: the highest kind right below each, and its members."""

    highest_below: Mapping[UUID, KindFacts]
    members: Mapping[UUID, int]


def hanging_on(
    units: Mapping[str, Unit], rows: Iterable[UnitRow], kinds: Mapping[str, UnitKind], *, at: datetime
) -> HangingOn:
    """Return what hangs on those of `units` whose kind one of `rows` changes, by two questions for all."""
    changing = [
        units[row.code].pk for row in rows if row.code in units and units[row.code].kind.code != row.kind
    ]
    if not changing:
        return HangingOn({}, {})
    by_rank = {kind.rank: kind_facts(kind) for kind in kinds.values()}
    below = Unit.objects.filter(parent__in=changing).open().values("parent").order_by("parent")
    ranks = below.annotate(rank=Min("kind__rank")).values_list("parent", "rank")
    homes = Membership.objects.current(at).filter(unit__in=changing).values("unit").order_by("unit")
    return HangingOn(
        {parent: by_rank[rank] for parent, rank in ranks if parent},
        dict(homes.annotate(count=Count("pk")).values_list("unit", "count")),
    )
