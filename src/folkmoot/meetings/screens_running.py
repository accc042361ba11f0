"""How the screen of a meeting puts things: the one thing to do next, clocks, and what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.meetings.models import AgendaItem, LateTap, Meeting, Sitting
from folkmoot.meetings.queries.running import Attendance, Attender, SittingPage
from folkmoot.meetings.rules.running import can_be_reopened
from folkmoot.meetings.screens import is_left_open, line_of_item, moment_in_words

# What waits is told of with the words of its button.
TAPPED: Mapping[str, str | Promise] = {
    "meetings.note_arrival": gettext_lazy("Came"),
    "meetings.note_departure": gettext_lazy("Left"),
    "meetings.take_up_item": gettext_lazy("Turned to"),
    "meetings.finish_item": gettext_lazy("Through with"),
    "meetings.add_item": gettext_lazy("One more item"),
    "meetings.adjourn": gettext_lazy("Adjourned"),
    "meetings.go_on": gettext_lazy("Went on"),
    "meetings.close_meeting": gettext_lazy("Closed"),
}


@dataclass(frozen=True)
class Next:
    """The one thing to do next: a tap with its fields, or a page that asks first."""

    label: str
    tap: str = ""
    fields: Sequence[tuple[str, str]] = ()
    url: str = ""


@dataclass(frozen=True)
class PersonLine:
    """Somebody in the list of those who are here or may come."""

    attender: Attender
    came: str

    @property
    def key(self) -> str:
        """The id of its row on the page, also of the page that is answered without a script."""
        return row_of(self.attender.person.pk)

    @property
    def tap(self) -> str:
        """The id of its button, which stays with the row whatever it says."""
        return f"tap-{self.key}"


@dataclass(frozen=True)
class ItemLine:
    """An item of the agenda, with its times."""

    item: AgendaItem
    words: str
    times: str
    is_current: bool

    @property
    def key(self) -> str:
        """The id of its row on the page, as that of a person."""
        return row_of(self.item.pk)

    @property
    def tap(self) -> str:
        """The id of its button."""
        return f"tap-{self.key}"


@dataclass(frozen=True)
class TapLine:
    """Something that waits: what was tapped, by whom and when, and why it was refused."""

    tap: LateTap
    words: str
    meta: str


def row_of(pk: object) -> str:
    """Return the id of the row of a person or an item of the agenda."""
    return f"row-{pk}"


def hour(meeting: Meeting, moment: datetime) -> str:
    """Return the hour of a moment by the clocks of the unit, such as "19:05"."""
    return time_format(meeting.unit.local(moment), "H:i")


def next_step(page: SittingPage, *, at: datetime) -> Next:
    """Return the one thing to do next at a meeting that is open."""
    sitting, current, following = page.sitting, page.current, page.following
    closing = Next(_("Close the meeting"), url=reverse("meetings:closing", args=[page.meeting.pk]))
    if is_left_open(page.meeting, at):
        return closing
    if sitting is not None and sitting.is_adjourned:
        return Next(_("Go on with the meeting"), "go_on")
    if not page.has_quorum and not page.has_begun:
        return Next(_("Note who is here"), url="#here")
    if following is not None:
        words = _("Go on to: %(item)s") if current else _("Take up: %(item)s")
        return Next(words % {"item": line_of_item(following)}, "take_up_item", taking_up(page, following))
    if current is not None:
        return Next(_("Finish this item"), "finish_item", [("agenda_item_id", str(current.pk))])
    return closing


def ending_of(page: SittingPage, *, at: datetime) -> dict[str, object]:
    """Return what is asked before a meeting is closed: whether it was held, where too few came and nothing was dealt with."""
    facts = [here_in_words(page), quorum_in_words(page)]
    if page.has_failed and page.meeting.has_begun(at):
        return {
            "question": _("Close it for want of a quorum?"),
            "consequence": _(
                "It counts as not held. Where the bylaws know a second call, you can call it again."
            ),
            "facts": facts,
            "yes": _("Close it without a quorum"),
            "tap": "close_without_quorum",
            "otherwise": _("It was held all the same: close it"),
        }
    expected = _("It was called for %(hour)s: who comes then finds it closed.")
    early = (
        []
        if page.meeting.has_begun(at)
        else [expected % {"hour": hour(page.meeting, page.meeting.begins_at)}]
    )
    return {
        "question": _("Close the meeting?"),
        "consequence": _("Everybody leaves it, and nothing can be done at it any more."),
        "facts": early + ([] if page.has_quorum else facts),
        "unfinished": [line_of_item(each) for each in page.unfinished],
        "yes": _("Close the meeting"),
        "tap": "close_meeting",
    }


def hours(page: SittingPage, *, at: datetime) -> dict[str, bool]:
    """Return whether the hour of a meeting has come, and whether its end can be taken back."""
    return {
        "has_begun": page.meeting.has_begun(at),
        "may_reopen": page.sitting is not None and may_reopen(page.sitting, at=at),
        "is_left_open": is_left_open(page.meeting, at),
    }


def may_reopen(sitting: Sitting, *, at: datetime) -> bool:
    """Return whether a meeting was closed so lately that it can be opened again."""
    known_at = sitting.close_known_at
    return known_at is not None and can_be_reopened(known_at, is_entered=sitting.is_entered_afterwards, at=at)


def taking_up(page: SittingPage, item: AgendaItem) -> list[tuple[str, str]]:
    """Return what is sent to take up an item instead of the one that is dealt with."""
    current = page.current
    return [("agenda_item_id", str(item.pk)), ("instead_of_id", str(current.pk) if current else "")]


def quorum_in_words(page: SittingPage) -> str:
    """Return how many are needed, and by which article."""
    sitting = page.sitting
    if sitting is None or sitting.quorum is None:
        return _("No article asks for a quorum.")
    if not sitting.quorum:
        return _("Whoever comes is enough, by article %(article)s.") % {"article": sitting.quorum_article}
    return _("%(needed)d of %(members)d needed by article %(article)s") % {
        "needed": sitting.quorum,
        "members": sitting.members,
        "article": sitting.quorum_article,
    }


def here_in_words(page: SittingPage) -> str:
    """Return how many with a vote are here."""
    return ngettext("%(count)d is here", "%(count)d are here", page.here) % {"count": page.here}


def moments(page: SittingPage) -> dict[str, str]:
    """Return what is dealt with now and since when, and when an adjourned meeting goes on."""
    current, goes_on_at = page.current, page.sitting.goes_on_at if page.sitting else None
    return {
        "current_words": line_of_item(current) if current else "",
        "since": hour(page.meeting, current.begun_at) if current and current.begun_at else "",
        "goes_on": moment_in_words(page.meeting.unit.local(goes_on_at)) if goes_on_at else "",
    }


def person_lines(page: SittingPage) -> list[PersonLine]:
    """Return the people of the list, each with when they came."""
    return [
        PersonLine(each, hour(page.meeting, each.stay.came_at) if each.stay else "") for each in page.people
    ]


def item_lines(page: SittingPage) -> list[ItemLine]:
    """Return the agenda, each item with its times."""
    current = page.current
    return [
        ItemLine(item, line_of_item(item), _times(page.meeting, item), item == current) for item in page.items
    ]


def tap_lines(page: SittingPage) -> list[TapLine]:
    """Return what waits."""
    names = {str(each.person.pk): each.person.name for each in page.people}
    items = {str(each.pk): line_of_item(each) for each in page.items}
    return [_tap_line(page.meeting, tap, names | items) for tap in page.taps]


def attended(attendance: Attendance | None) -> dict[str, object]:
    """Return how many attended, such as "12 of 17 with a vote, 2 guests", and their names to those who may see them."""
    if attendance is None:
        return {}
    words = _("%(here)d of %(members)d with a vote") % {
        "here": attendance.voting,
        "members": attendance.members,
    }
    if attendance.guests:
        guests = ngettext("%(count)d guest", "%(count)d guests", attendance.guests)
        words = f"{words}, {guests % {'count': attendance.guests}}"
    return {"attendance": words, "names": attendance.names}


def _tap_line(meeting: Meeting, tap: LateTap, known: Mapping[str, str]) -> TapLine:
    given = tap.input
    about = [known.get(str(each), "") for each in given.get("people") or ()]
    about += [
        given.get("guest") or "",
        given.get("text") or "",
        known.get(str(given.get("agenda_item_id")), ""),
    ]
    named = ", ".join(each for each in about if each)
    words = str(TAPPED[tap.act]) + (f": {named}" if named else "")
    who = {"who": tap.by.name, "hour": hour(meeting, tap.tapped_at)}
    return TapLine(tap, words, _("%(who)s, %(hour)s") % who)


def _times(meeting: Meeting, item: AgendaItem) -> str:
    if item.begun_at is None:
        return ""
    begun = hour(meeting, item.begun_at)
    if item.ended_at is None:
        return _("since %(hour)s") % {"hour": begun}
    return _("%(from)s to %(to)s") % {"from": begun, "to": hour(meeting, item.ended_at)}
