"""What stands at the desks of a unit's secretary and chair: what it is asked for, and what waits there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from folkmoot.access.grants import GRANTS
from folkmoot.access.policy import units_where
from folkmoot.bylaws.queries.compliance import SEEING, missed_in
from folkmoot.bylaws.queries.duties import Given, duties_of, duties_of_each
from folkmoot.bylaws.queries.provisions import provisions_over_each
from folkmoot.bylaws.rules.duties import Conveyed, Duty, State
from folkmoot.bylaws.rules.kinds import Kind
from folkmoot.decisions.queries.cells import CellDecision, cell_decisions
from folkmoot.decisions.queries.repeals import is_any_to_read_aloud
from folkmoot.desk.at_work import Held
from folkmoot.desk.papers import Papers, papers_of, signs_of_papers
from folkmoot.membership.queries.counts import with_members
from folkmoot.news.queries.letters import is_any_undecided
from folkmoot.notices.queries import unreachable_in
from folkmoot.people.models import Person
from folkmoot.reports.queries.asked_of import asked_back_in, is_any_form, is_asked_back
from folkmoot.reports.queries.on_desks import AskedByForms, asked_by_forms
from folkmoot.reports.sending_screens import ToSend, to_send_of
from folkmoot.structure.queries.visits import saying_if_visited
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.queries import units_above_cells

# Whoever calls the meetings of a unit keeps its papers.
KEEPING = "meetings.call_meeting"
# Asked beside a unit: of what there is nothing, no question is asked.
_SIGNS = {"is_any_form": is_any_form(), "is_asked_back": is_asked_back()}


@dataclass(frozen=True)
class CellDesk:
    """A cell secretary's first screen, for one cell."""

    cell: Unit
    members: int
    decisions: Sequence[CellDecision]
    unreachable: int
    duties: Sequence[Duty]
    papers: Papers
    to_send: ToSend | None = None


@dataclass(frozen=True)
class BodyDesk:
    """What the bylaws ask of a unit above the cells, for those who hold an office in it."""

    unit: Unit
    duties: Sequence[Duty]
    papers: Papers
    to_send: ToSend | None = None


def desks(person: Person, *, held: Sequence[Held], at: datetime) -> tuple[list[CellDesk], list[BodyDesk]]:
    """Return the desk of each cell in which a person may confirm that a decision was conveyed, and of each body they keep.

    `held` are the offices that they hold: whoever keeps no body above the cells is asked no question for.
    """
    may_confirm = units_where(person, "decisions.confirm_conveyed", at=at)
    # Of what there is nothing, no question is asked: whether there is comes along with the units.
    rows = with_members(may_confirm.open().cells()).annotate(is_any_repeal=is_any_to_read_aloud(at=at))
    cells = list(_with_signs(rows, at=at).select_related("kind").in_order())
    bodies = _bodies_kept(person, held, at=at)
    # What was missed, and what waits from their meetings, is asked of all of them at once.
    units = [*cells, *bodies]
    missed, papers = missed_in(units, at=at), papers_of(units, at=at)
    # So are the clauses that hold for them, and what forms ask.
    by_forms = _by_forms(units, at=at)
    given = Given(provisions_over_each(units) if units else {}, by_forms.known(units, at))
    unreachable = unreachable_in(units_where(person, "notices.see_unreachable", at=at))
    found = [
        _desk(
            cell,
            person,
            len(unreachable.get(cell.pk, ())),
            missed=missed[cell.pk],
            papers=papers[cell.pk],
            given=given,
            at=at,
        )
        for cell in cells
    ]
    due = duties_of_each(bodies, given=given, at=at) if bodies else {}
    kept = [BodyDesk(body, _with_missed(due[body.pk], missed[body.pk]), papers[body.pk]) for body in bodies]
    asked = [*((desk.cell, desk.duties) for desk in found), *((desk.unit, desk.duties) for desk in kept)]
    to_send = _to_send(asked, by_forms, given, person, at=at)
    return (
        [replace(desk, to_send=to_send[desk.cell.pk]) for desk in found],
        [replace(desk, to_send=to_send[desk.unit.pk]) for desk in kept],
    )


