"""Bylaws, meetings and readings of a whole organisation, and the works that `bench duties` measures."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from bench import organisations
from bench.organisations import act
from bench.papers import adopted, convey
from folkmoot.bylaws.actions import adding_up, standing
from folkmoot.bylaws.actions.entering import enter_clause
from folkmoot.bylaws.interfaces import sources_of_many
from folkmoot.bylaws.models import Provision, Standing, UnitStanding
from folkmoot.bylaws.queries.duties import duties_of_each
from folkmoot.bylaws.queries.standings import Teller
from folkmoot.bylaws.rules.adding import subtree_figures
from folkmoot.bylaws.rules.calendar import Period
from folkmoot.bylaws.rules.kinds import Kind
from folkmoot.bylaws.rules.standing import window_around
from folkmoot.decisions.models import Decision, UnitReached
from folkmoot.kernel.batches import batched
from folkmoot.kernel.clock import now
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.inserting import insert_all
from folkmoot.meetings.actions.planning import plan_meetings
from folkmoot.meetings.models import Meeting
from folkmoot.membership.actions.offices import appoint_officer
from folkmoot.people.models import Membership, Person, Term
from folkmoot.units.models import Unit

PAPERS = 8
MONTHS = 10
CLAUSES: dict[str, dict[str, str | int | bool | None]] = {
    "1": {"kind": "frequency", "meeting": "general", "times": 1, "every": "month"},
    "2": {"kind": "reading", "days": 14},
    "3": {"kind": "term", "office": "secretary", "months": 24},
    "4": {"kind": "frequency", "meeting": "review", "times": 1, "every": "half_year"},
}
KINDS = frozenset({Kind.FREQUENCY, Kind.READING, Kind.TERM})
PIECE = 2_000
# Where a unit at the end of every so many has done nothing.
LAZY = 7


def fill() -> None:
    """Enter clauses, convey decisions and plan a year's meetings by acts, once; what all other cells did is copied from one."""
    if Provision.objects.exists():
        return
    by = organisations.secretary()
    bylaws = adopted(by)
    for article, clause in CLAUSES.items():
        kinds = ["cell"] if article == "1" else []
        act(enter_clause, by, decision_id=bylaws, article=article, clause=clause, unit_kinds=kinds)
    # As if the bylaws had held for long.
    Provision.objects.update(since=now().date() - timedelta(days=800))
    for _number in range(PAPERS):
        convey(adopted(by), by)
    _copy_to_all(_first_cell())


def count() -> int:
    """Return how many units there are."""
    return Unit.objects.open().count()


def read_facts() -> None:
    """Read units and all that features know of them, once."""
    at = now()
    period, sources = _period(at), sources_of_many(KINDS)
    for units in _slices():
        for source in sources:
            assert source.tell_many is not None  # noqa: S101  -- as they were chosen
            source.tell_many(units, period, at)


def due_in_all() -> None:
    """Tell what is due in every unit, as its desk has it."""
    at = now()
    for units in _slices():
        duties_of_each(units, at=at)


def tell_all() -> None:
    """Tell from the facts where every unit stands, and add it up at every unit above the cells."""
    at = now()
    teller = Teller(at)
    for _unit_id, _figures in subtree_figures(_own(teller, at), {}):
        pass


def keep_all() -> None:
    """Tell it anew and keep it, from nothing."""
    for model in (Standing, UnitStanding):
        model.objects.all().delete()
    teller = Teller(now())
    for units in _slices():
        standing.tell(units, teller)


def add_up_all() -> None:
    """Add up what is kept, and write figures."""
    adding_up.add_up(now())


def longest_transaction() -> float:
    """Return how much processor time the transaction takes at most that writes some units of which all has changed."""
    teller, longest = Teller(now()), 0.0
    for number, units in enumerate(_slices()):
        told = teller.tell(units)
        for ids in batched([unit.pk for unit in units], standing.WRITTEN):
            start = time.process_time()
            with transaction.atomic():
                standing.write([told[each] for each in ids], ids)
            longest = max(longest, time.process_time() - start)
        if number == 20:  # noqa: PLR2004  -- enough to see
            break
    return longest


