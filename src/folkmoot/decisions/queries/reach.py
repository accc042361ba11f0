"""How far decisions have come, as officers and cells are shown it: figures from snapshots, never from receipts."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Length, Substr

from folkmoot.decisions.models import Deadline, Decision, ErasedCount, Figure, Receipt, Relation, UnitReached
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.decisions.models.receipts import OWN
from folkmoot.decisions.queries.addressing import units_of
from folkmoot.decisions.queries.belonging import belonged_when_conveyed
from folkmoot.decisions.queries.counting import rule_of
from folkmoot.decisions.rules.deadlines import State, Until, deadline_at, state_of
from folkmoot.decisions.rules.defaults import AT_LAST
from folkmoot.decisions.rules.quarters import Quarter, frozen_at, quarter_of
from folkmoot.decisions.rules.thresholds import percent_at_least
from folkmoot.kernel.prepared import padded, prepared
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import Unit, UnitKind, UnitQuerySet
from folkmoot.units.rules import paths

# A picture shows so many levels below a unit.
LEVELS = 3


@dataclass(frozen=True)
class UnitFigure:
    """One unit's figure, ready to be shown.

    `acknowledged` is a number that at least so many members reached, None where it is shown with others at `shown_at`.
    """

    unit: Unit
    cells: int
    cells_reached: int
    members: int
    acknowledged: int | None
    shown_at: Unit | None
    taken_at: datetime

    @property
    def cells_percent(self) -> int | None:
        """The share of cells that confirmed, in whole per cent rounded down."""
        return percent_at_least(self.cells_reached, self.cells)

    @property
    def members_percent(self) -> int | None:
        """The share of members that is certain to have acknowledged, in whole per cent; None where it is not shown."""
        return None if self.acknowledged is None else percent_at_least(self.acknowledged, self.members)

    @property
    def counted_elsewhere(self) -> bool:
        """Whether its members are counted together with others, at a unit above."""
        return self.shown_at is not None and self.shown_at != self.unit


def figures_of(decision: Decision, units: QuerySet[Unit], *, most: int | None = None) -> list[UnitFigure]:
    """Return the current figures of those of `units` that are no cells, in order of path, at most so many."""
    rows = Figure.objects.current().filter(
        snapshot__decision=decision, unit__in=units.order_by().values("pk")
    )
    return [unit_figure(row) for row in in_order_of_units(rows)[:most]]


def in_order_of_units(figures: QuerySet[Figure]) -> QuerySet[Figure]:
    """Return figures with all that is shown of them, in order of their units' paths."""
    return figures.select_related("unit__kind", "snapshot", "shown_at").order_by("unit__path")


def figures_in(unit: Unit, decisions: Collection[Decision]) -> dict[UUID, UnitFigure]:
    """Return each decision's current figure in `unit`, or in the unit below that it is for, by decision, in one query."""
    places = {decision.pk: place_in(unit, decision).pk for decision in decisions}
    if not places:
        return {}
    rows = _figures_at(decisions=padded(list(places)), units=padded(sorted(set(places.values()))))
    return {
        row.snapshot.decision_id: unit_figure(row)
        for row in rows
        if places[row.snapshot.decision_id] == row.unit_id
    }


@prepared
def _figures_at(*, decisions: Sequence[UUID], units: Sequence[UUID]) -> QuerySet[Figure]:
    rows = Figure.objects.current().filter(snapshot__decision__in=decisions, unit__in=units)
    return rows.select_related("unit__kind", "snapshot", "shown_at")


def place_in(unit: Unit, decision: Decision) -> Unit:
    """Return where the way of a decision is followed from `unit`: there, or at the unit below that it is for."""
    addressed = decision.audience.unit
    return addressed if paths.is_within(addressed.path, unit.path) else unit


def around(unit: Unit, *, levels: int) -> UnitQuerySet:
    """Return `unit` and the units up to so many levels below it, without cells: figures are of none."""
    low, high = paths.range_of(unit.path)
    return levels_within(low, high, lengths_below(len(unit.path), levels=levels))


def lengths_below(length: int, *, levels: int) -> list[int]:
    """Return how long the paths of a unit, itself of such a length, and of units up to so many levels below it are."""
    return [length + level * paths.STEP for level in range(levels + 1)]


def levels_within(low: str, high: str, lengths: Sequence[int | Case]) -> UnitQuerySet:
    """Return the units with a path in [low, high) of one of `lengths` that are no cells."""
    # Kinds and lengths one by one: so an index finds these levels alone, however many units lie deeper.
    above_cells = UnitKind.objects.filter(is_cell=False).values("pk")
    levels = Unit.objects.alias(length=Length("path")).filter(kind__in=above_cells, length__in=lengths)
    return levels.filter(path__gte=low, path__lt=high)


