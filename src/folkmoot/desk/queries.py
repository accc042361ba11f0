"""What the first screens show, gathered from other features' queries."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from folkmoot.access.grants import GRANTS
from folkmoot.access.policy import units_where
from folkmoot.accounts.queries.factors import Rest, is_spared
from folkmoot.accounts.queries.waiting import Waits, said_of_waiting, waiting_or_resting
from folkmoot.bylaws.queries.compliance import Counted, compliance_of, with_compliance
from folkmoot.consultations.queries.reaching import first_screen_of, is_any_consultation
from folkmoot.consultations.screens import Line, lines_of
from folkmoot.decisions.queries.audiences import Standings, standings_with_homes
from folkmoot.decisions.queries.cells import CellReach, cell_reach, to_confirm
from folkmoot.decisions.queries.first_screens import (
    Addressed,
    OverviewLine,
    member_screen,
    overview_lines,
)
from folkmoot.decisions.queries.reach import UnitFigure
from folkmoot.decisions.queries.reach_pages import drawn_figures
from folkmoot.decisions.queries.recirculating import BackAgain, may_be_back
from folkmoot.decisions.queries.repeals import Repealed, is_any_repeal, repealed_lately
from folkmoot.desk.at_work import Held, Waiting, at_work, cell_kept
from folkmoot.desk.beginning import Step, first_steps
from folkmoot.kernel.prepared import prepared
from folkmoot.meetings.minutes.queries.minutes import is_any_to_check, to_check
from folkmoot.meetings.minutes.screens import MinutesLine, minutes_lines
from folkmoot.meetings.motions.queries.first_screen import (
    PARTS_OF_WRITTEN,
    WrittenDown,
    said_of_written,
    written_down_for,
)
from folkmoot.meetings.motions.queries.motions import ForwardingLine, waiting_in
from folkmoot.meetings.queries.meetings import is_any_meeting, next_meetings
from folkmoot.meetings.screens import MeetingLine, first_page_lines
from folkmoot.membership.queries.counts import MemberFigure, members_below
from folkmoot.membership.queries.officers import with_whether_officers
from folkmoot.news.queries.items import NewsLine, is_any_news, on_today
from folkmoot.news.queries.letters import ToldLetter, is_told_of_letters, letters_on_today
from folkmoot.people.models import Membership, Person
from folkmoot.reports.queries.arriving import arrived_in
from folkmoot.reports.queries.asked_of import is_any_form, to_send_in
from folkmoot.reports.sending_screens import ToSend, to_send_of
from folkmoot.structure.queries.circles import how_members_count
from folkmoot.study.queries.learning import StudyToday, is_any_to_learn, study_today
from folkmoot.units.models import Unit, UnitKind, UnitQuerySet
from folkmoot.units.queries import units_above_cells
from folkmoot.units.rules.paths import ROOT, ancestors_of
from folkmoot.work.queries.first_screen import PARTS_OF_WORK, WorkOnToday, said_of_work, work_of

# Enough for a screen; the lists behind the links have all.
SHOWN = 20
# Of what a member has already, a glance is enough.
LATEST = 3
# So many units below are counted and looked through while somebody waits.
UNITS_COUNTED = 2000


@dataclass(frozen=True)
class Today:
    """A member's first screen."""

    homes: Sequence[Unit]
    waiting: Sequence[Addressed]
    done: Sequence[Addressed]
    back_again: Sequence[BackAgain]
    asked: Sequence[Line]
    has_more: bool
    waits: Waits
    rest: Rest | None
    first_steps: Sequence[Step]
    was_member: bool
    at_work: Sequence[Waiting]
    holds_office: bool
    news: Sequence[NewsLine]
    letters: Sequence[ToldLetter]
    letters_wait: int
    meetings: Sequence[MeetingLine]
    minutes: Sequence[MinutesLine]
    work: WorkOnToday
    written_down: WrittenDown | None
    repealed: Sequence[Repealed]
    to_send: Sequence[ToSend]
    study: StudyToday

    @property
    def meetings_today(self) -> list[MeetingLine]:
        """The meetings that are today, or were to be, by the clocks of their units: they stand first."""
        return [each for each in self.meetings if each.is_today]

    @property
    def meetings_later(self) -> list[MeetingLine]:
        """The meetings of other days."""
        return [each for each in self.meetings if not each.is_today]

    @property
    def is_told_something(self) -> bool:
        """Whether something new stands there already, before what was conveyed."""
        return any(
            (
                self.at_work,
                self.letters,
                self.letters_wait,
                self.minutes,
                self.written_down,
                self.repealed,
                self.to_send,
            )
        )

    @property
    def home(self) -> Unit | None:
        """The cell by whose clocks days are told, if they are a member."""
        return next(iter(self.homes), None)


