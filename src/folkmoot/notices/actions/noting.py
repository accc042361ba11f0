"""Noting what was looked at, of recipients of mail and of devices alike: up to when, and when next."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from folkmoot.notices.rules.slots import is_by_day, next_morning, next_slot

# What was conveyed a moment ago may not be committed yet, and a look that went past it would never come back.
SETTLED = timedelta(minutes=1)
# Who could not be told now is tried again then.
LATER = timedelta(hours=1)


class Waiting(Protocol):
    """Somebody who is due, and the row that says so: it has `often`, `since` and `next_at`."""

    @property
    def row(self) -> Any: ...  # noqa: ANN401  -- a recipient or a device

    @property
    def person_id(self) -> UUID: ...

    @property
    def zone(self) -> ZoneInfo: ...

    @property
    def slot(self) -> datetime: ...


Someone = TypeVar("Someone", bound=Waiting)


def note(each: Waiting, until: datetime, at: datetime) -> None:
    """Note that one was dealt with, up to the moment `until`."""
    # Only if it is due still: they may have chosen otherwise in the meantime.
    asked = _rows_like(each).filter(pk=each.row.pk, next_at=each.slot)
    asked.update(since=until, next_at=_next(each, at))


def note_quiet(batch: Sequence[Waiting], until: datetime, at: datetime) -> None:
    """Note of many that nothing was new for them."""
    rows = [type(each.row)(pk=each.row.pk, since=until, next_at=_next(each, at)) for each in batch]
    if rows:
        _rows_like(batch[0]).filter(next_at__lte=at).bulk_update(rows, ["since", "next_at"])


def put_off(batch: Sequence[Waiting], until: datetime) -> None:
    """Look at these no sooner than at the moment `until`; what is new for them stays so."""
    _put_off([(each, until) for each in batch])


def put_off_asleep(batch: Sequence[Someone], at: datetime) -> list[Someone]:
    """Put off until the morning whoever has night where they live, and return the others."""
    asleep = [each for each in batch if not is_by_day(at, each.zone)]
    _put_off([(each, next_morning(after=at, zone=each.zone, person_id=each.person_id)) for each in asleep])
    return [each for each in batch if is_by_day(at, each.zone)]


def _put_off(moments: Sequence[tuple[Waiting, datetime]]) -> None:
    rows = [type(each.row)(pk=each.row.pk, next_at=moment) for each, moment in moments]
    if rows:
        latest = max(each.slot for each, _moment in moments)
        _rows_like(moments[0][0]).filter(next_at__lte=latest).bulk_update(rows, ["next_at"])


def _next(each: Waiting, at: datetime) -> datetime | None:
    return next_slot(each.row.often, after=at, zone=each.zone, person_id=each.person_id)


def _rows_like(each: Waiting) -> Any:  # noqa: ANN401  -- of recipients or of devices
    return type(each.row).objects.all()
