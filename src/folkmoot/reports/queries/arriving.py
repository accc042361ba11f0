"""What units right below have sent and nobody has answered yet: for those who accept it or ask back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Coalesce

from folkmoot.access.policy import units_where
from folkmoot.kernel.counting import number_of
from folkmoot.kernel.paging import cut
from folkmoot.people.models import Person
from folkmoot.reports.models import Report, State
from folkmoot.reports.queries.pages import ACCEPTING
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.queries import units_above_cells

# So many stand on a page.
SHOWN = 50


@dataclass(frozen=True)
class ArrivedPage:
    """The reports that wait to be read at a unit, page by page, the one begun first before the others."""

    unit: Unit
    reports: Sequence[Report]
    following: str
    waiting: int


def units_accepting(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units above cells where `person` accepts what units right below report, or asks back."""
    return units_above_cells().in_units(units_where(person, ACCEPTING, at=at)).select_related("kind")


def arrived_page(unit: Unit, *, after: UUID | None) -> ArrivedPage:
    """Return what waits to be read at a unit; `after` is the last of the page before. Two questions, however much there is."""
    rows = Report.objects.to_read_at([unit.pk]).select_related("form", "unit").order_by("pk")
    rows = rows.filter(pk__gt=after) if after else rows
    shown, following = cut(list(rows[: SHOWN + 1]), SHOWN, lambda each: str(each.pk))
    return ArrivedPage(unit, shown, following, arrived_in([unit.pk])[unit.pk])


def is_any_arrived() -> Exists:
    """Return, to be asked beside units, whether a report waits to be read at one of them."""
    return Exists(Report.objects.filter(state=State.SENT, unit__parent=OuterRef("pk")))


def number_arrived() -> Coalesce:
    """Return, to be asked beside units, how many reports wait to be read at each."""
    return number_of(Report.objects.filter(state=State.SENT, unit__parent=OuterRef("pk")))


def arrived_in(units: Collection[UUID]) -> dict[UUID, int]:
    """Return how many reports wait to be read at each of `units`, by its id: one question."""
    rows = Report.objects.to_read_at(units).order_by().values_list("unit__parent").annotate(Count("pk"))
    return dict.fromkeys(units, 0) | dict(rows) if units else {}
