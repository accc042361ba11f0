"""What a cell's officers see of the decisions their cell is to hear."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from folkmoot.decisions.models import Audience, Decision, How, UnitReached
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.decisions.queries.inbox import titled
from folkmoot.decisions.queries.reach import (
    deadline_in,
    is_first_conveying,
    members_not_reached,
    quarter_in,
)
from folkmoot.decisions.rules.quarters import Quarter
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import Unit

# What a desk shows before it says "and older ones".
SHOWN = 20


@dataclass(frozen=True)
class CellDecision:
    """A decision as a cell's desk shows it: by when it should be read, and whether and how it came to all."""

    decision: Decision
    title: str
    deadline: datetime | None
    how: str
    reached_on: date | None

    @property
    def is_reached(self) -> bool:
        """Whether the cell confirmed that it was conveyed."""
        return self.reached_on is not None

    @property
    def how_in_words(self) -> str:
        """How it came to all, as a person would say it."""
        return str(How(self.how).label) if self.how else ""


@dataclass(frozen=True)
class Reading:
    """The page on which a secretary tells that a decision was conveyed.

    `not_reached` is None where names are not shown: to others than the secretary, and after the first conveying.
    """

    shown: CellDecision
    cell: Unit
    members: list[Person]
    not_reached: list[Person] | None
    quarter: Quarter | None


def decisions_for_cell(cell: Unit, *, at: datetime) -> DecisionQuerySet:
    """Return the conveyed decisions that stand and are for the members of `cell`."""
    return Decision.objects.conveyed().standing(at).filter(audience__in=Audience.objects.covering(cell))


def cell_decisions(cell: Unit, *, at: datetime, languages: list[str]) -> list[CellDecision]:
    """Return the latest decisions for a cell, those it has yet to hear first, then by deadline."""
    rows = _with_reached(titled(decisions_for_cell(cell, at=at), languages), cell)
    latest = rows.prefetch_related("deadlines").newest_first()[:SHOWN]
    shown = [_cell_decision(decision, cell) for decision in latest]
    return sorted(shown, key=lambda each: (each.is_reached, each.deadline is None, each.deadline or at))


def reading_page(
    decision: Decision, cell: Unit, *, reader: Person, is_secretary: bool, at: datetime
) -> Reading:
    """Return what the page on one decision in one cell shows to `reader`; who is not reached only to its own secretary.

    A secretary of their own is one of the members: who holds the office from outside, as somebody above may have
    appointed themselves to, is shown no names and no word.
    """
    rows = _with_reached(titled(Decision.objects.filter(pk=decision.pk), reader.languages), cell)
    shown = rows.prefetch_related("deadlines").get()
    first = is_first_conveying(shown, cell, at=at)
    homes = Membership.objects.current(at).filter(unit=cell).values("person")
    members = list(Person.objects.filter(pk__in=homes).in_order())
    is_own = is_secretary and reader in members
    return Reading(
        _cell_decision(shown, cell),
        cell,
        members,
        members_not_reached(decision, cell, at=at) if is_own and first else None,
        quarter_in(decision, cell, at=at) if is_own and not first else None,
    )


def _with_reached(decisions: DecisionQuerySet, cell: Unit) -> DecisionQuerySet:
    reached = UnitReached.objects.filter(decision=OuterRef("pk"), unit=cell)
    return decisions.annotate(
        how=Subquery(reached.values("how")[:1]), reached_on=Subquery(reached.values("reached_on")[:1])
    )


def _cell_decision(decision: Decision, cell: Unit) -> CellDecision:
    row = vars(decision)
    return CellDecision(
        decision, row["title"], deadline_in(decision, cell), row["how"] or "", row["reached_on"]
    )
