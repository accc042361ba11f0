"""Units as views ask for them."""

from folkmoot.units.models import Unit, UnitQuerySet


def open_units() -> UnitQuerySet:
    """Return the units that have not been closed, with their kinds."""
    return Unit.objects.open().select_related("kind")


def open_cells() -> UnitQuerySet:
    """Return the open units that are members' homes, with their kinds."""
    return open_units().cells()


def units_above_cells() -> UnitQuerySet:
    """Return the open units that are no member's home, with their kinds: where figures are shown."""
    return open_units().filter(kind__is_cell=False)
