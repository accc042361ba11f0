"""What a cell's officers see of the decisions their cell is to hear."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from folkmoot.decisions.models import Audience, Decision, How, UnitReached
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.decisions.queries.amendments import to_convey
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

# What is asked for the page of a reading; all but the first is for those whose home is the cell.
ASKED = (
    "decisions.confirm_conveyed",
    "decisions.attest_reading",
    "decisions.see_members_not_reached",
    "decisions.see_quarters",
)
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

    `members` is None where nobody can be marked as present, and `not_reached` where names are not shown: to others than the
    cell's own secretary, and after the first conveying.
    """

    shown: CellDecision
    cell: Unit
    members: list[Person] | None
    not_reached: list[Person] | None
    quarter: Quarter | None


def decisions_for_cell(cell: Unit, *, at: datetime) -> DecisionQuerySet:
    """Return the conveyed decisions that stand and are for the members of `cell`."""
    return Decision.objects.conveyed().standing(at).filter(audience__in=Audience.objects.covering(cell))


def cell_decisions(cell: Unit, *, at: datetime, languages: list[str]) -> list[CellDecision]:
    """Return the latest decisions for a cell, those it has yet to hear first, then by deadline."""
    rows = _with_reached(
        titled(to_convey(decisions_for_cell(cell, at=at), cell, at=at), languages, at=at), cell
    )
    latest = rows.prefetch_related("deadlines").newest_first()[:SHOWN]
    shown = [_cell_decision(decision, cell) for decision in latest]
    return sorted(shown, key=lambda each: (each.is_reached, each.deadline is None, each.deadline or at))


def reading_page(
    decision: Decision, cell: Unit, *, reader: Person, allowed: Collection[str], at: datetime
) -> Reading:
    """Return what the page on one decision in one cell shows to `reader`, who is `allowed` some of `ASKED` there."""
    rows = _with_reached(titled(Decision.objects.filter(pk=decision.pk), reader.languages, at=at), cell)
    shown = rows.prefetch_related("deadlines").get()
    homes = _homes_in(cell, at=at)
    first, was_here = is_first_conveying(shown, cell, at=at), reader in _members_since(decision, homes)
    has_names = first and was_here and "decisions.see_members_not_reached" in allowed
    has_word = not first and was_here and "decisions.see_quarters" in allowed
    return Reading(
        _cell_decision(shown, cell),
        cell,
        [home.person for home in homes] if "decisions.attest_reading" in allowed else None,
        members_not_reached(decision, cell, at=at) if has_names else None,
        quarter_in(decision, cell, at=at) if has_word else None,
    )


def was_member_then(person: Person, decision: Decision, cell: Unit, *, at: datetime) -> bool:
    """Return whether `person` has been a member of `cell` since before the decision was conveyed.

    Only so are they the cell's own: whoever may transfer members could otherwise go from cell to cell and read.
    """
    if decision.conveyed_at is None:
        return False
    homes = Membership.objects.current(at).filter(unit=cell, person=person)
    return bool(homes.known_by(decision.conveyed_at).exists())


def _homes_in(cell: Unit, *, at: datetime) -> list[Membership]:
    homes = Membership.objects.current(at).filter(unit=cell).select_related("person")
    return list(homes.order_by("person__search_name", "person"))


def _members_since(decision: Decision, homes: Iterable[Membership]) -> list[Person]:
    conveyed_at = decision.conveyed_at
    return [home.person for home in homes if conveyed_at is not None and home.known_since <= conveyed_at]


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
