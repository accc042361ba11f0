"""Sending digests: one look at a time, noted after it; whoever is killed in between repeats one message at the most.

A message is handed over first and noted then: a member who got it twice sees one mail (its Message-ID is the same),
a member who never got it would have been told nothing. docs/decisions/0012-notices.md has the reasons.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.core.mail.backends.base import BaseEmailBackend

from folkmoot.notices.actions.refusals import note_refused
from folkmoot.notices.alone import alone
from folkmoot.notices.interfaces import news_of
from folkmoot.notices.letters import digest
from folkmoot.notices.mail import AddressRefused, NotSent, NotTaken, hand_over, open_line
from folkmoot.notices.models import Recipient
from folkmoot.notices.pace import Pace
from folkmoot.notices.queries import Due, due
from folkmoot.notices.rules.slots import is_by_day, next_morning, next_slot

BATCH = 100
# What was conveyed a moment ago may not be committed yet, and a look that went past it would never come back.
_SETTLED = timedelta(minutes=1)
_LATER = timedelta(hours=1)
_SEVERAL = 3


def send_due(at: datetime, *, pace: Pace) -> bool:
    """Look at the news of up to 100 recipients who are due, write to those who have some, and return whether more wait.

    :raises NotSent: if the mail server cannot be reached, and they are due still; or if it refuses everybody.
    """
    with alone() as is_alone:
        batch = due(at, limit=BATCH) if is_alone else []
        asleep = [each for each in batch if not is_by_day(at, each.zone)]
        _put_off(asleep, {each.recipient.pk: _morning(each, at) for each in asleep})
        _look_at([each for each in batch if is_by_day(at, each.zone)], at, pace)
    return len(batch) == BATCH


def _look_at(batch: Sequence[Due], at: datetime, pace: Pace) -> None:
    until = at - _SETTLED
    reached = [each for each in batch if each.address and not each.recipient.is_refused(each.address)]
    news = news_of({each.recipient.pk: each.recipient.since for each in reached}, until)
    _note_quiet([each for each in batch if not news.get(each.recipient.pk)], until, at)
    _write([each for each in reached if news[each.recipient.pk]], news, at, pace)


def _write(batch: Sequence[Due], news: Mapping[UUID, int], at: datetime, pace: Pace) -> None:
    if not batch:
        return
    refused: list[Due] = []
    written = 0
    with open_line() as line:
        for each in batch:
            if not pace.may_go_on():
                break
            try:
                written += _is_written_to(each, news[each.recipient.pk], at, line)
            except AddressRefused:
                refused.append(each)
    _note_refusals(refused, is_somebody_reached=written > 0, at=at)


def _is_written_to(each: Due, count: int, at: datetime, line: BaseEmailBackend) -> bool:
    try:
        hand_over(digest(each, count), line)
    except AddressRefused:
        raise
    except NotTaken:
        _put_off([each], {each.recipient.pk: at + _LATER})
        return False
    except NotSent:
        raise
    except Exception:
        # Whatever is wrong with this one must not keep all behind it from being told.
        _put_off([each], {each.recipient.pk: at + _LATER})
        raise
    _note(each, at - _SETTLED, at)
    return True


def _note_refusals(refused: Sequence[Due], *, is_somebody_reached: bool, at: datetime) -> None:
    if len(refused) >= _SEVERAL and not is_somebody_reached:
        # A server that takes nothing from us refuses everybody: that is no word about anybody's address.
        _put_off(refused, {each.recipient.pk: at + _LATER for each in refused})
        raise NotSent("everybody was refused")
    for each in refused:
        note_refused(each.recipient.pk, each.address, at=at)
        _note(each, at - _SETTLED, at)


def _note(each: Due, until: datetime, at: datetime) -> None:
    # Only if it is due still: they may have chosen otherwise in the meantime.
    asked = Recipient.objects.filter(pk=each.recipient.pk, next_at=each.slot)
    asked.update(since=until, next_at=_next(each, at))


def _note_quiet(batch: Iterable[Due], until: datetime, at: datetime) -> None:
    rows = [Recipient(pk=each.recipient.pk, since=until, next_at=_next(each, at)) for each in batch]
    Recipient.objects.filter(next_at__lte=at).bulk_update(rows, ["since", "next_at"])


def _put_off(batch: Iterable[Due], moments: Mapping[UUID, datetime]) -> None:
    rows = [Recipient(pk=each.recipient.pk, next_at=moments[each.recipient.pk]) for each in batch]
    if rows:
        latest = max(each.slot for each in batch)
        Recipient.objects.filter(next_at__lte=latest).bulk_update(rows, ["next_at"])


def _next(each: Due, at: datetime) -> datetime | None:
    return next_slot(each.recipient.often, after=at, zone=each.zone, person_id=each.recipient.pk)


def _morning(each: Due, at: datetime) -> datetime:
    return next_morning(after=at, zone=each.zone, person_id=each.recipient.pk)
