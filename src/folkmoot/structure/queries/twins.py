"""What is shown of twinned units: the name and kind of the other one, and who chairs it and keeps its papers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.utils.translation import gettext as _

from folkmoot.people.models import Person
from folkmoot.structure.models import Twinning
from folkmoot.units.models import Unit, UnitQuerySet

_NAMED = ("chair", "secretary")
# Whoever likes can offer: the first of these are shown, and those after them once these are decided on.
OFFERS_SHOWN = 20


@dataclass(frozen=True)
class Twin:
    """A unit that another one is twinned with, and in words who chairs it and keeps its papers."""

    unit: Unit
    officers: str


@dataclass(frozen=True)
class TwinsPage:
    """The units that one is twinned with, and the offers that wait: its own by code alone, as nobody agreed yet.

    `received` are the first of those that were made to it, and `has_more` is true if others wait behind them.
    """

    twins: Sequence[Twin]
    received: Sequence[Unit]
    has_more: bool
    made: Sequence[Unit]


def saying_if_twinned(units: UnitQuerySet) -> UnitQuerySet:
    """Return the same units, each of which knows as `has_twins` whether it is twinned, so that pages need not ask."""
    sides = Q(unit=OuterRef("pk")) | Q(other=OuterRef("pk"))
    return units.annotate(has_twins=Exists(Twinning.objects.filter(sides).exclude(accepted_at=None)))


def twins_of(unit: Unit, viewer: Person, at: datetime) -> Iterator[tuple[str, object]]:  # noqa: ARG001  -- of its shape
    """Yield with which units one is twinned, to whoever sees the unit: no question if it knows that there are none."""
    for twin in _twins(unit, at=at) if vars(unit).get("has_twins", True) else ():
        yield _("Twinned with"), f"{twin.unit.name} ({twin.officers})" if twin.officers else twin.unit.name


def twins_page(unit: Unit, *, at: datetime) -> TwinsPage:
    """Return with which units one is twinned, and which offers wait; three questions."""
    waiting = Twinning.objects.of(unit).filter(accepted_at=None).order_by("offered_at", "pk")
    received = waiting.filter(other=unit).select_related("unit__kind")[: OFFERS_SHOWN + 1]
    offering = [offer.unit for offer in received]
    return TwinsPage(
        twins=_twins(unit, at=at),
        received=offering[:OFFERS_SHOWN],
        has_more=len(offering) > OFFERS_SHOWN,
        # Of its own ten wait at the most.
        made=[offer.other for offer in waiting.filter(unit=unit).select_related("other__kind")],
    )


def _twins(unit: Unit, *, at: datetime) -> list[Twin]:
    # A row for each officer, or one without: names and officers are one question.
    rows: Any = _across(unit).annotate(
        named=FilteredRelation(
            "terms",
            condition=Q(terms__started_at__lte=at) & (Q(terms__ended_at=None) | Q(terms__ended_at__gt=at)),
        ),
        code_held=F("named__office__code"),
        held=F("named__office__name"),
        holder=F("named__person__name"),
    )
    twins: dict[UUID, tuple[Unit, list[str]]] = {}
    for row in rows.select_related("kind").order_by("name", "pk", "held", "named__started_at", "named__pk"):
        _unit, officers = twins.setdefault(row.pk, (row, []))
        officers += [f"{row.held}: {row.holder}"] if row.code_held in _NAMED else []
    return [Twin(twin, ", ".join(officers)) for twin, officers in twins.values()]


def _across(unit: Unit) -> UnitQuerySet:
    twinned = Twinning.objects.accepted_of(unit)
    sides = Q(pk__in=twinned.filter(unit=unit).values("other")) | Q(
        pk__in=twinned.filter(other=unit).values("unit")
    )
    return Unit.objects.filter(sides)
