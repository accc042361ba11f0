"""Whether a set of units lies where somebody may do something: two questions at most, however many units."""

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
        reached &= units_where(by, permission, at=at)
    asked = set(unit_ids)
    # Asked for the few, so that the database does not gather all that lies within reach to compare.
    within = set(reached.filter(pk__in=asked).order_by().values_list("pk", flat=True))
    return list(Unit.objects.filter(pk__in=asked - within).in_order())
