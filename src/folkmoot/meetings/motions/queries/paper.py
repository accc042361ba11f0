"""What is entered from the signed sheet of a meeting: what it can have voted on, who was there, and where that is entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.access.policy import permitted
from folkmoot.meetings.interfaces import minutes
from folkmoot.meetings.models import Meeting, Presence
from folkmoot.meetings.motions.models import Amendment, Motion, VoteQuerySet
from folkmoot.meetings.motions.queries.motions import MotionPage, in_voting_order, motions_standing
from folkmoot.meetings.queries.meetings import may_enter_votes, seen_by
from folkmoot.meetings.rules.permissions import RUNNING
from folkmoot.meetings.rules.running import SHEET_LIES_OPEN
from folkmoot.people.models import Person

# Of how many who were there a list is offered to choose who counted.
LISTED = 60


@dataclass(frozen=True)
class Subject:
    """What a meeting can have voted on: a motion, or an amendment to one with its place in the order of voting."""

    motion: Motion
    amendment: Amendment | None = None
    place: int = 0


@dataclass(frozen=True)
class SheetPage:
    """A meeting whose signed sheet is entered: what stands to be voted on, who was there, and its votes so far.

    `people` are all who are on the sheet by name, and nobody where they are too many for a list.
    """

    meeting: Meeting
    subjects: Sequence[Subject]
    people: Sequence[Person]
    votes: VoteQuerySet


def sheet_page(meeting_id: UUID | None, person: Person, *, at: datetime) -> SheetPage | None:
    """Return what `person` needs to enter what a meeting voted on, from its signed sheet; None if they may not."""
    meeting = sheet_entered_by(meeting_id, person, at=at)
    if meeting is None:
        return None
    votes = meeting.votes.standing().select_related("motion", "amendment__motion")
    return SheetPage(meeting, _subjects(meeting), people_on_sheet(meeting), votes.in_order())


def sheet_entered_by(meeting_id: UUID | None, person: Person, *, at: datetime) -> Meeting | None:
    """Return a meeting that was entered from its signed sheet and whose votes `person` enters; None if there is none."""
    if meeting_id is None:
        return None
    meeting = seen_by(person, at=at).select_related("sitting").filter(pk=meeting_id).first()
    may = permitted(person, [RUNNING], on=meeting.unit, at=at) if meeting else ()
    return meeting if meeting and may_enter_votes(meeting, may, at=at) else None


def sheet_waiting(page: MotionPage, *, at: datetime) -> Meeting | None:
    """Return the latest meeting from whose signed sheet the reader of a motion that stands can enter votes; None if none.

    Of a motion with which a meeting goes on, nothing is asked.
    """
    motion = page.motion
    if not motion.is_standing or page.sitting is not None or RUNNING not in page.may:
        return None
    held = Meeting.objects.filter(
        unit=motion.unit_id,
        sitting__is_entered_afterwards=True,
        sitting__has_no_quorum_at=None,
        sitting__close_entered_at__gte=at - SHEET_LIES_OPEN,
    )
    return held.exclude(minutes().are_adopted()).newest_first().first()


def people_on_sheet(meeting: Meeting) -> list[Person]:
    """Return who had a vote at a meeting and is named on its sheet, in order; nobody where they are too many for a list."""
    there = Presence.objects.filter(meeting=meeting, person__isnull=False).values("person")
    people = list(Person.objects.filter(pk__in=there).in_order()[: LISTED + 1])
    return people if len(people) <= LISTED else []


def _subjects(meeting: Meeting) -> list[Subject]:
    """Return the motions of its unit that stand, each after the amendments to it, as they are voted on: two questions."""
    motions = motions_standing(meeting.unit)
    standing = list(Amendment.objects.standing().filter(motion__in=[each.pk for each in motions]))
    found = []
    for motion in motions:
        own = in_voting_order([each for each in standing if each.motion_id == motion.pk])
        found += [Subject(motion, each, place) for place, each in enumerate(own, start=1)]
        found.append(Subject(motion))
    return found
