"""Meetings to come, page by page: each page is asked for with the key of the last row before it."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from folkmoot.meetings.models import MeetingQuerySet


def rows_later(rows: MeetingQuerySet, key: str) -> MeetingQuerySet:
    """Keep those that begin after the meeting that `key` is of, the next first; all of them, if it is no key."""
    said, _sign, pk = key.partition("~")
    try:
        at, last = datetime.fromisoformat(said), UUID(pk)
    except ValueError:
        return rows.soonest_first()
    if at.tzinfo is None:
        return rows.soonest_first()
    further = Q(begins_at__gt=at) | Q(begins_at=at, pk__gt=last)
    # The range alone lets the index begin there.
    return rows.filter(further, begins_at__gte=at).soonest_first()
