"""Of which decisions and drafts somebody may know: what the acts are given; anything else is to them not there."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from folkmoot.access.policy import units_where
from folkmoot.decisions.models import Audience, Decision, Receipt
from folkmoot.decisions.queries.papers import may_read
from folkmoot.kernel.sight import Asking
from folkmoot.people.models import Person
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


def decisions_known(asking: Asking) -> set[UUID]:
    """Return those that `to` drafts for, may read, has a receipt of, or has to convey where they hold an office.

    The cheapest is asked first, and no more once all of `ids` are known: most acts are about what one drafts or reads.
    """
    known: set[UUID] = set()
    for chosen in (_drafted, _readable, _received, _conveyed):
        left = set(asking.ids) - known
        if left:
            known |= set(Decision.objects.filter(chosen(asking), pk__in=left).values_list("pk", flat=True))
    return known


def _drafted(asking: Asking) -> Q:
    bodies = units_where(asking.to, "decisions.draft_decision", at=asking.at)
    return Q(body__in=bodies.order_by().values("pk"))


def _readable(asking: Asking) -> Q:
    return may_read(asking.to, at=asking.at)


def _received(asking: Asking) -> Q:
    return Q(Exists(Receipt.objects.filter(decision=OuterRef("pk"), person=asking.to)))


def _conveyed(asking: Asking) -> Q:
    return _to_convey(asking.to, at=asking.at)


def _to_convey(person: Person, *, at: datetime) -> Q:
    # Whoever holds an office without being a member there may not read what the bodies above say; this they are shown.
    chosen = Q(pk=None)
    for unit in units_where(person, "decisions.confirm_conveyed", at=at).select_related("kind"):
        concerned = Audience.objects.covering(unit) if unit.kind.is_cell else _concerning(unit)
        chosen |= Q(Exists(concerned.filter(decision=OuterRef("pk"))), conveyed_at__lte=at)
    return chosen


def _concerning(unit: Unit) -> Any:  # noqa: ANN401  -- a queryset of audiences
    low, high = paths.range_of(unit.path)
    below = Q(unit__path__gte=low, unit__path__lt=high)
    return Audience.objects.filter(below | Q(unit__path__in=paths.ancestors_of(unit.path)))


def made_of(documents: QuerySet[Any, Any], ids: Collection[UUID]) -> set[UUID]:
    """Return those decisions among `ids` whose document is one of `documents`, a query of ids."""
    made = Decision.objects.filter(pk__in=ids, document__in=documents)
    return set(made.values_list("pk", flat=True))
