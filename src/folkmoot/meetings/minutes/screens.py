"""How the first screens and agendas put minutes that wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.meetings.interfaces import Offer
from folkmoot.meetings.models import Meeting, Sitting


@dataclass(frozen=True)
class MinutesLine:
    """That minutes wait for somebody: of which meeting, as a first screen says it."""

    pk: UUID
    title: str
    unit: str
    day: str
    is_checked: bool


def minutes_lines(sittings: Iterable[Sitting]) -> list[MinutesLine]:
    """Return minutes that wait as the first screens tell of them."""
    return [
        MinutesLine(
            each.pk,
            each.meeting.title,
            each.meeting.unit.name,
            date_format(each.meeting.begins),
            each.meeting.minutes.checked_by_id is not None,
        )
        for each in sittings
    ]


def is_proposed(line: str) -> bool:
    """Return whether a line of an agenda has the form of those by which minutes are adopted."""
    first, last = _("Minutes of %(day)s: to be adopted").split("%(day)s")
    return line.startswith(first) and line.endswith(last)


def offer_of(sitting: Sitting, adopting: Meeting) -> Offer:
    """Return what the line of an agenda of the meeting `adopting` offers by which the minutes of an earlier one are adopted."""
    minutes = sitting.meeting.minutes
    return Offer(
        reverse("meetings:minutes", args=[sitting.pk]),
        _("Open the minutes to read them aloud"),
        reverse("meetings:minutes_adoption", args=[sitting.pk])
        + f"?revision={minutes.revision}&at_meeting={adopting.pk}",
        _("The meeting adopts them"),
        "" if minutes.checked_by_id else _("Nobody has checked them yet."),
    )


def minutes_proposed(sittings: Iterable[Sitting]) -> str:
    """Return the lines of an agenda by which the minutes of earlier meetings are adopted."""
    words = _("Minutes of %(day)s: to be adopted")
    return "\n".join(words % {"day": date_format(each.meeting.begins)} for each in sittings)


def adopting(sitting: Sitting, action_url: str, back_url: str) -> dict[str, object]:
    """Return the question that is asked before a meeting adopts the minutes of an earlier one."""
    return {
        "question": _("Does the meeting adopt the minutes of %(day)s?")
        % {"day": date_format(sitting.meeting.begins)},
        "consequence": _(
            "Their words are fixed with that. What is wrong in them is mended by a new version alone."
        ),
        "yes": _("The meeting adopts them"),
        "action_url": action_url,
        "back_url": back_url,
    }


def taking_back(meeting: Meeting) -> dict[str, object]:
    """Return the question that is asked before it is taken back that a meeting was entered from its sheet."""
    return {
        "question": _("Take back what was entered of this meeting?"),
        "consequence": _(
            "Its hours, who signed, its votes with what they decided, and the minutes that it wrote itself are gone, so that you"
            " can enter it as it was. The ledger keeps that it was entered and taken back. Who heard a decision there stays"
            " entered."
        ),
        "yes": _("Take it back"),
        "action_url": reverse("meetings:entry", args=[meeting.pk]),
        "back_url": reverse("meetings:meeting", args=[meeting.pk]),
    }


def again_url(meeting: Meeting) -> str:
    """Return where a meeting is entered anew whose entry is taken back."""
    if meeting.was_called_here:
        return reverse("meetings:entering", args=[meeting.pk])
    return reverse("meetings:held", args=[meeting.unit_id])
