"""The tree as it was."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from folkmoot.units.models import ParentEdge, Unit


def is_one_unit() -> bool:
    """Return whether the organisation is one unit with none below it, as a club is; one question."""
    return len(Unit.objects.open().values_list("pk", flat=True)[:2]) == 1


def tree_as_of(at: datetime) -> Iterator[tuple[UUID, UUID | None]]:
    """Yield each unit that was open at the moment `at` with its parent of then, None for the top; sorted by unit.

    Read from the dated edges and streamed, a row at a time. The top ends no edge, nor does it ever move.
    """
    edges = ParentEdge.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), started_at__lte=at)
    return edges.order_by("unit", "started_at").values_list("unit", "parent").iterator(chunk_size=2000)
