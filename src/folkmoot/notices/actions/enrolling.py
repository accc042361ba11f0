"""Everybody with an account is a recipient, in a row of their own; it is made when the sender comes by."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from folkmoot.notices.models import Recipient
from folkmoot.notices.queries import without_row, zones_of
from folkmoot.notices.rules.slots import USUAL, next_slot

_AT_ONCE = 500


def enrol_after(account_id: UUID, *, at: datetime) -> UUID | None:
    """Make recipients of those among the next 500 accounts who are none; what is new counts from the moment `at`.

    Returns the last account looked at, None if there was none left.
    """
    people, last = without_row(account_id, limit=_AT_ONCE)
    zones = zones_of(people) if people else {}
    usual = ZoneInfo(settings.TIME_ZONE)
    # Somebody may choose how often at this very moment: then their row stands.
    Recipient.objects.bulk_create(
        [_row(person, zones.get(person, usual), at) for person in people], ignore_conflicts=True
    )
    return last


def _row(person_id: UUID, zone: ZoneInfo, at: datetime) -> Recipient:
    next_at = next_slot(USUAL, after=at, zone=zone, person_id=person_id)
    return Recipient(person_id=person_id, since=at, next_at=next_at)
