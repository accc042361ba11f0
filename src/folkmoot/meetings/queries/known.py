"""Of which meetings somebody may know: what the acts are given; anything else is to them not there."""

from uuid import UUID

from folkmoot.kernel.sight import Asking
from folkmoot.meetings.queries.meetings import seen_by


def meetings_known(asking: Asking) -> set[UUID]:
    """Return those of units whose meetings `to` sees."""
    seen = seen_by(asking.to, at=asking.at).filter(pk__in=asking.ids)
    return set(seen.values_list("pk", flat=True))
