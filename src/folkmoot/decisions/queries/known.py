"""Of which decisions and drafts somebody may know: what the acts are given; anything else is to them not there."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from folkmoot.access.policy import Places, places_where, places_where_each, units_at, units_where
from folkmoot.decisions.models import Audience, Decision, Receipt
from folkmoot.decisions.models.audience import Standing, standings_of
from folkmoot.decisions.queries.papers import READING, may_read_from
from folkmoot.kernel.prepared import padded, prepared
from folkmoot.kernel.sight import Asking
from folkmoot.people.models import Person
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


def decisions_known(asking: Asking) -> set[UUID]:
    """Return those that `to` drafts for, may read, has a receipt of, or has to convey where they hold an office.

    The cheapest is asked first, and no more once all of `ids` are known: most acts are about what one drafts or reads.
    """
    known: set[UUID] = set()
    for among in (_drafted, _readable, _received, _conveyed):
        left = set(asking.ids) - known
        if left:
            known |= among(padded(sorted(left)), asking.to, asking.at)
    return known


def _drafted(ids: Sequence[UUID], person: Person, at: datetime) -> set[UUID]:
    return set(_of_bodies(ids=ids, bodies=places_where(person, "decisions.draft_decision", at=at)))


@prepared
def _of_bodies(*, ids: Sequence[UUID], bodies: Places) -> QuerySet[Any, UUID]:
    drafts = Decision.objects.filter(pk__in=ids, body__in=units_at(Places(*bodies)).order_by().values("pk"))
    return drafts.values_list("pk", flat=True)


def _readable(ids: Sequence[UUID], person: Person, at: datetime) -> set[UUID]:
    reader, where = standings_of(person, at=at), places_where_each(person, READING, at=at)
    return set(_read(ids=ids, standings=reader, places=[where[each] for each in READING], at=at))


@prepared
def _read(
    *, ids: Sequence[UUID], standings: Sequence[Standing], places: Sequence[Places], at: datetime
) -> QuerySet[Any, UUID]:
    readable = may_read_from(standings, [units_at(Places(*each)) for each in places], at=at)
    return Decision.objects.filter(readable, pk__in=ids).values_list("pk", flat=True)


def _received(ids: Sequence[UUID], person: Person, _at: datetime) -> set[UUID]:
    return set(_with_receipts(ids=ids, person=person.pk))


@prepared
def _with_receipts(*, ids: Sequence[UUID], person: UUID) -> QuerySet[Any, UUID]:
    return Receipt.objects.filter(decision__in=ids, person=person).values_list("decision", flat=True)


def _conveyed(ids: Sequence[UUID], person: Person, at: datetime) -> set[UUID]:
    to_convey = Decision.objects.filter(_to_convey(person, at=at), pk__in=ids)
    return set(to_convey.values_list("pk", flat=True))


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
