"""How the pages of meetings put things: days, hours and states in words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.bylaws.rules.kinds import MEETINGS
from folkmoot.bylaws.rules.kinds import Meeting as Kind
from folkmoot.bylaws.rules.words import in_words
from folkmoot.meetings.models import AgendaItem, Meeting, Sitting
from folkmoot.meetings.queries.meetings import (
    MeetingPage,
    Proposal,
    frequencies_asked,
    notice_given,
    notices_asked,
)
from folkmoot.meetings.rules.notice import Earliest
from folkmoot.meetings.rules.rhythm import Rhythm
from folkmoot.units.models import Unit

_HOUR = 60
Act = Callable[..., UUID]


@dataclass(frozen=True)
class MeetingLine:
    """A meeting as the first page tells of it: what it is, and when and whose."""

    pk: UUID
    title: str
    when: str
    is_cancelled: bool
    is_on: bool = False
    is_adjourned: bool = False
    is_left_open: bool = False
    is_today: bool = False
    hour: str = ""
    unit: str = ""


def moment_in_words(moment: datetime) -> str:
    """Return a moment that is in its unit's zone, such as "Tuesday, 8 December 2026, 19:00"."""
    return _("%(weekday)s, %(day)s, %(hour)s") % {
        "weekday": date_format(moment, "l"),
        "day": date_format(moment),
        "hour": time_format(moment, "H:i"),
    }


def lasting_in_words(meeting: Meeting) -> str:
    """Return how long a meeting lasts, or lasted if it was closed, such as "1 hour 30 minutes"."""
    sitting = meeting.opened
    was = (
        sitting.closed_at - sitting.opened_at if sitting is not None and sitting.closed_at else meeting.lasts
    )
    hours, minutes = divmod(int(was.total_seconds()) // _HOUR, _HOUR)
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if minutes:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes})
    return " ".join(parts)


def facts_of(meeting: Meeting, *, shows_place: bool) -> list[tuple[str, str]]:
    """Return when a meeting is, by which clocks, how long, and where if that is shown."""
    facts = [
        (_("When"), moment_in_words(meeting.begins)),
        (_("By the clocks of"), f"{meeting.unit.name} ({meeting.unit.time_zone})"),
        (_("How long"), lasting_in_words(meeting)),
        (_("How"), str(capfirst(meeting.how_in_words))),
    ]
    if shows_place and meeting.place:
        facts.append((_("Place"), meeting.place))
    return facts


def all_facts_of(page: MeetingPage) -> list[tuple[str, str]]:
    """Return the facts of a meeting as its page has them, and by which article it was called until it is opened."""
    meeting = page.meeting
    if not meeting.was_called_here:
        notice = [(_("Called"), _("not here: its notice is not known here"))]
    else:
        notice = [] if meeting.opened else notice_fact(meeting)
    goes_on = _goes_on(meeting)
    adjourned = [(_("It goes on"), goes_on)] if goes_on else []
    return [*adjourned, *facts_of(page.meeting, shows_place=page.shows_place), *notice]


def notice_fact(meeting: Meeting) -> list[tuple[str, str]]:
    """Return by which article a meeting was called when, with what that asks; the day alone if none asks for notice."""
    asked = notice_given(meeting)
    day = date_format(meeting.unit.local(meeting.noticed_at))
    return [(_("Called on"), f"{day}. {asked.quoted}" if asked else day)]


def first_page_lines(meetings: Iterable[Meeting], *, at: datetime) -> list[MeetingLine]:
    """Return meetings as the first page tells of them at the moment `at`: whether they are today, by the clocks of their unit."""
    return [
        MeetingLine(
            each.pk,
            each.title,
            _when_and_whose(each),
            each.is_cancelled,
            is_on=each.opened is not None,
            is_adjourned=each.opened is not None and each.opened.is_adjourned,
            is_left_open=is_left_open(each, at),
            is_today=each.is_on_day(at),
            hour=time_format(each.begins, "H:i"),
            unit=each.unit.name,
        )
        for each in meetings
    ]


def is_left_open(meeting: Meeting, at: datetime) -> bool:
    """Return whether a meeting was opened, and nobody closed it in time: nothing can be done by it but to close it."""
    return meeting.opened is not None and meeting.opened.is_open and not meeting.opened.goes_on(at=at)


def goes_on_now(meeting: Meeting, at: datetime) -> bool:
    """Return whether something can be moved and voted on at a meeting: it is open, in no break, and was not left open."""
    return meeting.opened is not None and meeting.opened.goes_on(at=at) and not meeting.opened.is_adjourned


def _when_and_whose(meeting: Meeting) -> str:
    when = _goes_on(meeting) or moment_in_words(meeting.begins)
    return _("%(when)s, %(unit)s") % {"when": when, "unit": meeting.unit.name}


def _goes_on(meeting: Meeting) -> str:
    """Return when an adjourned meeting goes on, if that was said; "" of every other."""
    moment = meeting.opened.goes_on_at if meeting.opened is not None and meeting.opened.is_adjourned else None
    return moment_in_words(meeting.unit.local(moment)) if moment else ""


