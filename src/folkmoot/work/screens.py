"""How pages put work: its state in words, why it is done, and by when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.kernel.ids import as_id
from folkmoot.ui.links import Link
from folkmoot.units.models import Unit
from folkmoot.work.models import Assignment, Lesson
from folkmoot.work.queries.at_meetings import WorkAtMeeting
from folkmoot.work.queries.lists import Asked, Counted, Shown, View, WorkList, WorkPage
from folkmoot.work.rules.repeating import REPEATS, Repeats
from folkmoot.work.rules.states import IN_WORDS, LESSONS, State

_MARKS = {
    State.OPEN: "open",
    State.OFFERED: "waiting",
    State.ACCEPTED: "waiting",
    State.DONE: "done",
    State.REVIEWED: "done",
    State.WITHDRAWN: "closed",
}


@dataclass(frozen=True)
class Line:
    """Some work as a line of a list: its state, the word for that, and what else is said."""

    assignment: Assignment
    state: str
    word: str
    meta: str


def today_in(unit: Unit, at: datetime) -> date:
    """Return which day it is by the clocks of a unit."""
    return unit.local(at).date()


def lines(rows: Iterable[Assignment], at: datetime, *, names_unit: bool = False) -> list[Line]:
    """Return work as a list shows it."""
    return [_line(each, at, names_unit=names_unit) for each in rows]


def state_of(assignment: Assignment, at: datetime) -> tuple[str, str]:
    """Return the state of work, and its word: that it is late, where it is."""
    if assignment.is_late(today_in(assignment.unit, at)):
        return "late", _("late: by %(day)s") % {"day": date_format(assignment.due_on)}
    if assignment.is_said:
        return "waiting", _("said yes at the meeting")
    # That somebody is asked says its page, to those who may know; a state of its own would tell that it came back.
    stands = State.OPEN if assignment.stands is State.OFFERED else assignment.stands
    return _MARKS[stands], str(IN_WORDS[stands])


def reason_of(assignment: Assignment) -> Link:
    """Return why it is done, and where to read that; words lead nowhere."""
    if assignment.decision is not None:
        said = {"number": assignment.decision.number, "point": assignment.point}
        words = _("%(number)s, point %(point)s") if assignment.point else _("%(number)s")
        address = reverse("decisions:decision", args=[assignment.decision_id])
        return Link(words % said, address + (f"#point-{assignment.point}" if assignment.point else ""))
    if assignment.meeting is not None:
        day = date_format(assignment.unit.local(assignment.meeting.begins_at))
        words = _("%(meeting)s of %(day)s") % {"meeting": assignment.meeting.title, "day": day}
        return Link(words, reverse("meetings:meeting", args=[assignment.meeting_id]))
    if assignment.aims_at is not None:
        plan = reverse("work:plan", args=[assignment.aim.target.plan_id])
        return Link(assignment.why, f"{plan}#target-{assignment.aims_at}")
    return Link(assignment.why, "")


def said_at(page: WorkPage) -> str:
    """Return at which meeting the reader said yes to it aloud, "" if they did not or have confirmed it."""
    offer = page.assignment.waiting
    if not page.has_said_yes or offer is None or offer.meeting is None:
        return ""
    return date_format(page.assignment.unit.local(offer.meeting.begins_at))


def facts_of(page: WorkPage) -> list[tuple[str, object]]:
    """Return what stands at the head of the page of some work."""
    assignment = page.assignment
    found: list[tuple[str, object]] = [(_("By when"), date_format(assignment.due_on))]
    if assignment.repeats:
        found.append((_("How often"), REPEATS[Repeats(assignment.repeats)]))
    holder = assignment.holder
    if holder is not None:
        is_over = assignment.done_at is not None
        found.append((_("Who did it") if is_over else _("Who does it"), holder.name))
    if page.helpers:
        found.append((_("Who helps"), ", ".join(each.name for each in page.helpers)))
    if assignment.done_at is not None:
        found.append((_("Reported done"), date_format(assignment.unit.local(assignment.done_at))))
    return found


def counts_in_words(counted: Counted) -> list[tuple[str, object]]:
    """Return how much work a unit has, as facts."""
    return [
        (_("Open"), counted.open),
        (_("Being done"), counted.taken),
        (_("Late"), counted.late),
        (_("Done"), counted.done),
    ]


def asked_of(given: Mapping[str, str]) -> Asked:
    """Return which work an address asks for; what it says otherwise is left out."""
    said = given.get("show", "")
    shown = Shown(said) if said in {str(each) for each in Shown} else Shown.STANDING
    laid = given.get("view", "")
    view = View(laid) if laid in {str(each) for each in View} else View.LIST
    return Asked(
        shown, given.get("q", "").strip(), given.get("after", ""), view, as_id(given.get("target", ""))
    )


def list_of(page: WorkList, at: datetime) -> dict[str, object]:
    """Return what the page of a unit's work shows beside what was found."""
    words = page.asked.words
    shown: dict[str, object] = {
        "lines": lines(page.rows, at),
        "words": words,
        "parts": _parts(page.unit, page.asked.shown, words),
    }
    shown |= {
        "views": _views(page.unit, page.asked.view),
        "columns": _columns(page, at),
        "days": _days(page, at),
    }
    return {**shown, "further_url": _further_url(page, words)}


