"""What meetings have to do with work: what stands on their agendas, what they gave out, and what they talk over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.meetings.interfaces import Held
from folkmoot.meetings.queries.running import SittingPage, people_here, sitting_page
from folkmoot.people.models import Person
from folkmoot.units.models import Unit
from folkmoot.work.models import Assignment, AssignmentQuerySet
from folkmoot.work.queries.choosing import with_account
from folkmoot.work.queries.lists import read_with_all
from folkmoot.work.rules.states import State

# As many as a meeting can talk over in an evening.
TOPICS_MOST = 5
SHOWN = 30


@dataclass(frozen=True)
class WorkAtMeeting:
    """The work of a unit at its meeting that goes on: who is there, what was given out, and what is to be talked over."""

    page: SittingPage
    people: Sequence[Person]
    reached: set[UUID]
    given_out: Sequence[Assignment]
    done: Sequence[Assignment]


def work_topics(unit: Unit, at: datetime) -> Iterator[str]:  # noqa: ARG001  -- of its shape
    """Yield what of a unit's work an agenda is proposed with: what is open, and what was done and not talked over."""
    chosen = Q(state=State.DONE) | Q(state=State.OPEN, offer__meeting=None)
    rows = Assignment.objects.filter(chosen, unit=unit).soonest_first()
    found = list(rows.values_list("state", "title")[: SHOWN + TOPICS_MOST])
    open_work = sum(state == State.OPEN for state, _title in found)
    for title in [title for state, title in found if state == State.DONE][:TOPICS_MOST]:
        yield _("Talk over: %(title)s") % {"title": title}
    if open_work:
        yield ngettext(
            "Work that is open: %(number)d piece", "Work that is open: %(number)d pieces", open_work
        ) % {"number": open_work}


def given_out_at(meeting: Held) -> Iterator[str]:
    """Yield what work a meeting gave out, for its minutes. Who said yes is for them to say, and not for good."""
    for title, due_on in _given_out(meeting.pk).values_list("title", "due_on"):
        yield _("Work given out: %(title)s, by %(day)s.") % {"title": title, "day": date_format(due_on)}


def work_at_meeting(meeting_id: UUID, person: Person, *, at: datetime) -> WorkAtMeeting | None:
    """Return the work at a meeting that goes on, to whoever runs it; None if it does not, or they do not."""
    page = sitting_page(meeting_id, person, at=at)
    if page is None or page.sitting is None or not page.sitting.is_open:
        return None
    done = Assignment.objects.filter(unit=page.meeting.unit, state=State.DONE)
    # Left open, it names nobody more who was there.
    people = people_here(page.meeting, at=at) if page.sitting.goes_on(at=at) else []
    return WorkAtMeeting(
        page,
        people,
        with_account(each.pk for each in people),
        list(read_with_all(_given_out(meeting_id))[:SHOWN]),
        list(read_with_all(done).soonest_first()[:SHOWN]),
    )


def _given_out(meeting_id: UUID) -> AssignmentQuerySet:
    return Assignment.objects.filter(meeting=meeting_id).exclude(state=State.WITHDRAWN).soonest_first()
