"""Founding a unit."""

from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.structure.events import UnitFounded
from folkmoot.units.models import ParentEdge, Unit, UnitKind
from folkmoot.units.rules import paths


@act("structure.found_unit")
def found_unit(
    *,
    parent_id: UUID,
    kind: str,
    name: str,
    code: str,
    time_zone: str = "",
    by: Person | None,
    at: datetime,
) -> UUID:
    """Found a unit of the kind with code `kind` below the unit `parent_id`, in its time zone unless one is given.

    :raises Refused: if `by` may not found units there, the kind does not fit below the parent, or the code is taken.
    """
    parent = claim_unit(parent_id)
    require(by, "structure.found_unit", on=parent, at=at)
    unit = Unit(
        id=new_id(),
        kind=_fitting_kind(kind, parent),
        parent=parent,
        path=next_path(parent),
        name=name,
        code=_free_code(code),
        time_zone=time_zone or parent.time_zone,
        founded_at=at,
    )
    unit.save(force_insert=True)
    ParentEdge.objects.create(unit=unit, parent=parent, started_at=at)
    record(UnitFounded(unit.pk, parent.pk, name), by=by, at=at)
    return unit.pk


def claim_unit(unit_id: UUID) -> Unit:
    """Lock the open unit `unit_id` for this transaction and return it.

    :raises Refused: if there is no such unit, or it was closed.
    """
    unit = Unit.objects.select_for_update(of=("self",)).select_related("kind").filter(pk=unit_id).first()
    if unit is None:
        raise Refused(_("There is no such unit. Choose it from the list again."), field="unit")
    if not unit.is_open:
        raise Refused(_("%(unit)s was closed. Choose an open unit.") % {"unit": unit.name}, field="unit")
    return unit


def next_path(parent: Unit) -> str:
    """Return the path of the next child of `parent`, which no unit has had before."""
    path = paths.child_path(parent.path, parent.children_made)
    Unit.objects.filter(pk=parent.pk).update(children_made=F("children_made") + 1)
    return path


def _fitting_kind(code: str, parent: Unit) -> UnitKind:
    kind = UnitKind.objects.filter(code=code).first()
    if kind is None:
        known = ", ".join(UnitKind.objects.order_by("rank").values_list("code", flat=True))
        raise Refused(
            _("There is no kind of unit called “%(code)s”. There are: %(known)s.")
            % {"code": code, "known": known},
            field="kind",
        )
    if kind.rank <= parent.kind.rank:
        raise Refused(
            _("A %(kind)s cannot be below a %(parent)s. Choose a lower kind or a higher unit.")
            % {"kind": kind.name, "parent": parent.kind.name},
            field="kind",
        )
    return kind


def _free_code(code: str) -> str:
    other = Unit.objects.filter(code=code).first()
    if other is not None:
        raise Refused(
            _("The code %(code)s belongs to %(unit)s. Choose another.") % {"code": code, "unit": other.name},
            field="code",
        )
    return code
