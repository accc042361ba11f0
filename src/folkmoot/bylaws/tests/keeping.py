"""Standings kept as the worker keeps them, and told from scratch, for tests that compare the two."""

from typing import Any

from django.conf import settings

from conftest import World
from folkmoot.bylaws.actions.adding_up import add_up
from folkmoot.bylaws.actions.standing import sweep_next, tell_those_due
from folkmoot.bylaws.actions.stirring import STIRRED
from folkmoot.bylaws.models import Compliance, Standing, UnitStanding
from folkmoot.bylaws.queries.standings import Teller
from folkmoot.kernel.relay import chain_waiting, feed
from folkmoot.kernel.signing import HeadLog, Signer
from folkmoot.units.models import Unit
from folkmoot.units.rules.paths import is_within

Rows = dict[Any, Any]


def keep(world: World) -> None:
    """Do what the worker does: chain the ledger, mark what was stirred, tell it anew, and add it up."""
    heads = HeadLog(settings.DATA / "heads-of-tests.log")
    while chain_waiting(at=world.at, signer=Signer.kept_in(settings.DATA), heads=heads):
        pass
    while feed(STIRRED):
        pass
    while tell_those_due(world.at) or sweep_next(world.at):
        pass
    add_up(world.at)


def kept() -> tuple[Rows, Rows]:
    """Return what is kept: of units, and of units by clause."""
    own = {row.unit_id: _days(row) for row in UnitStanding.objects.filter(is_asked=True)}
    return own, {(row.unit_id, row.provision_id): _days(row) for row in Standing.objects.all()}


def from_scratch(world: World) -> tuple[Rows, Rows]:
    """Return what would be kept if all of it were told anew."""
    told = Teller(world.at).tell(list(Unit.objects.select_related("kind").in_order())).values()
    own = {each.unit.unit_id: _days(each.unit) for each in told if each.unit and each.unit.is_asked}
    return own, {(row.unit_id, row.provision_id): _days(row) for each in told for row in each.each}


def added_up(world: World) -> Rows:
    """Return the figures of every unit above the cells, each counted by itself from what is kept."""
    found: Rows = {}
    units = list(Unit.objects.select_related("kind"))
    rows: list[tuple[str, int, Any]] = [("", 0, row) for row in UnitStanding.objects.filter(is_asked=True)]
    rows += [
        (str(row.provision_id), len(row.provision.body.path), row)
        for row in Standing.objects.select_related("provision__body")
    ]
    kinds = {unit.pk: (unit.path, unit.kind.code) for unit in units}
    for above in (unit for unit in units if not unit.kind.is_cell):
        figures: dict[str, dict[str, list[int]]] = {}
        for clause, height, row in rows:
            path, kind = kinds[row.unit_id]
            if is_within(path, above.path) and height <= len(above.path):
                counts = figures.setdefault(clause, {}).setdefault(kind, [0, 0, 0])
                is_late = row.late_at is not None and row.late_at <= world.at
                is_due = row.due_at is not None and row.due_at <= world.at and not is_late
                for place, counted in enumerate((True, is_due, is_late)):
                    counts[place] += counted
        if figures:
            found[above.pk] = figures
    return found


def figures() -> Rows:
    """Return the figures that pages show."""
    return dict(Compliance.objects.values_list("pk", "figures"))


def _days(row: Any) -> tuple[object, object]:
    return row.due_at, row.late_at
