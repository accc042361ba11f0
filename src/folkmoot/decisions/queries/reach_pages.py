"""The page on how far one decision has come in one unit and the units below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from folkmoot.decisions.models import Decision, Figure
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.decisions.queries.first_cells import first_cells_not_reached
from folkmoot.decisions.queries.inbox import titled
from folkmoot.decisions.queries.reach import (
    UnitFigure,
    cells_not_reached,
    frozen_figures,
    in_order_of_units,
    levels_drawn,
    unit_figure,
)
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.prepared import prepared
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.rules import paths

# The picture holds so many units; with more, fewer levels are drawn.
DRAWN = 400
WHOLE = 100
LISTED = 25


class Measure(StrEnum):
    """What the picture shows: the cells' public word, or members' receipts in safe numbers."""

    CELLS = "cells"
    MEMBERS = "members"


@dataclass(frozen=True)
class ReachPage:
    """One decision in one unit; `figure` is None until the first figures are taken, a few seconds after conveying."""

    decision: Decision
    title: str
    unit: Unit
    above: Sequence[Unit]
    figure: UnitFigure | None
    drawn: Sequence[UnitFigure]
    below: Sequence[UnitFigure]
    not_reached: Sequence[Unit]
    frozen: Sequence["Frozen"]

    @property
    def has_more(self) -> bool:
        """Whether more cells are not reached than are listed."""
        return len(self.not_reached) > LISTED

    @property
    def shown_with(self) -> Unit | None:
        """The unit above in which this unit's members are counted together with others."""
        return self.figure.shown_at if self.figure and self.figure.counted_elsewhere else None


@dataclass(frozen=True)
class Frozen:
    """A unit's figure as it stood at a deadline."""

    kind: str
    read_by: date
    figure: UnitFigure


def reach_page(
    decision_id: UUID, unit: Unit, *, among: UnitQuerySet, languages: Sequence[str], at: datetime
) -> ReachPage | None:
    """Return the page on a conveyed decision in `unit`, None if it does not concern the unit.

    `among` are the units in which whoever asks may see reach: those of them above are the way back up.
    """
    decision = decision_in(decision_id, unit, languages=languages, at=at)
    if decision is None:
        return None
    drawn = drawn_figures(decision, unit)
    return ReachPage(
        decision,
        vars(decision)["title"],
        unit,
        list(among.above(unit).exclude(pk=unit.pk).in_order()),
        next((each for each in drawn if each.unit.pk == unit.pk), None),
        drawn,
        [each for each in drawn if each.unit.parent_id == unit.pk],
        first_cells_not_reached(decision, unit, most=LISTED + 1),
        _frozen(decision, unit),
    )


def decision_in(decision_id: UUID, unit: Unit, *, languages: Sequence[str], at: datetime) -> Decision | None:
    """Return a conveyed decision with its title at the moment `at`, None if it does not concern `unit`."""
    found = _conveyed(decision=decision_id, languages=languages, at=at)
    return next((decision for decision in found if _concerns(decision, unit)), None)


@prepared
def _conveyed(*, decision: UUID, languages: Sequence[str], at: datetime) -> DecisionQuerySet:
    found = titled(Decision.objects.conveyed().filter(pk=decision), languages, at=at)
    return found.select_related("audience__unit", "body")


def conveyed_decision(decision_id: UUID) -> Decision:
    """Return a conveyed decision with its audience.

    :raises Refused: if it was conveyed to nobody yet.
    """
    decision = (
        Decision.objects.conveyed().filter(pk=decision_id).select_related("audience__unit", "body").first()
    )
    if decision is None:
        raise Refused(_("This decision was conveyed to nobody yet, so nobody is to be reached."))
    return decision


def not_reached_below(page: ReachPage) -> Iterator[Unit]:
    """Yield every cell below the page's unit that has not confirmed its decision, for an export of any length."""
    return cells_not_reached(page.decision, Unit.objects.within(page.unit)).iterator()


def drawn_figures(decision: Decision, unit: Unit) -> list[UnitFigure]:
    """Return the figures of `unit` and up to three levels below, fewer where a picture could not hold them.

    One question, in which no more is looked through than a picture could hold.
    """
    # What it is for may lie deeper: nothing beside that has a figure.
    low, high = paths.range_of(max(unit.path, decision.audience.unit.path, key=len))
    conveyed_at = decision.conveyed_at
    assert conveyed_at is not None  # noqa: S101  -- only conveyed decisions come here
    rows = _drawn(
        decision=decision.pk, low=low, high=high, length=len(unit.path), conveyed_at=conveyed_at, most=DRAWN
    )
    return [unit_figure(row) for row in rows]


@prepared
def _drawn(
    *, decision: UUID, low: str, high: str, length: int, conveyed_at: datetime, most: int
) -> QuerySet[Figure]:
    # The units that have figures, as `columns_now` reads them.
    counted = Q(closed_at=None) | Q(closed_at__gte=conveyed_at)
    units = levels_drawn(low, high, length, counted=counted, most=most).values("pk")
    return in_order_of_units(Figure.objects.current().filter(snapshot__decision=decision, unit__in=units))[
        :most
    ]


def share_of(figure: UnitFigure, measure: Measure) -> Fraction | None:
    """Return the share that a picture shows, in whole per cent rounded down; None where it is withheld.

    Rounded down, "at least" stays true, and nothing is called whole while one cell is missing.
    """
    if measure is Measure.MEMBERS and not figure.acknowledged:
        return None
    percent = figure.cells_percent if measure is Measure.CELLS else figure.members_percent
    return None if percent is None else min(Fraction(1), Fraction(percent, WHOLE))


def _concerns(decision: Decision, unit: Unit) -> bool:
    addressed = decision.audience.unit.path
    return paths.is_within(unit.path, addressed) or paths.is_within(addressed, unit.path)


def _frozen(decision: Decision, unit: Unit) -> list[Frozen]:
    return [
        Frozen(deadline.kind.name, deadline.read_by, figure)
        for deadline, figure in frozen_figures(decision, unit)
    ]
