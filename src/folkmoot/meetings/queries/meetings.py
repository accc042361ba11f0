"""Meetings as they are seen: found by looking up from where somebody belongs, and never written down for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from folkmoot.access.policy import permitted, units_where, visible
from folkmoot.bylaws.queries.provisions import clauses_in_force
from folkmoot.bylaws.rules.clauses import Provision
from folkmoot.bylaws.rules.kinds import MEETINGS
from folkmoot.bylaws.rules.kinds import Meeting as Kind
from folkmoot.decisions.queries.audiences import Standings, standings
from folkmoot.decisions.queries.cells import cell_decisions
from folkmoot.documents.queries import language_of, title_of
from folkmoot.kernel.paging import cut, key_of, rows_after, rows_later
from folkmoot.kernel.prepared import prepared
from folkmoot.meetings import interfaces
from folkmoot.meetings.models import AgendaItem, Meeting, MeetingQuerySet, Presence
from folkmoot.meetings.queries.runners import runs
from folkmoot.meetings.rules.notice import Earliest, earliest_of
from folkmoot.meetings.rules.permissions import ADOPTED, CALLING, DRAFTS, RUNNING, SEEING, WHERE
from folkmoot.meetings.rules.rhythm import Rhythm, asked_how_often
from folkmoot.meetings.rules.running import is_sheet_open
from folkmoot.people.models import Person, Term
from folkmoot.units.models import Unit, UnitQuerySet

PAGE = 30
_MOMENT = "begins_at"
# A line of the first page, and one more where what comes first is cancelled.
_LOOKED_AT = 5
# A calendar keeps what has just passed; and one that subscribed is not sent more than this.
_KEPT = timedelta(days=30)
_MOST = 500


@dataclass(frozen=True)
class MeetingPage:
    """A meeting on its page: its agenda, whether the reader is told where it is, and whether they may change or run it."""

    meeting: Meeting
    items: Sequence[AgendaItem]
    shows_place: bool
    may_change: bool
    may_run: bool
    may_call: bool
    has_minutes: bool = False
    may_enter_votes: bool = False
    may_take_back: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it was opened and goes on."""
        return self.meeting.opened is not None and self.meeting.opened.is_open


@dataclass(frozen=True)
class MeetingList:
    """A page of the meetings of a unit, and the keys with which those after and before are asked for."""

    unit: Unit
    upcoming: Sequence[Meeting]
    later: str
    past: Sequence[Meeting]
    earlier: str
    may_call: bool
    may_enter: bool


@dataclass(frozen=True)
class Proposal:
    """A decision that a cell has to hear, as an item of an agenda; `is_due` until the cell confirmed that it was read."""

    decision_id: UUID
    number: str
    title: str
    is_due: bool


def seen_by(person: Person, *, at: datetime) -> MeetingQuerySet:
    """Return the meetings that `person` sees, with their units, and what they are since they were opened."""
    return visible(Meeting.objects.select_related("unit__kind", "sitting"), person, SEEING, at=at)


