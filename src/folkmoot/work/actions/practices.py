"""Marking what worked for others, ending that, and copying it into a plan or the work of one's own unit."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.structure.queries.circles import circle_of
from folkmoot.units.models import Unit
from folkmoot.work.actions.claiming import GIVING
from folkmoot.work.actions.planning import claim_draft, note_change
from folkmoot.work.actions.putting_up import Reason, enter_work
from folkmoot.work.events_of_plans import PracticeCopied, PracticeEnded, PracticeMarked
from folkmoot.work.models import Assignment, Plan, Practice, PracticeCopy, Target
from folkmoot.work.rules.plans import TARGETS_MOST
from folkmoot.work.rules.practices import must_be_others, practice_words, steps_in
from folkmoot.work.rules.states import State

MARKING = "work.mark_practice"


@act("work.mark_practice")
def mark_practice(
    *,
    unit_id: UUID,
    title: str,
    done: str,
    result: str,
    mind: str = "",
    plan_target_id: UUID | None = None,
    assignment_id: UUID | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Mark what worked in a unit for all units of its organisation: what was `done`, the `result`, and what to `mind`.

    It may come from a target of an adopted plan of the unit, or from its work that was talked over. It says something of the
    work, and nothing of a person.

    :raises Refused: if `by` may not mark it there, the unit was closed, a text is not in order, or the target or the work is
        none of that unit, or not so far.
    """
    unit = claim_unit(unit_id)
    require(by, MARKING, on=unit, at=at)
    words = practice_words(title, done, result, mind)
    _must_come_from(unit, plan_target_id, assignment_id)
    circle = circle_of(unit)
    made = Practice.objects.create(
        unit=unit,
        circle_id=circle.id if circle else None,
        target_id=plan_target_id,
        assignment_id=assignment_id,
        **asdict(words),
        search_text=words.searched,
        marked_at=at,
    )
    record(PracticeMarked(made.pk, unit.pk), by=by, at=at)
    return made.pk


@act("work.end_practice")
def end_practice(*, practice_id: UUID, by: Person | None, at: datetime) -> UUID:
    """End what a unit marked as good practice: nobody finds it any more, and what was copied stays.

    :raises Refused: if `by` may not mark it there, or it was ended before.
    """
    practice = _claim_practice(practice_id)
    require(by, MARKING, on=practice.unit, at=at)
    practice.ended_at = at
    practice.save(update_fields=["ended_at"])
    record(PracticeEnded(practice.pk, practice.unit_id), by=by, at=at)
    return practice.pk


@act("work.copy_practice")
def copy_practice(
    *,
    practice_id: UUID,
    unit_id: UUID,
    due_on: date | None = None,
    plan_id: UUID | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Copy what worked elsewhere into a unit: as a target in words of the draft `plan_id`, or else as work due on `due_on`.

    From then on it is the unit's own. How many units copied it is counted, each once.

    :raises Refused: if `by` puts up no work there, or drafts no plans; it was ended, is of another organisation or the unit's
        own; the draft is none of that unit or is full; or no day is said, or one that is past.
    """
    unit = claim_unit(unit_id)
    practice = _claim_practice(practice_id)
    circle = circle_of(unit)
    if practice.circle_id != (circle.id if circle else None):
        raise Refused(
            _("There is no such good practice. Choose it from the list again."), field="practice_id"
        )
    must_be_others(is_own=practice.unit_id == unit.pk)
    if plan_id is None:
        made = _as_work(practice, unit, due_on, by=by, at=at)
    else:
        made = _as_target(practice, unit, plan_id, by=by, at=at)
    _copy, is_first = PracticeCopy.objects.get_or_create(
        practice=practice, unit=unit, defaults={"copied_at": at}
    )
    if is_first:
        Practice.objects.filter(pk=practice.pk).update(copies=F("copies") + 1)
    record(PracticeCopied(practice.pk, unit.pk), by=by, at=at)
    return made


def _claim_practice(practice_id: UUID) -> Practice:
    rows = Practice.objects.standing().select_for_update(of=("self",)).select_related("unit__kind")
    found = rows.filter(pk=practice_id).first()
    if found is None:
        raise Refused(
            _("There is no such good practice. Choose it from the list again."), field="practice_id"
        )
    return found


def _must_come_from(unit: Unit, target_id: UUID | None, assignment_id: UUID | None) -> None:
    if target_id is not None and assignment_id is not None:
        raise Refused(_("Say from one thing alone where it comes: a target, or work."), field="assignment_id")
    targets = Target.objects.filter(plan__unit=unit, plan__in=Plan.objects.adopted())
    if target_id is not None and not targets.filter(pk=target_id).exists():
        raise Refused(_("Choose a target of an adopted plan of this unit."), field="plan_target_id")
    work = Assignment.objects.filter(unit=unit, state=State.REVIEWED)
    if assignment_id is not None and not work.filter(pk=assignment_id).exists():
        raise Refused(_("Choose work of this unit that was talked over."), field="assignment_id")


def _as_work(practice: Practice, unit: Unit, due_on: date | None, *, by: Person | None, at: datetime) -> UUID:
    require(by, GIVING, on=unit, at=at)
    if due_on is None:
        raise Refused(_("Say by when it is to be done."), field="due_on")
    reason = Reason(why=_("Good practice of %(unit)s") % {"unit": practice.unit.name})
    return enter_work(unit, practice.title, due_on, reason, steps=steps_in(practice.done), by=by, at=at).pk


def _as_target(practice: Practice, unit: Unit, plan_id: UUID, *, by: Person | None, at: datetime) -> UUID:
    plan = claim_draft(plan_id, by=by, at=at)
    if plan.unit_id != unit.pk:
        raise Refused(_("This is the plan of another unit. Choose a draft of yours."), field="plan_id")
    if plan.targets.count() >= TARGETS_MOST:
        raise Refused(_("A plan has at most %(most)d targets. Leave one out.") % {"most": TARGETS_MOST})
    last = plan.targets.order_by("-position").values_list("position", flat=True).first() or 0
    target = Target.objects.create(
        plan=plan, position=last + 1, title=practice.title, due_on=plan.period.last
    )
    note_change(plan, by=by, at=at)
    return target.pk
