"""To which circle of members units belong: an affiliated organisation, or else the organisation itself."""

from collections.abc import Iterable
from uuid import UUID

from folkmoot.structure.models import Affiliation, AffiliationQuerySet
from folkmoot.structure.rules.circles import Admits, Circle, Circles, circles_of
from folkmoot.units.models import Unit


def circle_of(unit: Unit) -> Circle | None:
    """Return the affiliated organisation to which `unit` belongs, None if that is the organisation itself; one question."""
    return circles_around([unit.path]).around(unit.path)


def circle_at(unit_id: UUID) -> Circle | None:
    """Return the affiliated organisation to which the unit `unit_id` belongs, None where there is no such unit; two questions."""
    unit = Unit.objects.filter(pk=unit_id).first()
    return circle_of(unit) if unit else None


def circles_around(tops: Iterable[str]) -> Circles:
    """Return the affiliated organisations to which units with these paths belong; one question."""
    return _read(Affiliation.objects.around(*tops))


def circles_in_line_with(*units: Unit) -> Circles:
    """Return the affiliated organisations above, below and at each of these units; a question for each."""
    found = {each for unit in units for each in _read(Affiliation.objects.in_line_with(unit.path)).found}
    return circles_of(found)


def _read(rows: AffiliationQuerySet) -> Circles:
    fields = ("unit", "unit__name", "unit__path", "admits", "condition")
    return circles_of(
        Circle(pk, name, path, Admits(admits), condition)
        for pk, name, path, admits, condition in rows.order_by().values_list(*fields)
    )