def units_seen(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the units whose meetings `person` sees, closed ones too, with their kinds."""
    return units_where(person, SEEING, at=at).select_related("kind")


def units_calling(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units in which `person` calls meetings, with their kinds."""
    return units_where(person, CALLING, at=at).open().select_related("kind")


def units_running(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units whose meetings `person` runs, with their kinds."""
    return units_where(person, RUNNING, at=at).open().select_related("kind")


def is_any_meeting() -> Exists:
    """Return, to be asked beside something else, whether a meeting was ever called: else `next_meetings` finds none."""
    return Exists(Meeting.objects.all())


def next_meetings(stands: Standings, *, at: datetime) -> list[Meeting]:
    """Return the next meeting for somebody who `stands` so, after those before it that were cancelled: one question.

    One that goes on is the next one with its hour past; one that was closed is none any more.
    """
    homes, above, bodies = _places(stands)
    found: list[Meeting] = []
    for meeting in _next(homes=homes, above=above, bodies=bodies, at=at):
        if meeting.opened is not None and not meeting.opened.is_open:
            continue
        found.append(meeting)
        if not meeting.is_cancelled:
            break
    return found


def meanwhile(unit: Unit, begins_at: datetime, ends_at: datetime) -> Meeting | None:
    """Return a meeting of `unit` that is called for a part of that time, and neither cancelled nor closed."""
    found = called_meanwhile(unit, begins_at, ends_at).filter(sitting__closed_at=None)
    return found.select_related("unit").soonest_first().first()


def called_meanwhile(unit: Unit, begins_at: datetime, ends_at: datetime) -> MeetingQuerySet:
    """Return the meetings of `unit` for a part of that time that were not cancelled."""
    return Meeting.objects.standing().filter(unit=unit, begins_at__lt=ends_at, ends_at__gt=begins_at)


def leading(unit: Unit, *, at: datetime) -> dict[str, UUID]:
    """Return who holds the offices of chair and secretary in `unit` itself, by office; of several, who came first."""
    terms = Term.objects.current(at).filter(unit=unit, office__code__in=("chair", "secretary"))
    return dict(terms.order_by("-started_at", "-pk").values_list("office__code", "person"))


def meetings_for(person: Person, *, at: datetime) -> MeetingQuerySet:
    """Return the meetings for a member's calendar: those to come and of the last thirty days, cancelled ones too."""
    homes, above, bodies = _places(standings(person, at=at))
    return meetings_at(own=[*homes, *bodies], above=above).upcoming(at - _KEPT).soonest_first()[:_MOST]


def meetings_at(*, own: Sequence[str], above: Sequence[str]) -> MeetingQuerySet:
    """Return the meetings of the units with the paths `own`, and those for all of the units with the paths `above`."""
    # Of a body above, a member is told what is for all: not when its committees meet.
    for_all = Q(unit__path__in=above) & ~Q(kind=Kind.COMMITTEE)
    return Meeting.objects.filter(Q(unit__path__in=own) | for_all).select_related("unit")


def meeting_page(meeting_id: UUID, person: Person, *, at: datetime) -> MeetingPage | None:
    """Return the page of a meeting; None if `person` does not see it, or there is none."""
    meeting = seen_by(person, at=at).annotate(**_minutes_for(person)).filter(pk=meeting_id).first()
    if meeting is None:
        return None
    allowed = permitted(person, [WHERE, CALLING, RUNNING, DRAFTS, ADOPTED], on=meeting.unit, at=at)
    to_come = meeting.opened is None and not meeting.is_cancelled and not meeting.is_over(at)
    return MeetingPage(
        meeting,
        agenda_of(meeting, person.languages, at=at),
        shows_place=WHERE in allowed,
        may_change=CALLING in allowed and to_come,
        may_call=CALLING in allowed,
        may_run=not meeting.is_cancelled and runs(meeting.opened, person, allowed, at=at),
        has_minutes=_has_minutes(meeting, allowed),
        may_enter_votes=may_enter_votes(meeting, allowed, at=at),
        may_take_back=may_take_back_entry(meeting, allowed, at=at),
    )


def _minutes_for(person: Person) -> dict[str, Exists]:
    there = Presence.objects.filter(meeting=OuterRef("pk"), person=person)
    return {"is_adopted": interfaces.minutes().are_adopted(), "was_there": Exists(there)}


def _has_minutes(meeting: Any, allowed: frozenset[str]) -> bool:  # noqa: ANN401  -- with what was added to it
    reads_draft = meeting.opened is not None and (meeting.was_there or DRAFTS in allowed)
    return reads_draft or (meeting.is_adopted and ADOPTED in allowed)


def agenda_of(meeting: Meeting, languages: Sequence[str], *, at: datetime) -> list[AgendaItem]:
    """Return the items of an agenda in order, those that are decisions with `title` and `title_language`."""
    return items_of([meeting.pk], languages, at=at)


def items_of(meetings: Collection[UUID], languages: Sequence[str], *, at: datetime) -> list[AgendaItem]:
    """Return the items of several agendas, each in order, as agenda_of does; one question."""
    additions: dict[str, Any] = {
        "title": title_of("decision__document", languages, at=at),
        "title_language": language_of("decision__document", languages, at=at),
    }
    items = AgendaItem.objects.filter(meeting__in=meetings).select_related("decision__body", "motion")
    return list(items.annotate(**additions).order_by("position"))


def meeting_list(
    unit: Unit, person: Person, *, later: str = "", earlier: str = "", at: datetime
) -> MeetingList:
    """Return the meetings of a unit: to come, the next one first, and past, the latest first.

    `later` and `earlier` are keys that the page before gave; where one is given, the others are left out.
    """
    of_unit = Meeting.objects.filter(unit=unit).select_related("unit", "sitting")
    next_first = rows_later(of_unit.to_come(at), later, moment=_MOMENT).soonest_first()
    to_come = [] if earlier else list(next_first[: PAGE + 1])
    past = rows_after(of_unit.behind(at), earlier, moment=_MOMENT).newest_first()
    over = [] if later else list(past[: PAGE + 1])
    may = permitted(person, [CALLING, RUNNING], on=unit, at=at) if unit.is_open else frozenset()
    pages = (*cut(to_come, PAGE, _key), *cut(over, PAGE, _key))
    return MeetingList(unit, *pages, may_call=CALLING in may, may_enter=RUNNING in may)


def proposals_for(unit: Unit, languages: list[str], *, at: datetime) -> list[Proposal]:
    """Return the decisions that can stand on the agenda of a cell: those it has yet to hear first; none elsewhere."""
    if not unit.kind.is_cell:
        return []
    return [
        Proposal(each.decision.pk, each.decision.number or "", each.title, not each.is_reached)
        for each in cell_decisions(unit, at=at, languages=languages)
    ]


def notice_given(meeting: Meeting) -> Earliest | None:
    """Return the notice that was asked for when a meeting, with its unit, was called for its time; None if none was."""
    unit, day = meeting.unit, meeting.unit.local(meeting.noticed_at).date()
    return earliest_of(clauses_in_force(unit, day), Kind(meeting.kind), str(unit.kind.code), today=day)


def notices_asked(unit: Unit, day: date) -> dict[Kind, Earliest]:
    """Return from which day on meetings of a unit can be called on `day`, by kind, of those that need notice: one question."""
    provisions, unit_kind = clauses_in_force(unit, day), str(unit.kind.code)
    asked = {kind: earliest_of(provisions, kind, unit_kind, today=day) for kind in MEETINGS}
    return {kind: each for kind, each in asked.items() if each is not None and kind is not Kind.ANY}


def frequencies_asked(unit: Unit, day: date) -> dict[Kind, tuple[Provision, Rhythm]]:
    """Return how often the bylaws ask for meetings of a unit, by kind, each with the rarest rhythm that does it."""
    provisions, unit_kind = clauses_in_force(unit, day), str(unit.kind.code)
    asked = {kind: asked_how_often(provisions, kind, unit_kind) for kind in MEETINGS if kind is not Kind.ANY}
    return {kind: each for kind, each in asked.items() if each is not None}


def _places(stands: Standings) -> tuple[list[str], list[str], list[str]]:
    """Return the paths of somebody's homes, of the units above these, and of those in which they hold an office."""
    homes = {line[-1] for line, _kind, office in stands if office is None}
    above = {path for line, _kind, office in stands if office is None for path in line[:-1]}
    bodies = {line[-1] for line, _kind, office in stands if office is not None}
    return sorted(homes), sorted(above - homes), sorted(bodies - homes)


@prepared
def _next(*, homes: list[str], above: list[str], bodies: list[str], at: datetime) -> QuerySet[Meeting]:
    to_come = meetings_at(own=[*homes, *bodies], above=above).upcoming(at).soonest_first()
    return to_come.select_related("sitting")[:_LOOKED_AT]


def _key(meeting: Meeting) -> str:
    return key_of(meeting, moment=_MOMENT)


def may_enter_votes(meeting: Meeting, allowed: Collection[str], *, at: datetime) -> bool:
    """Return whether somebody, to whom so much is allowed in its unit, enters votes of a meeting from its signed sheet."""
    sitting = meeting.opened
    return sitting is not None and sitting.was_held and may_take_back_entry(meeting, allowed, at=at)


def may_take_back_entry(meeting: Meeting, allowed: Collection[str], *, at: datetime) -> bool:
    """Return whether somebody, to whom so much is allowed in its unit, takes back that a meeting was entered from its sheet."""
    sitting = meeting.opened
    if RUNNING not in allowed or sitting is None or not sitting.is_entered_afterwards:
        return False
    if not is_sheet_open(sitting.close_known_at or at, at=at):
        return False
    return not Meeting.objects.filter(interfaces.minutes().are_adopted(), pk=meeting.pk).exists()
