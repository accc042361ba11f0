"""Of which units, imports, merges and splits somebody may know: what the acts are given; anything else is to them not there."""

from uuid import UUID

from folkmoot.access.policy import places_where, units_among, units_where
from folkmoot.kernel.sight import Asking
from folkmoot.structure.models import Twinning
from folkmoot.structure.queries.imports import imports_for
from folkmoot.structure.queries.reorganisations import reorganisations_shown

_SEEING = "units.see_unit"


def units_known(asking: Asking) -> set[UUID]:
    """Return those that `to` may see, open or closed."""
    return units_among(asking.ids, places_where(asking.to, _SEEING, at=asking.at))


def twins_known(asking: Asking) -> set[UUID]:
    """Return the units that are twinned, or about to be, with one that `to` may twin."""
    units = units_where(asking.to, "structure.offer_twinning", at=asking.at).order_by().values("pk")
    across = Twinning.objects.filter(unit__in=units, other__in=asking.ids).values_list("other", flat=True)
    back = Twinning.objects.filter(other__in=units, unit__in=asking.ids).values_list("unit", flat=True)
    return {*across, *back}


def imports_known(asking: Asking) -> set[UUID]:
    """Return those below units where `to` may import such things."""
    return set(imports_for(asking.to, at=asking.at).filter(pk__in=asking.ids).values_list("pk", flat=True))


def reorganisations_known(asking: Asking) -> set[UUID]:
    """Return those of units below those where `to` may merge or split."""
    return set(
        reorganisations_shown(asking.to, at=asking.at).filter(pk__in=asking.ids).values_list("pk", flat=True)
    )
