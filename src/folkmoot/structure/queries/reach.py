"""Whether a set of units lies where somebody may do something: one question, however many units."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from folkmoot.access.policy import units_where
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


def units_out_of_reach(
    unit_ids: Iterable[UUID], permission: str, *, under: Unit, by: Person | None, at: datetime
) -> list[Unit]:
    """Return those of the units, in order, that are not below `under` or in which `by` lacks the permission.

    `by` is None for the machine's operator, who is bound by `under` alone.
    """
    reached = Unit.objects.within(under)
    if by is not None:
        reached = reached.in_units(units_where(by, permission, at=at))
    asked = Unit.objects.filter(pk__in=list(unit_ids))
    return list(asked.exclude(pk__in=reached.values("pk")).in_order())