def page_of(page: WorkPage, at: datetime) -> dict[str, object]:
    """Return what the page of some work shows."""
    found: dict[str, object] = {"page": page, "assignment": page.assignment, "facts": facts_of(page)}
    found |= {
        "reason": reason_of(page.assignment),
        "said": said_at(page),
        "key": str(page.assignment.pk),
    }
    return found | {"state": state_of(page.assignment, at), "lessons": lessons_of(page)}


def at_meeting(work: WorkAtMeeting, at: datetime) -> dict[str, object]:
    """Return what is shown of work where a meeting is run."""
    return {"given_out": lines(work.given_out, at), "done": lines(work.done, at)}


def lessons_of(page: WorkPage) -> list[tuple[str, list[Lesson]]]:
    """Return what was learnt, by what it is about."""
    said = [
        (str(words), [each for each in page.lessons if each.kind == kind]) for kind, words in LESSONS.items()
    ]
    return [each for each in said if each[1]]


def review_of(page: WorkPage, meeting: str) -> dict[str, object]:
    """Return what is shown where work is talked over, at the meeting with this id if that is one."""
    found: dict[str, object] = {"page": page, "assignment": page.assignment, "lessons": lessons_of(page)}
    return found | {"meeting": as_id(meeting) or ""}


def withdrawing(assignment: Assignment) -> dict[str, object]:
    """Return what is asked before work is withdrawn."""
    return {
        "question": _("Withdraw it?"),
        "consequence": _("%(title)s goes off the list, and off that of whoever does it.")
        % {"title": assignment.title},
        "yes": _("Withdraw it"),
        "action_url": reverse("work:withdrawal", args=[assignment.pk]),
        "back_url": reverse("work:assignment", args=[assignment.pk]),
        "kind": "danger",
    }


def _views(unit: Unit, view: View) -> list[Link]:
    address = reverse("work:list", args=[unit.pk])
    labels = {View.LIST: _("List"), View.BOARD: _("Board"), View.DAYS: _("Calendar")}
    return [Link(label, f"{address}?view={each}", is_current=each is view) for each, label in labels.items()]


def _columns(page: WorkList, at: datetime) -> list[tuple[str, list[Line]]]:
    """Return the columns of the board; what is asked of somebody stands among what is open, to those who see it."""
    if page.asked.view is not View.BOARD:
        return []
    labels = {State.OPEN: _("Open"), State.ACCEPTED: _("Being done"), State.DONE: _("To be talked over")}
    return [
        (label, lines([each for each in page.rows if _column(each) is state], at))
        for state, label in labels.items()
    ]


def _column(assignment: Assignment) -> State:
    return State.ACCEPTED if assignment.is_said else State(assignment.state)


def _days(page: WorkList, at: datetime) -> list[tuple[str, list[Line]]]:
    """Return the weeks in which work is due, each by its first day."""
    if page.asked.view is not View.DAYS:
        return []
    weeks = groupby(page.rows, key=lambda each: each.due_on - timedelta(days=each.due_on.weekday()))
    return [(_("Week of %(day)s") % {"day": date_format(monday)}, lines(rows, at)) for monday, rows in weeks]


def _parts(unit: Unit, shown: Shown, words: str) -> list[Link]:
    labels = {
        Shown.STANDING: _("To be done"),
        Shown.OPEN: _("Open"),
        Shown.TAKEN: _("Taken"),
        Shown.DONE: _("Done"),
    }
    address = reverse("work:list", args=[unit.pk])
    asked = {"q": words} if words else {}
    return [
        Link(label, f"{address}?{urlencode({'show': part, **asked})}", is_current=part is shown)
        for part, label in labels.items()
    ]


def _further_url(page: WorkList, words: str) -> str:
    asked = {"show": page.asked.shown, "view": page.asked.view, "after": page.further} | (
        {"q": words} if words else {}
    )
    asked |= {"target": str(page.asked.target)} if page.asked.target else {}
    return f"?{urlencode(asked)}" if page.further else ""


def _line(assignment: Assignment, at: datetime, *, names_unit: bool) -> Line:
    state, word = state_of(assignment, at)
    holder = assignment.holder
    said = [assignment.unit.name] if names_unit else []
    said += [holder.name] if holder is not None and not names_unit else []
    if state != "late":
        said.append(_("by %(day)s") % {"day": date_format(assignment.due_on)})
    return Line(assignment, state, word, ", ".join(said))
