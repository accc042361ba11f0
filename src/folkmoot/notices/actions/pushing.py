"""Pushing to devices: one look at a time, as digests are sent, beside them and without waiting for them.

A message is handed over first and noted then, so whoever is killed in between repeats one. It comes under the same topic
and mark: the push service puts it in the place of the first, and a browser that showed that one stays silent.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from folkmoot.notices.actions.noting import LATER, SETTLED, note, note_quiet, put_off, put_off_asleep
from folkmoot.notices.alone import alone
from folkmoot.notices.interfaces import news_of
from folkmoot.notices.mail import NotSent, NotTaken
from folkmoot.notices.models import Subscription
from folkmoot.notices.pace import Pace
from folkmoot.notices.push import Ended
from folkmoot.notices.pushed import push_news
from folkmoot.notices.queries import DueDevice, due_devices

BATCH = 100
# Each may take ten seconds, and a browser says itself where its push service is.
MOST_FAILED = 2


@dataclass(frozen=True)
class _Trouble:
    """What went wrong in a batch: services that cannot be spoken to, and how often it was a device of whom."""

    silent: set[str] = field(default_factory=set)
    failed: Counter[UUID] = field(default_factory=Counter)

    def is_with(self, each: DueDevice) -> bool:
        """Return whether a device is to wait, so that all others need not wait for it."""
        return each.row.service in self.silent or self.failed[each.person_id] >= MOST_FAILED


def push_due(at: datetime, *, pace: Pace) -> bool:
    """Look at the news of up to 100 devices that are due, notify those that have some, and return whether more wait."""
    with alone("pushing") as is_alone:
        batch, over = due_devices(at, limit=BATCH) if is_alone else ([], [])
        Subscription.objects.filter(pk__in=over).delete()
        trouble = _Trouble()
        for devices in _one_of_each(put_off_asleep(batch, at)):
            _look_at(devices, at, pace, trouble)
    return len(batch) + len(over) == BATCH


def _one_of_each(batch: Sequence[DueDevice]) -> Iterator[list[DueDevice]]:
    """Yield the devices so that no two of one person are looked at together: each has a moment of its own."""
    waiting = list(batch)
    while waiting:
        first: dict[object, DueDevice] = {}
        for each in waiting:
            first.setdefault(each.person_id, each)
        yield list(first.values())
        waiting = [each for each in waiting if first[each.person_id] is not each]


def _look_at(batch: Sequence[DueDevice], at: datetime, pace: Pace, trouble: _Trouble) -> None:
    until = at - SETTLED
    news = news_of({each.person_id: each.row.since for each in batch}, until)
    note_quiet([each for each in batch if not news[each.person_id]], until, at)
    for each in batch:
        if not news[each.person_id]:
            continue
        if not pace.may_go_on():
            return
        if trouble.is_with(each):
            put_off([each], at + LATER)
        else:
            _notify(each, news[each.person_id], at, trouble)


def _notify(each: DueDevice, count: int, at: datetime, trouble: _Trouble) -> None:
    """Notify one device, and add to `trouble` what went wrong."""
    try:
        push_news(each, count, at=at)
    except Ended:
        Subscription.objects.filter(pk=each.row.pk, endpoint=each.row.endpoint).delete()
    except NotTaken:
        put_off([each], at + LATER)
        trouble.failed[each.person_id] += 1
    except NotSent:
        # The others who are there need not be waited for one by one.
        put_off([each], at + LATER)
        trouble.failed[each.person_id] += 1
        trouble.silent.add(each.row.service)
    except Exception:
        # Whatever is wrong with this one must not keep all behind it from being told.
        put_off([each], at + LATER)
        raise
    else:
        note(each, at - SETTLED, at)
