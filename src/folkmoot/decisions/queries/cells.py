"""What a cell's officers see of the decisions their cell is to hear."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects

from folkmoot.access.policy import permitted, units_where
from folkmoot.decisions.models import Audience, Decision, How, Receipt, UnitReached
from folkmoot.decisions.models.audience import Standing
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.decisions.models.receipts import ReceiptQuerySet
from folkmoot.decisions.queries.amendments import to_convey
from folkmoot.decisions.queries.belonging import circle_in, counted_elsewhere
from folkmoot.decisions.queries.inbox import titled
from folkmoot.decisions.queries.reach import (
    deadline_on,
    earliest,
    is_counted_in,
    is_first_conveying,
    members_not_reached,
    quarters_in,
    read_by_with_it,
)
from folkmoot.decisions.rules.quarters import Quarter
from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Membership, MembershipQuerySet, Person
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

# What is asked for the page of a reading; all but the first is for those whose home is the cell.
ASKED = (
    "decisions.confirm_conveyed",
    "decisions.attest_reading",
    "decisions.see_members_not_reached",
    "decisions.see_quarters",
    "decisions.withdraw_mark",
)
# What a desk shows before it says "and older ones".
SHOWN = 20
# A cell that never confirmed anything has all that was ever conveyed before it.
HEARD_MOST = 100


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

    @property
    def everyone_has_it(self) -> bool:
        """Whether the cell said that everyone has been handed it: then nobody is left to be reached or marked."""
        return self.how == How.HANDED


class Unsaid(StrEnum):
    """Why a secretary is told no word: names stand on the page of the reading, a word could be a name, or they came later."""

    NAMES = "names"
    FEW = "few"
    EARLIER = "earlier"


@dataclass(frozen=True)
class CellReach:
    """A decision in a cell, and what the reader is told of who acknowledged it: None, to all but its own secretary."""

    shown: CellDecision
    told: Quarter | Unsaid | None


@dataclass(frozen=True)
class Reading:
    """The page on which a secretary tells that a decision was conveyed.

    `members` is None where the reader can mark nobody as present, and `not_reached` where names are not shown: to others
    than the cell's own secretary, after the first conveying, and once everyone has been handed it. `newcomers` tells whether
    somebody came to the cell since the decision was conveyed; they are never in `not_reached`. `marked` are those whom the
    reader marked as present, to whoever is shown names.
    """

    shown: CellDecision
    cell: Unit
    members: list[Person] | None
    not_reached: list[Person] | None
    newcomers: bool
    marked: list[Person]
    quarter: Quarter | None

    @property
    def named_by(self) -> str | None:
        """The permission by which the page names members; None if it names nobody."""
        if self.not_reached is not None or self.marked:
            return "decisions.see_members_not_reached"
        return "decisions.attest_reading" if self.asks_who_was_present else None

    @property
    def asks_who_was_present(self) -> bool:
        """Whether a reading can still be entered for somebody: before any word, or while somebody may lack it."""
        if self.members is None or self.shown.everyone_has_it:
            return False
        return not self.shown.is_reached or self.not_reached != [] or self.newcomers


def decisions_for_cell(cell: Unit, *, at: datetime) -> DecisionQuerySet:
    """Return the conveyed decisions that stand and are for the members of `cell`."""
    return Decision.objects.conveyed().standing(at).filter(audience__in=Audience.objects.covering(cell))


def cell_decisions(cell: Unit, *, at: datetime, languages: list[str]) -> list[CellDecision]:
    """Return the latest decisions for a cell: those it has yet to hear by deadline, then what it heard last."""
    latest = _latest(cell=cell.pk, kind=cell.kind_id, stands=_stands(cell), languages=languages, at=at)
    prefetch_related_objects(latest, "deadlines")
    shown = [_cell_decision(decision, cell) for decision in latest]
    to_hear = [each for each in shown if each.reached_on is None]
    # Both sorts keep the latest conveyed first where days are the same.
    to_hear.sort(key=lambda each: (each.deadline is None, each.deadline or at))
    heard = [(each.reached_on, each) for each in shown if each.reached_on is not None]
    heard.sort(key=itemgetter(0), reverse=True)
    return [*to_hear, *(each for _day, each in heard)]


class _NotReached(Subquery):
    """How many rows say that a cell was not reached, counted within another question."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) found WHERE NOT is_reached)"
    output_field = IntegerField()


def to_confirm(cell: UUID, stands: Sequence[Standing], *, at: datetime) -> Subquery:
    """Return how many of the decisions on a cell's desk it has yet to confirm: a part of another question.

    `stands` is where the cell itself stands.
    """
    place = Unit(pk=cell)
    reached = UnitReached.objects.filter(decision=OuterRef("pk"), unit=place)
    latest: QuerySet[Any, Any] = to_convey(_addressed_from(stands, at=at), place, at=at).newest_first()
    return _NotReached(latest.annotate(is_reached=Exists(reached)).values("is_reached")[:SHOWN])


