"""Of which batches of circulars somebody may know: what the acts are given; anything else is to them not there."""

from uuid import UUID

from folkmoot.access.policy import visible
from folkmoot.circulars.models import Batch
from folkmoot.kernel.sight import Asking


def batches_known(asking: Asking) -> set[UUID]:
    """Return those of units where `to` may print."""
    batches = visible(
        Batch.objects.filter(pk__in=asking.ids), asking.to, "circulars.print_batch", at=asking.at
    )
    return set(batches.values_list("pk", flat=True))