@dataclass(frozen=True)
class CellOverview:
    """The overview of those who lead an organisation that is one cell: each decision, and what they are told of it."""

    cell: Unit
    members: MemberFigure
    lines: Sequence[CellReach]


@dataclass(frozen=True)
class LyingBelow:
    """How many units of each kind lie below one, from the top down, and the first in which nobody holds an office."""

    kinds: Sequence[tuple[UnitKind, int]]
    vacant: Sequence[Unit]


@dataclass(frozen=True)
class Overview:
    """An officer's first screen, for one unit."""

    unit: Unit
    above: Sequence[Unit]
    below: Sequence[Unit]
    members: MemberFigure
    lines: Sequence[OverviewLine]
    latest: OverviewLine | None
    drawn: Sequence[UnitFigure]
    lying_below: LyingBelow | None
    compliance: Counted | None
    from_below: Sequence[ForwardingLine]
    # How many reports wait to be read.
    reports: int
    # What is said beside the number of members where affiliated organisations lie below.
    counted: str = ""


class _ThereIs(NamedTuple):
    """Of what there is anything at all: of what there is nothing, a page asks no question."""

    consultation: bool
    back: bool
    letter: bool
    meeting: bool
    news: bool
    minutes: bool
    repeal: bool
    report: bool
    study: bool


_SIGNS = len(_ThereIs._fields)


def today(person: Person, *, held: Sequence[Held], at: datetime) -> Today:
    """Return what is new for a member: what they have yet to acknowledge, the nearest deadline first.

    `held` are the offices that they hold: what waits for them there is told in a line.
    """
    stands, homes = standings_with_homes(person, at=at)
    (waits, rest, written, own, number), there_is = _waits_and_more(person, cell_kept(held, homes), at=at)
    screen = member_screen(person, homes, standings=stands, may_be_back=there_is.back, at=at, most=SHOWN + 1)
    asked_from = stands if there_is.consultation else []
    asked = lines_of(first_screen_of(person, standings=asked_from, at=at, most=SHOWN), at=at)
    addressed = screen.addressed
    waiting = [each for each in addressed[:SHOWN] if each.acknowledged_at is None]
    steps = [] if addressed or asked else first_steps(person, at=at)
    work = at_work(held, number, at=at) if addressed or asked else []
    told, letters_wait = ([], 0) if steps else letters_on_today(person, is_told=there_is.letter, at=at)
    return Today(
        homes,
        sorted(waiting, key=lambda each: _urgency(each.deadline, at=at)),
        _done(addressed[:SHOWN], waiting),
        screen.back_again,
        asked,
        len(addressed) > SHOWN,
        waits,
        rest,
        steps,
        not homes and Membership.objects.filter(person=person).exists(),
        work,
        bool(held),
        on_today(person, stands, at=at) if there_is.news else [],
        told,
        letters_wait,
        # Whoever founds an organisation has that to do first, and finds meetings where they were called.
        first_page_lines(next_meetings(stands, at=at), at=at) if there_is.meeting and not steps else [],
        minutes_lines(to_check(person)) if there_is.minutes and not steps else [],
        own,
        written,
        repealed_lately(person, stands, at=at) if there_is.repeal else [],
        _to_send(person, held, homes, at=at) if there_is.report else [],
        study_today(person, stands, homes, at=at) if there_is.study and homes else StudyToday(),
    )


def _to_send(person: Person, held: Sequence[Held], homes: Sequence[Unit], *, at: datetime) -> list[ToSend]:
    """Return what the cells in which somebody sends the reports have to send: no question of anybody else."""
    sent_at = {path for office, _is_cell, path in held if office in GRANTS["reports.send_report"].own}
    chosen = [home.pk for home in homes if home.path in sent_at]
    cells = list(Unit.objects.filter(pk__in=chosen).select_related("kind").in_order()) if chosen else []
    lines = to_send_in(cells, at=at) if cells else {}
    return [to_send_of(cell, lines[cell.pk], person.languages) for cell in cells if lines[cell.pk]]


