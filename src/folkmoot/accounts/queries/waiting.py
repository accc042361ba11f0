"""What waits for somebody before others get in or take something away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Subquery
from django.utils.formats import date_format

from folkmoot.accounts.interfaces import are_offered, said_of_offers
from folkmoot.accounts.models import (
    ContactChange,
    Recovery,
    Slip,
)
from folkmoot.accounts.queries.factors import Rest, office_starts, rest_since
from folkmoot.accounts.rules.waiting import due_at
from folkmoot.people.models import ChannelKind


@dataclass(frozen=True)
class Waits:
    """Whether a new address, the removal of passkeys, or a slip waits for somebody."""

    address: bool
    recovery: bool
    slip: bool
    # What other features offer them, in sentences.
    offers: Sequence[str] = ()


@dataclass(frozen=True)
class FirstWait:
    """That an address waits which is somebody's first, and until when by their clocks; "" while its time is not running."""

    until: str


def first_address_waiting(email: str) -> FirstWait | None:
    """Return how long an address still waits that somebody else wrote down for a member who has none; one question.

    It is for the mailbox of that address alone, and tells it of nobody. Of one that is to take the place of another nothing
    is said: the old address was told, and answers for it.
    """
    waiting = ContactChange.objects.open().filter(
        channel__kind=ChannelKind.EMAIL, channel__value=email, old_address=""
    )
    at_home = waiting.filter(person__memberships__ended_at=None)
    found = at_home.values_list("told_at", "person__memberships__unit__time_zone").first()
    if found is None:
        return None
    told_at, time_zone = found
    due = due_at(told_at)
    return FirstWait(date_format(due.astimezone(ZoneInfo(time_zone)), "DATETIME_FORMAT") if due else "")


def is_being_let_in(person_id: UUID) -> bool:
    """Return whether a new address, a slip or a recovery waits that would let a person in; three questions at most."""
    waiting = (each.objects.open().filter(person=person_id) for each in (ContactChange, Slip, Recovery))
    return any(rows.first() is not None for rows in waiting)


def said_of_waiting(row: Sequence[Any], *, at: datetime) -> tuple[Waits, Rest | None]:
    """Return what waits for somebody to look at before others get in or take something away, and what `rest_of` does.

    It is read from the row that `waiting_or_resting` found: the first page asks for both together.
    """
    *waits, started_at = row
    address, recovery, slip, *offers = waits
    return Waits(address, recovery, slip, said_of_offers(offers)), rest_since(started_at, at=at)


def waiting_or_resting(person: UUID, *, at: datetime, spared: bool) -> list[Exists | Subquery]:  # noqa: ARG001  -- of its shape
    """Return what is asked of `person` for `said_of_waiting`; what `is_spared` says is part of a question's shape."""
    return [*_are_open(), Subquery(office_starts(person, at))]


def _are_open() -> list[Exists]:
    kinds = (ContactChange.objects.open(), Recovery.objects.open(), Slip.objects.open())
    return [*(Exists(each.filter(person=OuterRef("pk"))) for each in kinds), *are_offered()]
