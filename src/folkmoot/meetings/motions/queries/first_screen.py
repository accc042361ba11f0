"""What the first screen tells somebody of motions: those behind which another wrote down that they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Subquery
from django.db.models.functions import Coalesce

from folkmoot.meetings.motions.models import Backing

# So long it stands there, whether or not they looked: nothing says that they did.
_TOLD = timedelta(days=30)
PARTS_OF_WRITTEN = 2


@dataclass(frozen=True)
class WrittenDown:
    """A motion that somebody moved, amended or seconded, as another wrote down for them."""

    motion_id: UUID
    title: str


def written_down_for(person: UUID, *, at: datetime) -> list[Subquery]:
    """Return what `said_of_written` reads, as parts of another question about `person`: the latest of 30 days."""
    rows = Backing.objects.filter(person=person, written_down_at__gt=at - _TOLD).order_by(
        "-written_down_at", "pk"
    )
    wanted = (
        Coalesce("motion_id", "amendment__motion_id"),
        Coalesce("motion__title", "amendment__motion__title"),
    )
    return [Subquery(rows.values_list(each)[:1]) for each in wanted]


def said_of_written(row: Sequence[Any]) -> WrittenDown | None:
    """Return what `written_down_for` found."""
    motion_id, title = row
    return None if motion_id is None else WrittenDown(motion_id, title)
