"""Putting up work for whoever likes to take it, and withdrawing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.decisions.queries.known import decisions_known
from folkmoot.documents.actions.bringing import take_off
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.kernel.sight import Asking
from folkmoot.meetings.queries.meetings import seen_by
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.units.models import Unit
from folkmoot.work.actions.claiming import GIVING, claim_to_give
from folkmoot.work.actions.taking_along import files_gone
from folkmoot.work.events import WorkPutUp, WorkWithdrawn
from folkmoot.work.models import Aim, Assignment, Step, Target, WorkFile
from folkmoot.work.rules.repeating import Repeats, day_after, repeats_called
from folkmoot.work.rules.states import Move, after
from folkmoot.work.rules.words import point_text, step_texts, title_text, why_text

FURTHEST = timedelta(days=3653)


@dataclass(frozen=True)
class Reason:
    """Why work is done: a point of a decision, a meeting, a target of a plan, or words."""

    decision_id: UUID | None = None
    point: str = ""
    meeting_id: UUID | None = None
    why: str = ""
    target_id: UUID | None = None


@act("work.put_up_work")
def put_up_work(
    *,
    unit_id: UUID,
    title: str,
    due_on: date,
    why: str = "",
    decision_id: UUID | None = None,
    point: str = "",
    meeting_id: UUID | None = None,
    plan_target_id: UUID | None = None,
    steps: list[str] | None = None,
    repeats: str = "",
    by: Person | None,
    at: datetime,
) -> UUID:
    """Put up work of a cell or a body, to be done by the day `due_on`: whoever belongs there can take it.

    With `repeats` (`weekly`, `monthly`, `quarterly` or `yearly`) it is put up again, open to all, once it was done. Why it is
    done says a `point` of a decision, a meeting, a target of a plan in force, or `why` in words, one of the four.

    :raises Refused: if `by` puts up no work there, the unit was closed, the day is past, or one of the texts is not in order.
    """
    unit = claim_unit(unit_id)
    require(by, GIVING, on=unit, at=at)
    words = _aimed_at(unit, plan_target_id, why)
    reason = Reason(decision_id, point, meeting_id, words, plan_target_id)
    _must_be_known(reason, by=by, at=at)
    rhythm = repeats_called(repeats)
    return enter_work(unit, title, due_on, reason, steps=steps or [], repeats=rhythm, by=by, at=at).pk


@act("work.withdraw_work")
def withdraw_work(*, assignment_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Say that some work is not to be done after all: it goes off the list of whoever does it.

    :raises Refused: if `by` puts up no work there, or it was done or withdrawn before.
    """
    assignment = claim_to_give(assignment_id, by=by, at=at)
    assignment.state = after(assignment.stands, Move.WITHDRAW)
    assignment.holder = None
    assignment.save(update_fields=["state", "holder"])
    assignment.helpers.all().delete()
    gone = files_gone(WorkFile.objects.filter(assignment=assignment))
    if by is not None:
        take_off(by.pk, gone)
    if assignment.waiting is not None:
        assignment.waiting.delete()
    record(WorkWithdrawn(assignment.pk, assignment.unit_id), by=by, at=at)
    return assignment.pk


def enter_work(
    unit: Unit,
    title: str,
    due_on: date,
    reason: Reason,
    *,
    steps: Sequence[str] = (),
    repeats: Repeats | None = None,
    by: Person | None,
    at: datetime,
) -> Assignment:
    """Write work of an open unit into its list, and into the ledger that it was put up, and return it.

    :raises Refused: if the day is past, or one of the texts is not in order.
    """
    _must_be_to_come(unit, due_on, at=at)
    assignment = Assignment.objects.create(
        unit=unit,
        title=title_text(title),
        due_on=due_on,
        decision_id=reason.decision_id,
        point=point_text(reason.point, reason.decision_id),
        meeting_id=reason.meeting_id,
        why=why_text(reason.why, [reason.decision_id, reason.meeting_id]),
        repeats=repeats or "",
    )
    if reason.target_id is not None:
        Aim.objects.create(assignment=assignment, target_id=reason.target_id)
    Step.objects.bulk_create(
        Step(assignment=assignment, position=position, text=text)
        for position, text in enumerate(step_texts(steps), start=1)
    )
    record(WorkPutUp(assignment.pk, unit.pk, due_on), by=by, at=at)
    return assignment


def put_up_again(assignment: Assignment, *, by: Person | None, at: datetime) -> None:
    """Put up work that repeats and was done for its next day, open to all: nobody has it for good."""
    rhythm = repeats_called(assignment.repeats)
    unit = assignment.unit
    if rhythm is None or not unit.is_open:
        return
    reason = Reason(
        assignment.decision_id,
        assignment.point,
        assignment.meeting_id,
        assignment.why,
        assignment.aims_at,
    )
    steps = list(assignment.steps.order_by("position").values_list("text", flat=True))
    day = day_after(assignment.due_on, rhythm, today=unit.local(at).date())
    enter_work(unit, assignment.title, day, reason, steps=steps, repeats=rhythm, by=by, at=at)


def _must_be_to_come(unit: Unit, due_on: date, *, at: datetime) -> None:
    if due_on < unit.local(at).date():
        raise Refused(
            _("%(day)s is past. Choose today or a later day.") % {"day": date_format(due_on)}, field="due_on"
        )
    if due_on > unit.local(at).date() + FURTHEST:
        raise Refused(_("That is more than ten years ahead. Choose a nearer day."), field="due_on")


def _aimed_at(unit: Unit, target_id: UUID | None, why: str) -> str:
    """Return why work is done in words: those of the target for which it is, if it is for one.

    :raises Refused: if there is another reason too, or it is no target of a plan in force, of its unit or of one above it.
    """
    if target_id is None:
        return why
    target = Target.objects.select_related("plan").filter(pk=target_id).first()
    is_above = target is not None and Unit.objects.above(unit).filter(pk=target.plan.unit_id).exists()
    if target is None or not is_above or not target.plan.is_in_force:
        raise Refused(
            _("This is no target of a plan in force here or above. Choose it from its plan again."),
            field="plan_target_id",
        )
    if why:
        why_text(why, [target.pk])
    return target.title


def _must_be_known(reason: Reason, *, by: Person | None, at: datetime) -> None:
    if by is None:
        return
    decision, meeting = reason.decision_id, reason.meeting_id
    if decision is not None and not decisions_known(Asking([decision], by, {}, at)):
        raise Refused(_("There is no such decision. Choose it from the list again."), field="decision_id")
    if meeting is not None and not seen_by(by, at=at).filter(pk=meeting).exists():
        raise Refused(_("There is no such meeting. Choose it from the list again."), field="meeting_id")