def _waits_and_more(
    person: Person, cell: Unit | None, *, at: datetime
) -> tuple[tuple[Waits, Rest | None, WrittenDown | None, WorkOnToday, int | None], _ThereIs]:
    """Return what waits for somebody, what rests, their work, and how many decisions their `cell` has yet to confirm.

    And what was written down for them, and of what else is to be asked for their page. One question.
    """
    stands = [] if cell is None else [(tuple(ancestors_of(cell.path)), cell.kind_id, None)]
    kept = None if cell is None else cell.pk
    asked = _waiting(person=person.pk, cell=kept, stands=stands, at=at, spared=is_spared())
    there_is, row = _ThereIs(*asked[0][:_SIGNS]), asked[0][_SIGNS:]
    row, number = (row, None) if cell is None else (row[:-1], row[-1])
    row, own = row[:-PARTS_OF_WORK], said_of_work(row[-PARTS_OF_WORK:])
    waits, rest = said_of_waiting(row[:-PARTS_OF_WRITTEN], at=at)
    return (waits, rest, said_of_written(row[-PARTS_OF_WRITTEN:]), own, number), there_is


@prepared
def _waiting(
    *, person: UUID, cell: UUID | None, stands: Standings, at: datetime, spared: bool
) -> QuerySet[Any, Any]:
    signs = (
        is_any_consultation(),
        may_be_back(person),
        is_told_of_letters(person, at=at),
        is_any_meeting(),
        is_any_news(),
        is_any_to_check(person),
        is_any_repeal(at=at),
        is_any_form(),
        is_any_to_learn(person),
    )
    parts: list[Any] = [*signs, *waiting_or_resting(person, at=at, spared=spared)]
    parts += [*written_down_for(person, at=at), *work_of(person, at=at)]
    if cell is not None:
        parts.append(to_confirm(cell, stands, at=at))
    return Person.objects.filter(pk=person).values_list(*parts)


def overview_units(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the units above cells whose reach a person may see, those of their own offices first."""
    units = units_above_cells().in_units(units_where(person, "decisions.see_reach", at=at))
    return with_compliance(units).in_order()


def reach_at_home(person: Person, *, at: datetime) -> CellOverview | None:
    """Return how far decisions have come in the organisation's one cell, to its officers; None in any other organisation.

    Where the top unit is itself a cell, nothing lies between its officers and its members.
    """
    tops = units_where(person, "decisions.see_reach", at=at).open().cells().filter(path=ROOT)
    cell = tops.select_related("kind").first()
    if cell is None:
        return None
    return CellOverview(cell, members_below(cell), cell_reach(cell, person, at=at))


def overview(person: Person, units: UnitQuerySet, unit: Unit, *, at: datetime) -> Overview:
    """Return an officer's first screen for `unit`, one of the `units` of `overview_units`.

    It asks a number of questions that no size changes.
    """
    lines = overview_lines(unit, languages=person.languages, at=at, most=SHOWN)
    latest = next(
        (line for line in lines if line.figure and line.figure.unit == unit and line.figure.cells), None
    )
    drawn = drawn_figures(latest.decision, unit) if latest else []
    members = members_below(unit)
    return Overview(
        unit,
        list(units.above(unit).exclude(pk=unit.pk)),
        _below(unit, drawn),
        members,
        lines,
        latest,
        drawn,
        # Where members are too many to be added up now, so are the units.
        None if members.counted_at else _lying_below(unit, at=at),
        compliance_of(unit),
        waiting_in(unit, most=SHOWN, at=at),
        arrived_in([unit.pk])[unit.pk],
        how_members_count(unit),
    )


def _lying_below(unit: Unit, *, at: datetime) -> LyingBelow | None:
    """Return what lies below `unit`; None if it is more than is looked through while somebody waits."""
    below = Unit.objects.within(unit).exclude(pk=unit.pk).open()
    found = with_whether_officers(below, most=UNITS_COUNTED + 1, at=at)
    if len(found) > UNITS_COUNTED:
        return None
    kinds = Counter(each.kind for each, _has_officers in found)
    vacant = [each for each, has_officers in found if not has_officers]
    return LyingBelow(sorted(kinds.items(), key=lambda kind: kind[0].rank), vacant[:SHOWN])


def _below(unit: Unit, drawn: Sequence[UnitFigure]) -> list[Unit]:
    if drawn:
        return [figure.unit for figure in drawn if figure.unit.parent_id == unit.pk]
    return list(units_above_cells().filter(parent=unit).in_order()[: SHOWN * 5])


def _done(addressed: Sequence[Addressed], waiting: Sequence[Addressed]) -> list[Addressed]:
    # A text of which something new is to be read is not done with.
    opened = {each.opened for each in waiting}
    done = [each for each in addressed if each.acknowledged_at is not None]
    return [each for each in done if each.opened not in opened][:LATEST]


def _urgency(deadline: datetime | None, *, at: datetime) -> tuple[int, datetime]:
    # First what can still be read in time, the nearest deadline first; then what has none; then what is past.
    if deadline is None:
        return 1, at
    return (0, deadline) if deadline > at else (2, deadline)
