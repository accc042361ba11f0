"""Sending digests: one look at a time, noted after it; whoever is killed in between repeats one message at the most.

A message is handed over first and noted then: a member who got it twice sees one mail (its Message-ID is the same),
a member who never got it would have been told nothing. docs/decisions/0012-notices.md has the reasons.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.core.mail.backends.base import BaseEmailBackend

from folkmoot.notices.actions.noting import LATER, SETTLED, note, note_quiet, put_off, put_off_asleep
from folkmoot.notices.actions.refusals import note_refused
from folkmoot.notices.alone import alone
from folkmoot.notices.interfaces import asides_of, invitations_of, news_of
from folkmoot.notices.letters import Content, Letter, digest
from folkmoot.notices.mail import AddressRefused, NotSent, NotTaken, hand_over, open_line
from folkmoot.notices.pace import Pace
from folkmoot.notices.queries import Due, due

BATCH = 100
_SEVERAL = 3


def send_due(at: datetime, *, pace: Pace) -> bool:
    """Look at the news of up to 100 recipients who are due, write to those who have some, and return whether more wait.

    :raises NotSent: if the mail server cannot be reached, and they are due still; or if it refuses everybody.
    """
    with alone() as is_alone:
        batch = due(at, limit=BATCH) if is_alone else []
        # Hour after hour nobody is due, and then nothing is to be asked.
        if batch:
            _look_at(put_off_asleep(batch, at), at, pace)
    return len(batch) == BATCH


def _look_at(batch: Sequence[Due], at: datetime, pace: Pace) -> None:
    until = at - SETTLED
    reached = [each for each in batch if each.address and not each.recipient.is_refused(each.address)]
    news = news_of(_moments(reached), until)
    note_quiet([each for each in batch if not news.get(each.recipient.pk)], until, at)
    told = [each for each in reached if news[each.recipient.pk]]
    _write(told, _letters(told, news, until), at, pace)


def _letters(told: Sequence[Due], news: Mapping[UUID, int], until: datetime) -> dict[UUID, Letter]:
    asides = asides_of(_moments(told), until)
    wanting = [each for each in told if each.recipient.wants_meetings]
    appointments = invitations_of(_moments(wanting), until)
    return {
        person: Letter(Content(news[person], asides[person]), appointments.get(person, ()))
        for person in _moments(told)
    }


def _moments(batch: Sequence[Due]) -> dict[UUID, datetime]:
    return {each.recipient.pk: each.recipient.since for each in batch}


def _write(batch: Sequence[Due], letters: Mapping[UUID, Letter], at: datetime, pace: Pace) -> None:
    if not batch:
        return
    refused: list[Due] = []
    written = 0
    with open_line() as line:
        for each in batch:
            if not pace.may_go_on():
                break
            try:
                written += _is_written_to(each, letters[each.recipient.pk], at, line)
            except AddressRefused:
                refused.append(each)
    _note_refusals(refused, is_somebody_reached=written > 0, at=at)


def _is_written_to(each: Due, letter: Letter, at: datetime, line: BaseEmailBackend) -> bool:
    try:
        hand_over(digest(each, letter, at=at), line)
    except AddressRefused:
        raise
    except NotTaken:
        put_off([each], at + LATER)
        return False
    except NotSent:
        raise
    except Exception:
        # Whatever is wrong with this one must not keep all behind it from being told.
        put_off([each], at + LATER)
        raise
    note(each, at - SETTLED, at)
    return True


def _note_refusals(refused: Sequence[Due], *, is_somebody_reached: bool, at: datetime) -> None:
    if len(refused) >= _SEVERAL and not is_somebody_reached:
        # A server that takes nothing from us refuses everybody: that is no word about anybody's address.
        put_off(refused, at + LATER)
        raise NotSent("everybody was refused")
    for each in refused:
        note_refused(each.recipient.pk, each.address, at=at)
        note(each, at - SETTLED, at)