def _own(teller: Teller, at: Any) -> Iterator[Any]:  # noqa: ANN401  -- a moment
    for units in _slices():
        told = teller.tell(units)
        for unit in units:
            kind, found = unit.kind.code, told[unit.pk]
            rows: list[tuple[str, Any]] = [(str(row.provision_id), row) for row in found.each]
            if found.unit is not None and found.unit.is_asked:
                rows.append(("", found.unit))
            yield unit.path, unit.pk, {(clause, kind): _counts(row, at) for clause, row in rows}


def _counts(row: Any, at: Any) -> tuple[int, int, int]:  # noqa: ANN401  -- rows of two tables, and a moment
    is_late = row.late_at is not None and row.late_at <= at
    return 1, int(not is_late and row.due_at is not None and row.due_at <= at), int(is_late)


def _slices() -> Iterator[list[Unit]]:
    last = ""
    rows = Unit.objects.open().select_related("kind").in_order()
    while units := list(rows.filter(path__gt=last)[: standing.SLICE]):
        yield units
        last = units[-1].path


def _period(at: Any) -> Period:  # noqa: ANN401  -- a moment
    return window_around(at.date())


def _first_cell() -> Unit:
    """Return a cell that did by acts what others do: it has a secretary and a year's plan."""
    cell = Unit.objects.cells().select_related("kind").in_order()[0]
    registrar = Person.objects.get(terms__office__code="registrar")
    member = Membership.objects.filter(unit=cell).order_by("pk").select_related("person")[0].person
    act(appoint_officer, registrar, office="secretary", unit_id=cell.pk, person_id=member.pk)
    days = spread(now().date() + timedelta(days=31), MONTHS)
    dates = [{"day": day, "begins": "19:00"} for day in days]
    given: dict[str, Any] = {"kind": "general", "minutes": 90, "how": "in_person", "place": "The hall"}
    act(plan_meetings, member, unit_id=cell.pk, dates=dates, **given)
    # What was planned for the months to come is what was held in those before.
    for meeting in Meeting.objects.filter(unit=cell):
        meeting.begins_at -= timedelta(days=334)
        meeting.ends_at -= timedelta(days=334)
        meeting.save(update_fields=["begins_at", "ends_at"])
    return cell


def _copy_to_all(cell: Unit) -> None:
    meetings = list(Meeting.objects.filter(unit=cell))
    (term,) = Term.objects.filter(unit=cell)
    decisions = list(Decision.objects.conveyed().order_by("conveyed_at"))[:PAPERS]
    others = Unit.objects.cells().exclude(pk=cell.pk).in_order().values_list("pk", flat=True)
    for number, some in enumerate(batched(list(others), PIECE)):
        busy = [unit_id for place, unit_id in enumerate(some) if (number * PIECE + place) % LAZY]
        with transaction.atomic():
            insert_all([_copy(each, unit_id) for unit_id in busy for each in meetings])
            insert_all([_copy(term, unit_id) for unit_id in some])
            insert_all([_reached(each, unit_id) for unit_id in busy for each in decisions[: PAPERS - 2]])


def _copy(row: Any, unit_id: Any) -> Any:  # noqa: ANN401  -- rows of several tables
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}  # noqa: SLF001  -- Django's documented Model API
    return type(row)(**{**values, "id": new_id(), "unit_id": unit_id})


def _reached(decision: Decision, unit_id: Any) -> UnitReached:  # noqa: ANN401  -- an id
    at = now()
    return UnitReached(
        decision_id=decision.pk, unit_id=unit_id, how="read", reached_on=at.date(), entered_at=at
    )


def spread(first: date, count: int) -> Iterator[date]:
    """Yield a day of each of `count` months from that of `first` on."""
    month = first.replace(day=1)
    for _number in range(count):
        yield month + timedelta(days=14)
        month = (month + timedelta(days=32)).replace(day=1)
