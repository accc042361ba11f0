"""Of which slips, recoveries, new addresses and tokens somebody may know: to anybody else they are not there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from folkmoot.access.policy import units_where_each
from folkmoot.accounts.models import ContactChange, Recovery, Slip, Token
from folkmoot.kernel.sight import Asking
from folkmoot.people.models import Membership, Person

_SLIPS = ("accounts.print_slip", "accounts.confirm_slip")
_RECOVERIES = ("accounts.ask_for_recovery", "accounts.confirm_recovery")


def slips_known(asking: Asking) -> set[UUID]:
    """Return one's own, and those of people for whom `to` may print or confirm one where they belong."""
    return _own_or_served(Slip.objects.filter(pk__in=asking.ids), asking.to, _SLIPS, at=asking.at)


def recoveries_known(asking: Asking) -> set[UUID]:
    """Return one's own, and those of people for whom `to` may ask for one or confirm it where they belong."""
    return _own_or_served(Recovery.objects.filter(pk__in=asking.ids), asking.to, _RECOVERIES, at=asking.at)


def changes_known(asking: Asking) -> set[UUID]:
    """Return one's own: who entered one has no more to do with it."""
    return set(ContactChange.objects.filter(pk__in=asking.ids, person=asking.to).values_list("pk", flat=True))


def tokens_known(asking: Asking) -> set[UUID]:
    """Return one's own."""
    return set(
        Token.objects.filter(pk__in=asking.ids, account__person=asking.to).values_list("pk", flat=True)
    )


def _own_or_served(rows: QuerySet[Any], to: Person, permissions: Sequence[str], *, at: datetime) -> set[UUID]:
    served = Q(person=to)
    for units in units_where_each(to, permissions, at=at).values():
        homes = Membership.objects.current(at).answering().filter(unit__in=units.order_by().values("pk"))
        served |= Q(person__in=homes.values("person"))
    return set(rows.filter(served).values_list("pk", flat=True))
