"""Not asking somebody again and again to belong to a cell, without keeping who declined."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.crypto import salted_hmac

from folkmoot.membership.models import OfferMark

AGAIN_AFTER = timedelta(days=30)
# Who offers, what if it is not the one thing that they have to offer, and to whom.
Offered = tuple[UUID, ...]


def mark_offers(offers: Collection[Offered], *, at: datetime) -> set[Offered]:
    """Mark that units, the first of each, offer something to people, the last, and return those that did lately.

    Lately is within the last 30 days. Three statements, however many.
    """
    marks = {_mark_of(*each): each for each in offers}
    kept = OfferMark.objects.filter(mark__in=marks)
    kept.filter(until__lt=at.date()).delete()
    lately = set(kept.values_list("mark", flat=True))
    until = (at + AGAIN_AFTER).date()
    OfferMark.objects.bulk_create(OfferMark(mark=mark, until=until) for mark in marks if mark not in lately)
    return {marks[mark] for mark in lately}


def mark_one_of(most: int, *offered: UUID, at: datetime) -> bool:
    """Mark that somebody offers something to somebody, and return whether they did so less than `most` times lately."""
    return any(not mark_offers([(*offered, UUID(int=place))], at=at) for place in range(most))


def _mark_of(*offered: UUID) -> str:
    return salted_hmac(
        "folkmoot.membership.offer", ":".join(map(str, offered)), algorithm="sha256"
    ).hexdigest()