def levels_drawn(low: str, high: str, length: int, *, counted: Q, most: int) -> UnitQuerySet:
    """Return the units with a path in [low, high) that a picture of `most` units holds, of up to three levels below `length`.

    Only levels that hold no more of those `counted` are among them; without cells.
    """
    lengths: list[int | Case] = [*lengths_below(length, levels=1)]
    for levels in range(2, LEVELS + 1):
        within = lengths_below(length, levels=levels)
        # They are found one by one, and no more than are needed to tell.
        too_many = levels_within(low, high, within).filter(counted)[most : most + 1]
        lengths.append(Case(When(~Exists(too_many), then=Value(within[-1]))))
    return levels_within(low, high, lengths)


def decisions_reaching(line: Sequence[str], *, length: int, at: datetime) -> DecisionQuerySet:
    """Return the decisions in force whose audience is a unit, lies above it or below it, the latest first.

    `line` are the paths from the root down to that unit's own, which is `length` long.
    """
    # Not by the range of its path, which would be looked up first: decisions are few, units below are not.
    decisions = Decision.objects.alias(start=Substr("audience__unit__path", 1, length))
    # A decision for one cell alone is that cell's own: nothing of it is counted above.
    below = Q(start=line[-1], audience__unit__kind__is_cell=False)
    return (
        decisions.conveyed()
        .standing(at)
        .filter(Q(audience__unit__path__in=line) | below)
        .select_related("body", "audience__unit")
        .newest_first()
    )


def cells_not_reached(decision: Decision, units: QuerySet[Unit]) -> UnitQuerySet:
    """Return the open cells among `units` that the decision is for and that have not confirmed it, in order of path."""
    confirmed = UnitReached.objects.filter(decision=decision, unit=OuterRef("pk"))
    cells = units_of(rule_of(decision).audience).cells().in_units(units)
    return cells.filter(~Exists(confirmed)).select_related("kind").in_order()


def cells_addressed(decision: Decision, units: QuerySet[Unit]) -> UnitQuerySet:
    """Return the open cells among `units` whose members the decision is for, in order of path: none if it is for offices."""
    audience = rule_of(decision).audience
    cells = units_of(audience).cells().in_units(units)
    return cells.none() if audience.offices else cells.select_related("kind").in_order()


def members_not_reached(
    decision: Decision, cell: Unit, *, but: Collection[UUID] = (), at: datetime
) -> list[Person]:
    """Return the members of a cell who have no receipt yet: for that cell's own secretary, in the first conveying only.

    Callers ask `is_first_conveying` first: once it is over, nobody is shown this. Whoever came since it was conveyed is
    left out: somebody could be transferred here and back to be looked up, or entered as having been here. So are those of
    `but`: who count in another home.
    """
    assert decision.conveyed_at is not None  # noqa: S101  -- what was asked first says so
    members = Membership.objects.current(at).filter(unit=cell).known_by(decision.conveyed_at)
    received = Receipt.objects.filter(decision=decision, person=OuterRef("pk"))
    named = Person.objects.filter(~Exists(received), pk__in=members.values("person"))
    return [person for person in named.in_order() if person.pk not in but]


def is_first_conveying(decision: Decision, cell: Unit, *, at: datetime) -> bool:
    """Return whether a decision is still being conveyed in a cell for the first time: until its deadline there has passed.

    Without a deadline it is over after the 30 days that would have been proposed: names are not shown for ever.
    """
    if decision.is_repealed(at) or decision.conveyed_at is None:
        return False
    return state_of(at, _names_shown_until(decision, cell)) is State.OPEN


def deadline_in(decision: Decision, unit: Unit) -> datetime | None:
    """Return by when `unit` should have read a decision, by its own clocks; None if its level has no deadline."""
    days = (each.read_by for each in decision.deadlines.all() if each.kind_id == unit.kind_id)
    return deadline_on(next(days, None), decision, unit)


def deadline_on(read_by: date | None, decision: Decision, unit: Unit) -> datetime | None:
    """Return when the day `read_by`, by which units of this kind should have read a decision, ends for `unit`."""
    if read_by is None or decision.conveyed_at is None:
        return None
    zone = ZoneInfo(unit.time_zone)
    return deadline_at(Until(read_by), conveyed_at=decision.conveyed_at, zone=zone)


def read_by_in(kinds: Sequence[UUID]) -> Subquery:
    """Return the expression for the first day by which units of some kinds should have read a decision; NULL if none is set."""
    days = Deadline.objects.filter(decision=OuterRef("pk"), kind__in=kinds).order_by("read_by")
    return Subquery(days.values("read_by")[:1])


def is_counted_in(decision: Decision) -> Q:
    """Return the condition on units in which figures of a decision are shown: at, above or below what it is for, and no cells."""
    addressed = decision.audience.unit.path
    low, high = paths.range_of(addressed)
    near = Q(path__gte=low, path__lt=high) | Q(path__in=paths.ancestors_of(addressed))
    return near & Q(kind__is_cell=False)


