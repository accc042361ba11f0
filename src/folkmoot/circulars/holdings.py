"""What is held about a person as one who asked for circulars."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import Field, Holding, reading
from folkmoot.circulars.actions.setting import forget_batches
from folkmoot.circulars.models import Batch
from folkmoot.circulars.queries.batches import over
from folkmoot.kernel.keeping import Keeping


class OldBatches:
    """Forgets circulars whose week is over, with their files."""

    def due(self, at: datetime) -> int:
        """Return how many batches are due at the moment `at`."""
        return over(at).count()

    def forget(self, at: datetime, limit: int) -> int:
        """Forget up to `limit` of them, each by itself, and return how many."""
        forgotten = 0
        while forgotten < limit and forget_batches(at):
            forgotten += 1
        return forgotten


_PRINTERS = ("circulars.print_batch",)

HOLDINGS = (
    Holding(
        "circulars_batch",
        _("Circulars I asked for"),
        _("to tell who had which circulars printed"),
        (
            Field("by_id", _("Asked by"), _PRINTERS, shown="by__name"),
            Field("asked_at", _("When"), _PRINTERS),
        ),
        reading(lambda person: Batch.objects.filter(by=person).order_by("asked_at", "pk")),
        where=_("in the unit for whose cells they are"),
    ),
)
KEEPINGS = (
    Keeping(
        _("seven days"),
        frozenset({"circulars_batch"}),
        clock=OldBatches(),
    ),
)
