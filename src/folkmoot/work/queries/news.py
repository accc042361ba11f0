"""What digests count of work: that somebody is asked to do some. Nothing is written when they look at it."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from folkmoot.work.models import Offer


def count_offers(since: Mapping[UUID, datetime], until: datetime) -> dict[UUID, int]:
    """Return for each person how much work was offered to them after their own moment and by `until`: one question."""
    first = min(since.values(), default=until)
    rows = Offer.objects.filter(person__in=since, offered_at__gt=first, offered_at__lte=until)
    found = rows.values_list("person", "offered_at")
    return dict(Counter(person for person, moment in found if moment > since[person]))
