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
from folkmoot.membership.queries.officers import officers_of
from folkmoot.people.models import Person, Term
from folkmoot.reports.models import Report, State
from folkmoot.reports.queries.asked_of import PeriodLine, to_send_in
from folkmoot.reports.queries.pages import ACCEPTING
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.queries import units_above_cells

# So many stand on a page.
SHOWN = 50
LOOKED_AT = 200


@dataclass(frozen=True)
class ArrivedPage:
    """The reports that wait to be read at a unit, page by page, the one begun first before the others."""

    unit: Unit
    reports: Sequence[Report]
    following: str
    waiting: int


@dataclass(frozen=True)
class NotSent:
    """A report that a unit should have sent by now, and who is in office there."""

    unit: Unit
    line: PeriodLine
    officers: Sequence[Term]


def units_accepting(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units above cells where `person` accepts what units right below report, or asks back."""
    return units_above_cells().in_units(units_where(person, ACCEPTING, at=at)).select_related("kind")


def arrived_page(unit: Unit, *, after: UUID | None) -> ArrivedPage:
    """Return what waits to be read at a unit; `after` is the last of the page before. Two questions, however much there is."""
    rows = Report.objects.to_read_at([unit.pk]).select_related("form", "unit").order_by("pk")
    rows = rows.filter(pk__gt=after) if after else rows
    shown, following = cut(list(rows[: SHOWN + 1]), SHOWN, lambda each: str(each.pk))
    return ArrivedPage(unit, shown, following, arrived_in([unit.pk])[unit.pk])


def not_sent_below(unit: Unit, viewer: Person, *, at: datetime) -> list[NotSent]:
    """Return what units right below a unit were to send and did not, with who is in office there as far as `viewer` sees it.

    Of the first two hundred of them by name; where there are more, figures say who is missing. Eight questions at the most.
    """
    below = Unit.objects.filter(parent=unit).open().select_related("kind").order_by("name", "pk")
    units = list(below[:LOOKED_AT])
    asked = to_send_in(units, at=at)
    late = [
        (each, line) for each in units for line in asked[each.pk] if line.is_late and not line.is_asked_back
    ]
    officers = officers_of(viewer, [each for each, _line in late], at=at) if late else {}
    return [NotSent(each, line, officers.get(each.pk, [])) for each, line in late]


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
