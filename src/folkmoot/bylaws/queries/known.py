"""Of which provisions somebody may know: what the acts are given; anything else is to them not there."""

from uuid import UUID

from folkmoot.access.policy import units_where
from folkmoot.bylaws.models import Provision
from folkmoot.kernel.sight import Asking


def provisions_known(asking: Asking) -> set[UUID]:
    """Return those of bodies whose decisions `to` may read: the bylaws of a unit are read by all who belong to it."""
    bodies = units_where(asking.to, "decisions.read_decision", at=asking.at)
    return set(Provision.objects.in_units(bodies).filter(pk__in=asking.ids).values_list("pk", flat=True))