def _by_forms(units: Sequence[Unit], *, at: datetime) -> AskedByForms:
    chosen = [unit for unit in units if vars(unit)["is_any_form"]]
    return asked_by_forms(chosen, at=at) if chosen else AskedByForms()


def _to_send(
    asked: Sequence[tuple[Unit, Sequence[Duty]]],
    by_forms: AskedByForms,
    given: Given,
    person: Person,
    *,
    at: datetime,
) -> dict[UUID, ToSend]:
    """Return what each unit has to send by forms, but for what stands among the duties that bylaws ask of it."""
    told = {unit.pk for unit, due in asked if any(each.kind is Kind.REPORTING for each in due)}
    others = [unit for unit, _due in asked if unit.pk not in told]
    again = [unit for unit, _due in asked if unit.pk in told and vars(unit)["is_asked_back"]]
    found = by_forms.to_send(others, given.clauses, at) | asked_back_in(again)
    return {unit.pk: to_send_of(unit, found.get(unit.pk, []), person.languages) for unit, _due in asked}


def _bodies_kept(person: Person, held: Sequence[Held], *, at: datetime) -> list[Unit]:
    """Return the units above the cells in which a person keeps the papers."""
    if all(is_cell or office not in GRANTS[KEEPING].here for office, is_cell, _path in held):
        return []
    kept = units_above_cells().in_units(units_where(person, KEEPING, at=at))
    return list(_with_signs(kept, at=at).in_order())


def _with_signs(units: UnitQuerySet, *, at: datetime) -> UnitQuerySet:
    signs = {**_SIGNS, **signs_of_papers(), "is_any_letter": is_any_undecided(at=at)}
    return saying_if_visited(units, at=at).annotate(**signs)


def may_have_letters(cells: Sequence[CellDesk], bodies: Sequence[BodyDesk]) -> bool:
    """Return whether letters may wait to be decided on: none do if none waits for anybody, which came along with the units."""
    units = [*(desk.cell for desk in cells), *(desk.unit for desk in bodies)]
    return all(vars(unit)["is_any_letter"] for unit in units)


def cells_reading(desks: Sequence[CellDesk]) -> list[Unit]:
    """Return the cells of which is to be asked what was repealed: none where nothing was lately."""
    return [each.cell for each in desks if vars(each.cell)["is_any_repeal"]]


def _desk(
    cell: Unit,
    person: Person,
    unreachable: int,
    *,
    missed: Sequence[Duty],
    papers: Papers,
    given: Given,
    at: datetime,
) -> CellDesk:
    decisions = cell_decisions(cell, at=at, languages=person.languages)
    heard = [
        Conveyed(each.decision.pk, cell.local(each.decision.conveyed_at).date(), each.reached_on)
        for each in decisions
        if each.decision.conveyed_at is not None
    ]
    due = _with_missed(duties_of(cell, heard=heard, given=given, at=at), missed)
    return CellDesk(cell, vars(cell)["members"], decisions, unreachable, due, papers)


def _with_missed(due: Sequence[Duty], missed: Sequence[Duty]) -> list[Duty]:
    """Return what is due this month and next, after what was missed before and has yet to be made up."""
    told = {each.article for each in due if each.state is State.LATE}
    return [*(each for each in missed if each.article not in told), *due]


def duties_seen(unit: Unit, *, at: datetime) -> list[Duty]:
    """Return what the bylaws ask of a unit, as its own desk has it."""
    return _with_missed(duties_of(unit, at=at), missed_in([unit], at=at)[unit.pk])


def units_with_duties(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units of which a person sees what the bylaws ask of them, and what is late."""
    return units_where(person, SEEING, at=at).open().select_related("kind", "parent")