@prepared
def _latest(
    *, cell: UUID, kind: UUID, stands: Sequence[Standing], languages: list[str], at: datetime
) -> DecisionQuerySet:
    place = Unit(pk=cell, kind_id=kind)
    shown = titled(to_convey(_addressed_from(stands, at=at), place, at=at), languages, at=at)
    return _with_reached(shown, place, at=at).newest_first()[:SHOWN]


def _stands(cell: Unit) -> Sequence[Standing]:
    return [(tuple(paths.ancestors_of(cell.path)), cell.kind_id, None)]


def _addressed_from(stands: Sequence[Standing], *, at: datetime) -> DecisionQuerySet:
    # As `decisions_for_cell`: those addressed to somebody who stands there.
    conveyed = Decision.objects.conveyed().standing(at)
    return conveyed.filter(audience__in=Audience.objects.reaching_from(stands))


def to_hear_or_heard(cell: Unit, *, since: date, at: datetime) -> list[tuple[UUID, datetime, date | None]]:
    """Return by id and moment of conveying the decisions a cell has yet to hear, or heard on `since` or later, and when.

    One query, of the latest 100 at the most.
    """
    reached = UnitReached.objects.filter(decision=OuterRef("pk"), unit=cell)
    rows = to_convey(decisions_for_cell(cell, at=at), cell, at=at).annotate(
        heard_on=Subquery(reached.values("reached_on")[:1])
    )
    open_or_late = rows.filter(Q(heard_on=None) | Q(heard_on__gte=since)).newest_first()[:HEARD_MOST]
    found: Any = open_or_late.values_list("pk", "conveyed_at", "heard_on")
    return list(found)


def has_heard(unit: Unit, decision_id: UUID) -> bool:
    """Return whether `unit` has said that a decision was read or handed round there."""
    return bool(UnitReached.objects.filter(decision=decision_id, unit=unit).exists())


def reading_page(
    decision: Decision, cell: Unit, *, reader: Person, allowed: Collection[str], at: datetime
) -> Reading:
    """Return what the page on one decision in one cell shows to `reader`, who is `allowed` some of `ASKED` there."""
    rows = _with_reached(
        titled(Decision.objects.filter(pk=decision.pk), reader.languages, at=at), cell, at=at
    )
    shown = rows.prefetch_related("deadlines").get()
    homes = _homes_in(cell, at=at)
    first, since = is_first_conveying(shown, cell, at=at), _members_since(decision, homes)
    circle_id = homes[0].circle_id if homes else None
    at_home = {home.person_id for home in homes}
    elsewhere = counted_elsewhere(at_home, [decision], circle_id, at=at)[decision.pk]
    has_names = first and reader in since and "decisions.see_members_not_reached" in allowed
    has_word = not first and reader in since and "decisions.see_quarters" in allowed
    line = _cell_decision(shown, cell)
    names = (
        members_not_reached(decision, cell, but=elsewhere, at=at)
        if has_names and not line.everyone_has_it
        else None
    )
    may_withdraw = has_names and "decisions.withdraw_mark" in allowed
    marked = _marked(reader, decision, cell, but=elsewhere, at=at) if may_withdraw else []
    return Reading(
        line,
        cell,
        _to_mark(homes, names, marked) if "decisions.attest_reading" in allowed else None,
        names,
        len([person for person in since if person.pk not in elsewhere]) < len(homes),
        marked,
        quarters_in([decision], cell, circle_id=circle_id, at=at)[decision.pk] if has_word else None,
    )


def _to_mark(
    homes: Sequence[Membership], names: Sequence[Person] | None, marked: Sequence[Person]
) -> list[Person]:
    """Return the members who can be entered as present; those whom the reader entered already are not offered again.

    Only where the page names those who lack it: elsewhere who is missing from this list would tell who had it.
    """
    entered = {person.pk for person in marked} if names is not None else set()
    return [home.person for home in homes if home.person_id not in entered]


