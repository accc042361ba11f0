"""Decisions as the first screens list them: for a member what to read, for an officer what is on its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from folkmoot.decisions.models import Audience, Decision, Figure, Receipt
from folkmoot.decisions.models.audience import Standing
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.decisions.queries.inbox import Additions, beginning_of_inbox, titled
from folkmoot.decisions.queries.reach import (
    UnitFigure,
    deadline_on,
    decisions_reaching,
    earliest,
    figures_in,
    place_in,
    read_by_in,
    read_by_with_it,
)
from folkmoot.decisions.queries.recirculating import BackAgain, back_again
from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Person
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.rules import paths

# Of who is at home nowhere: no unit is of this kind.
_NO_KIND = UUID(int=0)
# What a first page tells of a decision: of the rest, and of its body's, nothing is read.
_SHOWN = ("number", "document_id", "conveyed_at", "body__name")


@dataclass(frozen=True)
class Addressed:
    """A decision for a member, and by when their cell should have read it."""

    decision: Decision
    title: str
    acknowledged_at: datetime | None
    deadline: datetime | None
    is_marked_only: bool

    @property
    def opened(self) -> UUID:
        """The decision to open: an amendment is read in the text that it changed."""
        return self.decision.amends_id or self.decision.pk


@dataclass(frozen=True)
class MemberScreen:
    """What a member finds of decisions: those addressed to them, not yet acknowledged ones first, and what has come back."""

    addressed: Sequence[Addressed]
    back_again: Sequence[BackAgain]


@dataclass(frozen=True)
class OverviewLine:
    """A decision as an officer's overview lists it; without a figure until the first are taken."""

    decision: Decision
    title: str
    place: Unit
    figure: UnitFigure | None


def member_screen(
    person: Person,
    homes: Sequence[Unit],
    *,
    standings: Sequence[Standing],
    may_be_back: bool = True,
    at: datetime,
    most: int,
) -> MemberScreen:
    """Return what a member whose homes are `homes` and who stands so finds of decisions, at most so many.

    `may_be_back` is what the question of this name found, if it was asked.
    Where units of the kinds of several homes should have read one by several days, it is by the first of these.
    """
    kinds = sorted({home.kind_id for home in homes}) or [_NO_KIND]
    rows = _inbox(
        person=person.pk, languages=person.languages, standings=standings, kinds=kinds, at=at, most=most
    )
    back = back_again(person, standings=standings, at=at) if may_be_back else []
    home = next(iter(homes), None)
    return MemberScreen([_addressed(decision, home) for decision in rows], back)


@prepared
def _inbox(
    *,
    person: UUID,
    languages: list[str],
    standings: Sequence[Standing],
    kinds: Sequence[UUID],
    at: datetime,
    most: int,
) -> DecisionQuerySet:
    reader = Person(pk=person, languages=languages)
    rows = beginning_of_inbox(reader, Audience.objects.reaching_from(standings), at=at, most=most)
    received = Receipt.objects.of(reader).filter(decision=OuterRef("decision"))
    additions: Additions = {
        "read_by": read_by_in(kinds),
        "read_by_with_it": read_by_with_it(
            kinds, Coalesce(OuterRef("amends_id"), OuterRef("pk")), received, at=at
        ),
    }
    return rows.annotate(**additions).only(*_SHOWN)


def any_conveyed() -> DecisionQuerySet:
    """Return the decisions that were conveyed to anybody, whether they still stand or not."""
    return Decision.objects.conveyed()


def first_waiting(bodies: UnitQuerySet, column: str) -> Subquery:
    """Return, to be asked beside something else, a column of what waits longest of `bodies` to be conveyed."""
    waiting = Decision.objects.in_units(bodies).waiting().order_by("adopted_on", "pk")
    return Subquery(waiting.values(column)[:1])


def overview_lines(unit: Unit, *, languages: Sequence[str], at: datetime, most: int) -> list[OverviewLine]:
    """Return the latest decisions that reach `unit` or something below it, each with the figure of where it is followed."""
    line = paths.ancestors_of(unit.path)
    decisions = _reaching(line=line, length=len(unit.path), languages=languages, at=at, most=most)
    figures = figures_in(unit, decisions)
    return [_line(unit, decision, figures) for decision in decisions]


@prepared
def _reaching(
    *, line: Sequence[str], length: int, languages: Sequence[str], at: datetime, most: int
) -> DecisionQuerySet:
    return titled(decisions_reaching(line, length=length, at=at), languages, at=at)[:most]


def latest_figure(path: str, *, at: datetime) -> Figure | None:
    """Return the current figure, in the unit at `path`, of what was conveyed last to it or around it: one query."""
    line = paths.ancestors_of(path)
    latest = decisions_reaching(line, length=len(path), at=at).values("pk")[:1]
    figures = Figure.objects.current().filter(unit__path=path, snapshot__decision=Subquery(latest))
    return figures.select_related("snapshot__decision").first()


def _addressed(decision: Decision, home: Unit | None) -> Addressed:
    row = vars(decision)
    read_by = earliest(row["read_by"], row["read_by_with_it"])
    deadline = deadline_on(read_by, decision, home) if home else None
    return Addressed(decision, row["title"], row["acknowledged_at"], deadline, row["marked_by"] is not None)


def _line(unit: Unit, decision: Decision, figures: dict[UUID, UnitFigure]) -> OverviewLine:
    place = place_in(unit, decision)
    return OverviewLine(decision, vars(decision)["title"], place, figures.get(decision.pk))