def read_by_with_it(
    kinds: Sequence[UUID],
    text: OuterRef | Coalesce,
    received: QuerySet[Receipt] | QuerySet[UnitReached],
    *,
    at: datetime,
) -> Subquery:
    """Return the expression for the first day by which units of some kinds should have read an amendment of `text`.

    Of those only that are read with it and not `received` yet: what stands for them on a list must not be later.
    """
    amendments = Relation.objects.read_together(at).filter(~Exists(received), target=text)
    limits = amendments.filter(decision__deadlines__kind__in=kinds).order_by("decision__deadlines__read_by")
    return Subquery(limits.values("decision__deadlines__read_by")[:1])


def earliest(*days: date | None) -> date | None:
    """Return the first of some days, None if there is none."""
    return min((day for day in days if day is not None), default=None)


def quarters_in(
    decisions: Collection[Decision], cell: Unit, *, circle_id: UUID | None = None, at: datetime
) -> dict[UUID, Quarter | None]:
    """Return by decision in a word how many of those who belonged to a cell when it was conveyed had acknowledged.

    As of when the day began, and for the cell's own secretary only. It is about the same people for ever: whoever may admit
    members and end memberships could otherwise see by the word what one of them had done. In an affiliated organisation, the
    circle `circle_id`, those are left out who count in another home. Whoever was marked as present once names were shown no
    more is not counted: marked one after the other, the word would tell on the next day who had acknowledged before.
    """
    if not decisions:
        return {}
    people = belonged_when_conveyed(decisions, cell, circle_id)
    anybody = set().union(*people.values())
    received = _counting_in_word(decisions, cell, at=at).filter(person__in=anybody)
    pairs = received.values_list("decision", "person")
    counts = Counter(decision for decision, person in pairs if person in people[decision])
    erased = ErasedCount.objects.filter(unit=cell, decision__in=decisions)
    counts.update(dict(erased.values_list("decision", "made")))
    return {each.pk: quarter_of(counts[each.pk], len(people[each.pk])) for each in decisions}


def counting_in_words(person_id: UUID, decisions: Collection[UUID], *, at: datetime) -> list[ErasedCount]:
    """Return where receipts of somebody who is erased count in the word of a cell, so that they go on doing so without them.

    What they acknowledged since the day began is in no word yet, and comes into none.
    """
    given = list(Decision.objects.filter(pk__in=decisions).prefetch_related("deadlines"))
    homes = Membership.objects.filter(person=person_id).select_related("unit").order_by("pk")
    cells = {(home.unit_id, home.circle_id): home.unit for home in homes}
    found = []
    for (unit_id, circle_id), cell in cells.items():
        belonged = belonged_when_conveyed(given, cell, circle_id, among=person_id)
        received = _counting_in_word(given, cell, at=at).filter(person=person_id)
        counted = {pk for pk in received.values_list("decision", flat=True) if person_id in belonged[pk]}
        found += [ErasedCount(decision_id=pk, unit_id=unit_id, made=1) for pk in counted]
    return found


def frozen_figures(decision: Decision, unit: Unit) -> list[tuple[Deadline, UnitFigure]]:
    """Return the unit's figure as it stood at each deadline that has passed, the earliest first."""
    rows = _frozen(decision=decision.pk, unit=unit.pk)
    return [(row.snapshot.deadline, unit_figure(row)) for row in rows if row.snapshot.deadline is not None]


def unit_figure(row: Figure) -> UnitFigure:
    """Return what is shown of a figure that was read with its unit, its snapshot and where it is shown."""
    return UnitFigure(
        row.unit,
        row.cells,
        row.cells_reached,
        row.members,
        row.acknowledged,
        row.shown_at,
        row.snapshot.taken_at,
    )


@prepared
def _frozen(*, decision: UUID, unit: UUID) -> QuerySet[Figure]:
    return (
        Figure.objects.filter(snapshot__decision=decision, snapshot__deadline__isnull=False, unit=unit)
        .select_related("unit__kind", "snapshot__deadline__kind", "shown_at")
        .order_by("snapshot__deadline__read_by", "pk")
    )


def _counting_in_word(decisions: Collection[Decision], cell: Unit, *, at: datetime) -> QuerySet[Receipt]:
    counted = Q(decision=None)
    for each in decisions:
        named = OWN | Q(acknowledged_at__lt=_names_shown_until(each, cell))
        counted |= Q(decision=each) & named
    frozen = frozen_at(at, ZoneInfo(cell.time_zone))
    return Receipt.objects.filter(counted, acknowledged_at__lt=frozen)


def _names_shown_until(decision: Decision, cell: Unit) -> datetime:
    assert decision.conveyed_at is not None  # noqa: S101  -- callers ask of conveyed decisions
    return deadline_in(decision, cell) or decision.conveyed_at + timedelta(days=AT_LAST)