def state_of(meeting: Meeting, at: datetime) -> tuple[str, str]:
    """Return the state of a meeting and its word; nothing of one that goes as it was called."""
    if meeting.is_cancelled:
        return "refused", _("cancelled")
    if meeting.opened is not None:
        return ("late", _("not closed")) if is_left_open(meeting, at) else _state_of_sitting(meeting.opened)
    if meeting.is_over(at):
        return "done", _("over")
    return ("due", _("postponed")) if meeting.was_at else ("open", _("called"))


def _state_of_sitting(sitting: Sitting) -> tuple[str, str]:
    if sitting.has_no_quorum_at:
        return "refused", _("without a quorum")
    if sitting.closed_at:
        return "done", _("held, entered afterwards") if sitting.is_entered_afterwards else _("held")
    return ("waiting", _("adjourned")) if sitting.is_adjourned else ("due", _("going on"))


def lines(meetings: Sequence[Meeting], at: datetime) -> list[tuple[Meeting, str, str, str]]:
    """Return meetings as a list shows them: each with when it is, its state, and the word for that."""
    return [(each, moment_in_words(each.begins), *state_of(each, at)) for each in meetings]


def notices_in_words(unit: Unit, at: datetime) -> list[tuple[str, str]]:
    """Return from which days on meetings can be called now, each with its article, for the kinds for which it is the same."""
    kinds: dict[str, list[Kind]] = {}
    for kind, each in notices_asked(unit, unit.local(at).date()).items():
        kinds.setdefault(_notice(each), []).append(kind)
    return [(_kinds_in_words(each), words) for words, each in kinds.items()]


def _notice(earliest: Earliest) -> str:
    return _("from %(day)s on. %(rule)s") % {"day": date_format(earliest.day), "rule": earliest.quoted}


def _kinds_in_words(kinds: Sequence[Kind]) -> str:
    """Return kinds of meeting as one name for what holds for all of them."""
    if len(kinds) == len(MEETINGS) - 1:
        return str(capfirst(str(MEETINGS[Kind.ANY])))
    return str(capfirst(", ".join(str(MEETINGS[kind]) for kind in kinds)))


def reading_line(number: str, title: str) -> str:
    """Return the line that stands for a decision in an agenda that is written."""
    return " ".join((_("Read aloud: %(number)s %(title)s") % {"number": number, "title": title}).split())


def motion_line(title: str) -> str:
    """Return the line that stands for a motion in an agenda that is written."""
    return " ".join((_("Motion: %(title)s") % {"title": title}).split())


def line_of_item(item: AgendaItem) -> str:
    """Return an item as a line of an agenda."""
    if item.decision is not None:
        return reading_line(item.decision.number or "", item.title)
    return item.text if item.motion is None else motion_line(item.motion.title)


def proposed(proposals: Iterable[Proposal], items: Iterable[AgendaItem] = ()) -> list[tuple[UUID, str]]:
    """Return the decisions that a cell has yet to hear and that are not among `items`, each with its words."""
    stand = {item.decision_id for item in items}
    due = [each for each in proposals if each.is_due and each.decision_id not in stand]
    return [(each.decision_id, f"{each.number} {each.title}".strip()) for each in due]


def moved(motions: Iterable[tuple[UUID, str]], items: Iterable[AgendaItem] = ()) -> list[tuple[UUID, str]]:
    """Return those of the motions to be decided, each with its title, that are not among `items`."""
    stand = {item.motion_id for item in items}
    return [(pk, title) for pk, title in motions if pk not in stand]


def lines_of(items: Sequence[AgendaItem], proposals: Iterable[Proposal]) -> dict[str, dict[str, object]]:
    """Return the decisions and motions that can be named by a line of an agenda, by that line, as the acts take them."""
    found: dict[str, dict[str, object]] = {
        reading_line(each.number, each.title): {"decision_id": each.decision_id} for each in proposals
    }
    found |= {line_of_item(item): {"decision_id": item.decision_id} for item in items if item.decision_id}
    return found | {line_of_item(item): {"motion_id": item.motion_id} for item in items if item.motion_id}


def rhythm_asked(unit: Unit, at: datetime) -> tuple[list[tuple[str, str]], str]:
    """Return how often and with which notice the bylaws ask for meetings, by kind, and a rhythm for general meetings."""
    asked = frequencies_asked(unit, unit.local(at).date())
    often = [
        (
            str(capfirst(str(MEETINGS[kind]))),
            _("%(clause)s (article %(article)s)")
            % {"clause": in_words(provision.clause), "article": provision.article},
        )
        for kind, (provision, _rhythm) in asked.items()
    ]
    rhythm = asked[Kind.GENERAL][1] if Kind.GENERAL in asked else Rhythm.MONTHLY
    return [*often, *notices_in_words(unit, at)], str(rhythm)


def notice_in_words(meeting: Meeting, at: datetime) -> list[tuple[str, str]]:
    """Return the earliest day to which a meeting can be postponed now, with its article; nothing if any day goes."""
    unit = meeting.unit
    asked = notices_asked(unit, unit.local(at).date()).get(Kind(meeting.kind))
    return [(meeting.title, _notice(asked))] if asked else []
