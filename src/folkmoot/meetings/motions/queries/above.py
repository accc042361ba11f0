"""Where a motion can be sent from its unit."""

from folkmoot.units.models import Unit


def units_above(unit: Unit) -> list[Unit]:
    """Return the open units above one, the nearest first."""
    return list(Unit.objects.above(unit).exclude(pk=unit.pk).open().order_by("-path"))
