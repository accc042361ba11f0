"""Talking work over once it is done: what went well, what hindered, what next. It is about the work, and nobody is named.

Whoever did it tells first, or passes, and strikes what they like of what is said. What is said leaves no entry: the ledger has
that work was talked over, and not by whom.
"""

from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.inserting import leave_no_order
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.claiming import claim_open
from folkmoot.people.models import Person
from folkmoot.work.actions.askings import mark_next
from folkmoot.work.actions.claiming import GIVING, SEEING, claim_work
from folkmoot.work.events import WorkReviewed
from folkmoot.work.models import Assignment, Lesson
from folkmoot.work.rules.states import Move, State, after
from folkmoot.work.rules.words import LESSONS_EACH, LESSONS_MOST, lesson_kind, lesson_text


@act("work.tell_of_work", private=True)
def tell_of_work(*, assignment_id: UUID, kind: str, text: str = "", by: Person, at: datetime) -> UUID:
    """Say what was learnt from work that is done. `kind` is `well`, `hindered` or `next`; no name is kept.

    Whoever did it tells first; with an empty text they pass, and others may.

    :raises Refused: if one does not belong to the unit, it is not done or was talked over, whoever did it has neither told nor
        passed, one told three things of it in the last 30 days, or the text is not in order.
    """
    assignment = claim_work(assignment_id)
    require(by, SEEING, on=assignment.unit, at=at)
    _must_be_told_of(assignment)
    said, words = lesson_kind(kind), lesson_text(text)
    if assignment.holder_id == by.pk:
        _open(assignment, at=at)
    elif assignment.told_at is None:
        raise Refused(_("Whoever did it tells first, or passes. Ask them."))
    elif not words:
        raise Refused(_("Say what was learnt."), field="text")
    if words:
        _keep(assignment, said, words, by, at=at)
    return assignment.pk


@act("work.pass_on", private=True)
def pass_on(*, assignment_id: UUID, meeting_id: UUID, by: Person, at: datetime) -> UUID:
    """Let others tell of work first, at a meeting at which whoever did it passes or is not there; that it was so is kept nowhere.

    :raises Refused: if `by` may not run the meeting, it is not open or adjourned, the work is another unit's, not done, or was
        talked over.
    """
    assignment = _claim_at(assignment_id, meeting_id, by=by, at=at)
    _must_be_told_of(assignment)
    _open(assignment, at=at)
    return assignment.pk


@act("work.close_review")
def close_review(
    *, assignment_id: UUID, meeting_id: UUID | None = None, by: Person | None, at: datetime
) -> UUID:
    """Say that work was talked over. At a meeting, `meeting_id` is which: whoever runs it does that.

    :raises Refused: if `by` neither puts up work there nor runs that meeting, the work is not done or was talked over before, or
        whoever did it has neither told nor passed.
    """
    if meeting_id is None:
        assignment = claim_work(assignment_id)
        require(by, GIVING, on=assignment.unit, at=at)
    else:
        assignment = _claim_at(assignment_id, meeting_id, by=by, at=at)
    assignment.state = after(assignment.stands, Move.REVIEW)
    if assignment.told_at is None:
        raise Refused(_("Whoever did it tells first, or passes. Ask them."))
    assignment.save(update_fields=["state"])
    record(WorkReviewed(assignment.pk, assignment.unit_id), by=by, at=at)
    return assignment.pk


@act("work.strike_lesson", private=True)
def strike_lesson(*, lesson_id: UUID, by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- of the shape of an act
    """Strike what was said of work that one did oneself: it stands beside one's name, and goes without a trace.

    :raises Refused: if there is no such lesson of work that one did.
    """
    lesson = Lesson.objects.filter(pk=lesson_id, assignment__holder=by).first()
    if lesson is None:
        raise Refused(
            _("This is not kept with work that you did. Look at the work again."), field="lesson_id"
        )
    claim_work(lesson.assignment_id)
    lesson.delete()
    return lesson_id


def _claim_at(assignment_id: UUID, meeting_id: UUID, *, by: Person | None, at: datetime) -> Assignment:
    meeting = claim_open(meeting_id, by=by, at=at).meeting
    assignment = claim_work(assignment_id)
    if assignment.unit_id != meeting.unit_id:
        raise Refused(_("This is work of another unit. It is talked over there."), field="assignment_id")
    return assignment


def _must_be_told_of(assignment: Assignment) -> None:
    if assignment.stands is not State.DONE:
        after(assignment.stands, Move.REVIEW)


def _open(assignment: Assignment, *, at: datetime) -> None:
    if assignment.told_at is None:
        assignment.told_at = at
        assignment.save(update_fields=["told_at"])


def _keep(assignment: Assignment, kind: str, text: str, by: Person, *, at: datetime) -> None:
    if assignment.lessons.filter(kind=kind, text=text).exists():
        return
    # By a keyed mark, as of askings: it says neither who told nor what.
    if mark_next(uuid5(assignment.pk, "lesson"), by.pk, LESSONS_EACH, at=at) is None:
        raise Refused(_("You told three things of this work. Leave the rest to others, or say it to them."))
    if assignment.lessons.count() >= LESSONS_MOST:
        raise Refused(_("Sixty things were said of this work already. Talk about it with each other."))
    leave_no_order(Lesson.objects.create(assignment=assignment, kind=kind, text=text))
