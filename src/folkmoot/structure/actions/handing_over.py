"""Taking merges and splits further, a batch at a time, so that no write holds up the others and none is lost to a crash."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.access.policy import require
from folkmoot.kernel.acts import Via, act, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import keyed_id
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit, take_tree
from folkmoot.structure.actions.closing import close_emptied
from folkmoot.structure.actions.moving import hang_below
from folkmoot.structure.actions.reorganising import claim_reorganisation, permission_for
from folkmoot.structure.events import UnitMerged, UnitsHandedOver
from folkmoot.structure.interfaces import Part, parts_of_units
from folkmoot.structure.models import Reorganisation, Stage
from folkmoot.units.models import Unit

# Units rewritten in one batch: one more subtree is taken only while there are fewer.
PATHS_MOST = 500
# Each move asks and writes some rows of its own besides.
MOVES_MOST = 25
log = structlog.get_logger()


@act("structure.hand_over", bulk=True)
def hand_over(*, reorganisation_id: UUID, batch: int, by: Person | None, at: datetime) -> UUID:
    """Hand over the next batch of a merge or split, and end it when nothing is left.

    :raises Refused: if it is not this batch's turn, a unit was closed, or `by` may no longer do so.
    """
    take_tree()
    held = claim_reorganisation(reorganisation_id)
    if held.stage != Stage.MOVING or held.batch != batch:
        raise Refused(_("This is not the next step of a merge or split. Look how far it is."))
    for unit_id in sorted((held.from_unit_id, held.to_unit_id)):
        unit = claim_unit(unit_id)
        require(by, permission_for(held), on=unit.parent or unit, at=at)
    count = _merge_further(held, by=by, at=at) if held.is_merge else _split_further(held, by=by, at=at)
    held.batch += 1
    held.done_count += count
    held.save(update_fields=["batch", "done_count", "units", "stage", "ended_at"])
    return held.pk


def continue_reorganisations(at: datetime) -> bool:
    """Do one batch of the oldest merge or split that can go on, and return whether there was one."""
    held = Reorganisation.objects.moving().select_related("by").order_by("id").first()
    if held is None:
        return False
    try:
        _do_batch(held, at)
    except Refused as refusal:
        _stop(held, str(refusal))
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # Tried for ever, it would keep every other one waiting.
        log.exception("reorganisation stopped", reorganisation=str(held.pk))
        _stop(held, _("A fault of Folkmoot's own stopped this; it is described in the server's log."))
    return True


def hand_over_units(from_unit: Unit, to_unit: Unit, *, by: Person | None, at: datetime) -> int:
    """Hang the next units right below one unit under another, as many as one batch may rewrite."""
    children = Unit.objects.filter(parent=from_unit).open().select_related("parent").order_by("path")
    return _hang(list(children[:MOVES_MOST]), from_unit, to_unit, by=by, at=at)


def _count_units(unit: Unit) -> int:
    return Unit.objects.filter(parent=unit).open().count()


def _fate_of_units(count: int, into: Unit) -> str:
    return ngettext(
        "%(count)d unit right below it will be below %(into)s.",
        "%(count)d units right below it will be below %(into)s.",
        count,
    ) % {"count": count, "into": into.name}


UNITS_BELOW = Part("units", _count_units, _fate_of_units, hand_over_units)


def _do_batch(held: Reorganisation, at: datetime) -> None:
    run(
        hand_over,
        {"reorganisation_id": held.pk, "batch": held.batch},
        # The same batch has the same id for ever, so that whoever repeats it finds it done.
        act_id=keyed_id(held.pk, str(held.batch)),
        by=held.by,
        at=at,
        via=Via(held.via),
    )


def _stop(held: Reorganisation, because: str) -> None:
    Reorganisation.objects.moving().filter(pk=held.pk, batch=held.batch).update(
        stage=Stage.STOPPED, stopped_because=because
    )


def _merge_further(held: Reorganisation, *, by: Person | None, at: datetime) -> int:
    unit, into = held.from_unit, held.to_unit
    for part in parts_of_units.values():
        if count := part.hand_over(unit, into, by=by, at=at):
            return count
    close_emptied(unit, at=at)
    record(UnitMerged(unit.pk, into.pk), by=by, at=at)
    _end(held, at)
    return 0


def _split_further(held: Reorganisation, *, by: Person | None, at: datetime) -> int:
    wanted = [UUID(pk) for pk in held.units[:MOVES_MOST]]
    # What was moved elsewhere or closed meanwhile is in the unit no more, and stays where it is.
    children = Unit.objects.filter(parent=held.from_unit, pk__in=wanted).open().select_related("parent")
    there = {child.pk: child for child in children}
    found = [there[pk] for pk in wanted if pk in there]
    count = _hang(found, held.from_unit, held.to_unit, by=by, at=at)
    left = {child.pk for child in found[count:]}
    held.units = [str(pk) for pk in wanted if pk in left] + held.units[MOVES_MOST:]
    if not held.units:
        _end(held, at)
    return count


def _hang(units: Sequence[Unit], from_unit: Unit, to_unit: Unit, *, by: Person | None, at: datetime) -> int:
    moved: list[UUID] = []
    rewritten = 0
    for unit in units:
        rewritten += Unit.objects.within(unit).count()
        if moved and rewritten > PATHS_MOST:
            break
        hang_below(unit, to_unit, at=at)
        moved.append(unit.pk)
    if moved:
        record(UnitsHandedOver(from_unit.pk, to_unit.pk, tuple(moved)), by=by, at=at)
    return len(moved)


def _end(held: Reorganisation, at: datetime) -> None:
    held.stage, held.ended_at = Stage.DONE, at