def cell_reach(cell: Unit, reader: Person, *, at: datetime) -> list[CellReach]:
    """Return how far the decisions for a cell have come in it: its word, and to its own secretary alone what they are told."""
    lines = cell_decisions(cell, at=at, languages=reader.languages)
    if "decisions.see_quarters" not in permitted(reader, ["decisions.see_quarters"], on=cell, at=at):
        return [CellReach(line, None) for line in lines]
    homes = list(Membership.objects.current(at).filter(unit=cell, person=reader))
    own = [line.decision for line in lines if _members_since(line.decision, homes)]
    first = {decision.pk for decision in own if is_first_conveying(decision, cell, at=at)}
    later = [decision for decision in own if decision.pk not in first]
    quarters = quarters_in(later, cell, circle_id=homes[0].circle_id if homes else None, at=at)
    told: dict[UUID, Quarter | Unsaid] = dict.fromkeys((each.pk for each in own), Unsaid.NAMES)
    told |= {decision: quarter or Unsaid.FEW for decision, quarter in quarters.items()}
    return [CellReach(line, told.get(line.decision.pk, Unsaid.EARLIER)) for line in lines]


def were_members_then(
    people: Collection[UUID], decisions: Collection[Decision], cell: Unit, *, at: datetime
) -> bool:
    """Return whether all of `people` have been members of `cell` since before each of `decisions` was conveyed.

    Only so are officers the cell's own: whoever may transfer members could otherwise go from cell to cell and read.
    """
    # Whoever was there before the first was there before all.
    first = min(decisions, key=lambda each: (each.conveyed_at is not None, each.conveyed_at))
    then = _members_then(first, cell, at=at).filter(person__in=people).values("person").distinct()
    return then.count() == len(set(people))


def are_named(people: Collection[UUID], decisions: Collection[Decision], cell: Unit, *, at: datetime) -> bool:
    """Return whether all of `people` are among those of whom the cell's own secretary is told if they have yet to be reached.

    They have been members since before each of `decisions` was conveyed, and count in no other home.
    """
    elsewhere = counted_elsewhere(people, decisions, circle_in(cell), at=at)
    return were_members_then(people, decisions, cell, at=at) and not any(elsewhere.values())


def sees_figures_of(person: Person, decision: Decision, cell: Unit, *, at: datetime) -> bool:
    """Return whether `person` is shown how far a decision has come above `cell`, or anywhere else above cells.

    Anywhere: who came from another cell counts where the decision first reached them.
    """
    units = units_where(person, "decisions.see_reach", at=at)
    return units.filter(is_counted_in(decision) | Q(pk=cell.parent_id)).exists()


def marks_of(
    officer: Person, decision: Decision, cell: Unit, *, but: Collection[UUID] = (), at: datetime
) -> ReceiptQuerySet:
    """Return the receipts that members of `cell` have because `officer` marked them as present, of those named to them.

    They stay on this list when they acknowledge for themselves later, which it must not tell.
    Whoever came since it was conveyed is left out: marked and taken back, a figure could tell what they had done before. So
    are those of `but`: who count in another home.
    """
    members = _members_then(decision, cell, at=at).values("person")
    marks = Receipt.objects.filter(decision=decision, attested_by=officer, person__in=members)
    return marks.exclude(person__in=but) if but else marks


def _members_then(decision: Decision, cell: Unit, *, at: datetime) -> MembershipQuerySet:
    homes: MembershipQuerySet = Membership.objects.current(at).filter(unit=cell)
    return homes.none() if decision.conveyed_at is None else homes.known_by(decision.conveyed_at)


def _marked(
    officer: Person, decision: Decision, cell: Unit, *, but: Collection[UUID], at: datetime
) -> list[Person]:
    marks = marks_of(officer, decision, cell, but=but, at=at)
    return list(Person.objects.filter(pk__in=marks.values("person")).in_order())


def _homes_in(cell: Unit, *, at: datetime) -> list[Membership]:
    homes = Membership.objects.current(at).filter(unit=cell).select_related("person")
    return list(homes.order_by("person__search_name", "person"))


def _members_since(decision: Decision, homes: Iterable[Membership]) -> list[Person]:
    conveyed_at = decision.conveyed_at
    return [home.person for home in homes if conveyed_at is not None and home.known_since <= conveyed_at]


def _with_reached(decisions: DecisionQuerySet, cell: Unit, *, at: datetime) -> DecisionQuerySet:
    reached = UnitReached.objects.filter(decision=OuterRef("pk"), unit=cell)
    heard = UnitReached.objects.filter(decision=OuterRef("decision"), unit=cell)
    return decisions.annotate(
        how=Subquery(reached.values("how")[:1]),
        reached_on=Subquery(reached.values("reached_on")[:1]),
        read_by_with_it=read_by_with_it([cell.kind_id], OuterRef("pk"), heard, at=at),
    )


def _cell_decision(decision: Decision, cell: Unit) -> CellDecision:
    row = vars(decision)
    own = next((each.read_by for each in decision.deadlines.all() if each.kind_id == cell.kind_id), None)
    deadline = deadline_on(earliest(own, row["read_by_with_it"]), decision, cell)
    return CellDecision(decision, row["title"], deadline, row["how"] or "", row["reached_on"])
