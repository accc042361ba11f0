"""Addresses from which mail comes back: kept as a mark on the recipient, without a reason and without a history."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.message import Message
from uuid import UUID

from django.db.models import Q

from folkmoot.kernel.acts import act
from folkmoot.notices.actions.choosing import themselves
from folkmoot.notices.models import Recipient, digest_of
from folkmoot.notices.rules.reports import Returned, returned_in
from folkmoot.notices.signing import sent_at
from folkmoot.people.models import Account, Person

KEPT = timedelta(days=180)
_AT_ONCE = 500
_NOBODY = {"refused_at": None, "refused_digest": ""}


def note_refused(person_id: UUID, address: str, *, at: datetime) -> None:
    """Note that `address` was refused for good; the person and their cell's secretary are told to choose another."""
    Recipient.objects.filter(pk=person_id).update(refused_at=at, refused_digest=digest_of(address))


def take_in_reports(reports: Iterable[Message], *, at: datetime) -> tuple[int, int]:
    """Note the addresses of which `reports` say that our mail to them came back for good.

    Returns how many reports there were, and how many of them told of an address that is in use. Reading a report again
    changes nothing.
    """
    read = noted = 0
    for report in reports:
        read += 1
        returned = returned_in(report)
        noted += returned is not None and _take_in(returned, at=at)
    return read, noted


@act("notices.trust_address", private=True)
def trust_address(*, by: Person | None, at: datetime) -> UUID:
    """Say that mail to one's own address arrives again: it is written to as before.

    :raises Refused: if it is not the member who asks.
    """
    person = themselves(by)
    Recipient.objects.filter(pk=person.pk).update(**_NOBODY, proven_at=at)
    return person.pk


def forget_refusals(at: datetime) -> bool:
    """Forget up to 500 refusals that are older than 180 days, and return whether there may be more."""
    old = Recipient.objects.returned().filter(refused_at__lt=at - KEPT).order_by("refused_at", "pk")
    ids = list(old.values_list("pk", flat=True)[:_AT_ONCE])
    Recipient.objects.filter(pk__in=ids).update(**_NOBODY)
    return len(ids) == _AT_ONCE


def _take_in(returned: Returned, *, at: datetime) -> bool:
    # Anybody can write a report; the mark in the Message-ID is ours.
    sent = sent_at(returned.message_id, returned.address)
    if sent is None:
        return False
    account = Account.objects.filter(email=returned.address).first()
    if account is None:
        return False
    believed = Recipient.objects.filter(Q(proven_at=None) | Q(proven_at__lt=sent), pk=account.person_id)
    refused = {"refused_at": at, "refused_digest": digest_of(returned.address)}
    return believed.update(**refused) > 0
