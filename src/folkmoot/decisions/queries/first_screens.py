"""Decisions as the first screens list them: for a member what to read, for an officer what is on its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.inbox import inbox, titled
from folkmoot.decisions.queries.reach import (
    UnitFigure,
    deadline_in,
    decisions_reaching,
    figures_in,
    place_in,
)
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class Addressed:
    """A decision for a member, and by when their cell should have read it."""

    decision: Decision
    title: str
    acknowledged_at: datetime | None
    deadline: datetime | None


@dataclass(frozen=True)
class OverviewLine:
    """A decision as an officer's overview lists it; without a figure until the first are taken."""

    decision: Decision
    title: str
    place: Unit
    figure: UnitFigure | None


def addressed_to(person: Person, home: Unit | None, *, at: datetime, most: int) -> list[Addressed]:
    """Return at most so many decisions for a member whose home is `home`, those not yet acknowledged first."""
    rows = inbox(person, at=at).prefetch_related("deadlines")[:most]
    return [_addressed(decision, home) for decision in rows]


def overview_lines(unit: Unit, *, languages: Sequence[str], at: datetime, most: int) -> list[OverviewLine]:
    """Return the latest decisions that reach `unit` or something below it, each with the figure of where it is followed."""
    decisions = titled(decisions_reaching(unit, at=at), languages)[:most]
    figures = figures_in(unit, decisions)
    return [_line(unit, decision, figures) for decision in decisions]


def _addressed(decision: Decision, home: Unit | None) -> Addressed:
    row = vars(decision)
    deadline = deadline_in(decision, home) if home else None
    return Addressed(decision, row["title"], row["acknowledged_at"], deadline)


def _line(unit: Unit, decision: Decision, figures: dict[UUID, UnitFigure]) -> OverviewLine:
    place = place_in(unit, decision)
    return OverviewLine(decision, vars(decision)["title"], place, figures.get(decision.pk))
