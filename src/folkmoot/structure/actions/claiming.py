"""Holding units, and the shape of the tree, still while an act works on them."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from folkmoot.access.policy import may
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person
from folkmoot.structure.queries.standings import place_of
from folkmoot.structure.rules.placing import must_be_open
from folkmoot.units.models import Unit, UnitKind

# Any number will do, as long as nothing else in this database uses it.
_TREE_LOCK = 0x74726565


def claim_unit(unit_id: UUID) -> Unit:
    """Lock the open unit `unit_id` for this transaction and return it.

    :raises Refused: if there is no such unit, or it was closed.
    """
    unit = Unit.objects.select_for_update(of=("self",)).select_related("kind").filter(pk=unit_id).first()
    if unit is None:
        raise no_such_unit()
    must_be_open(place_of(unit))
    return unit


def no_such_unit() -> Refused:
    """Return the refusal of an act on a unit that is not there, or not for whoever acts."""
    return Refused(_("There is no such unit. Choose it from the list again."), field="unit")


def hold_tree_still() -> None:
    """Let units be founded but none be moved until this transaction ends; to be called before a path is read."""
    _lock_tree("pg_advisory_xact_lock_shared")


def take_tree() -> None:
    """Let nobody else found or move units until this transaction ends; to be called before a path is read."""
    _lock_tree("pg_advisory_xact_lock")


def kind_called(code: str) -> UnitKind:
    """Return the kind with this code.

    :raises Refused: if there is none; the sentence names those there are.
    """
    kind = UnitKind.objects.filter(code=code).first()
    if kind is None:
        known = ", ".join(UnitKind.objects.order_by("rank").values_list("code", flat=True))
        raise Refused(
            _("There is no kind of unit called “%(code)s”. There are: %(known)s.")
            % {"code": code, "known": known},
            field="kind",
        )
    return kind


def must_be_free(code: str, *, by: Person | None, at: datetime, but_for: UUID | None = None) -> None:
    """Let a code be given to one unit only.

    :raises Refused: if another unit than `but_for` has it, closed ones included; it is named to those who may see it.
    """
    other = Unit.objects.filter(code=code).first()
    if other is None or other.pk == but_for:
        return
    sentence = _("The code %(code)s is taken. Choose another.")
    if by is None or may(by, "units.see_unit", on=other, at=at):
        sentence = _("The code %(code)s belongs to %(unit)s. Choose another.")
    raise Refused(sentence % {"code": code, "unit": other.name}, field="code")


def _lock_tree(function: str) -> None:
    # SQLite's IMMEDIATE transaction is already alone. On PostgreSQL a unit founded below one that is being moved
    # would be missed by the UPDATE of the range, and keep a path from before the move.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"select {function}(%s)", [_TREE_LOCK])
