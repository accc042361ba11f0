"""Taking work, doing it, and giving it back. That it was given back is kept nowhere: it is open again."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.documents.actions.bringing import take_off
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.work.actions.claiming import SEEING, claim_work, require_holder
from folkmoot.work.actions.offering import hold
from folkmoot.work.actions.putting_up import put_up_again
from folkmoot.work.actions.taking_along import take_files_along
from folkmoot.work.events import WorkReported
from folkmoot.work.models import Helper, Step
from folkmoot.work.rules.states import STANDING, Move, State, after
from folkmoot.work.rules.words import result_text


@act("work.take_work", private=True)
def take_work(*, assignment_id: UUID, by: Person, at: datetime) -> UUID:
    """Take for oneself work that is open: members of the unit see that one does it.

    :raises Refused: if it is open no more, or one does not belong to the unit.
    """
    assignment = claim_work(assignment_id)
    require(by, SEEING, on=assignment.unit, at=at)
    if assignment.holder_id != by.pk:
        hold(assignment, by, Move.TAKE)
    return assignment.pk


@act("work.give_back_work", private=True)
def give_back_work(*, assignment_id: UUID, by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- of the shape of an act
    """Give back for oneself work that one took: it is open again, and nothing says that one had it.

    The files that one hung on it go along.

    :raises Refused: if it was reported done.
    """
    assignment = claim_work(assignment_id)
    if assignment.holder_id == by.pk:
        state = after(assignment.stands, Move.GIVE_BACK)
        take_off(by.pk, take_files_along(assignment.pk, by.pk))
        assignment.state, assignment.holder = state, None
        assignment.save(update_fields=["state", "holder"])
    return assignment.pk


@act("work.mark_step", private=True)
def mark_step(*, step_id: UUID, is_done: bool = True, by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- of the shape of an act
    """Mark a step of work that one does oneself, or helps with, as done or not.

    :raises Refused: if there is no such step, one neither does the work nor helps with it, or it was reported done.
    """
    step = Step.objects.filter(pk=step_id).first()
    if step is None:
        raise Refused(_("There is no such step. Look at the work again."), field="step_id")
    assignment = claim_work(step.assignment_id)
    if not assignment.helpers.filter(person=by).exists():
        require_holder(assignment, by)
    must_be_standing(assignment.stands)
    Step.objects.filter(pk=step_id).update(is_done=is_done)
    return step_id


@act("work.help_with_work", private=True)
def help_with_work(*, assignment_id: UUID, by: Person, at: datetime) -> UUID:
    """Say for oneself that one helps with some work: members of the unit see it.

    :raises Refused: if one does not belong to the unit, does the work oneself, or it was done or withdrawn.
    """
    assignment = claim_work(assignment_id)
    require(by, SEEING, on=assignment.unit, at=at)
    must_be_standing(assignment.stands)
    if assignment.holder_id == by.pk:
        raise Refused(_("You do this work yourself already."))
    Helper.objects.get_or_create(assignment=assignment, person=by)
    return assignment.pk


@act("work.stop_helping", private=True)
def stop_helping(*, assignment_id: UUID, by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- of the shape of an act
    """Help with some work no more; nothing says that one did. The files that one hung on it go along, unless it is over."""
    helped, _by_model = Helper.objects.filter(assignment=assignment_id, person=by).delete()
    if helped and claim_work(assignment_id).stands in STANDING:
        take_off(by.pk, take_files_along(assignment_id, by.pk))
    return assignment_id


@act("work.report_done")
def report_done(*, assignment_id: UUID, result: str, by: Person | None, at: datetime) -> UUID:
    """Report for oneself that one's work is done, and what came of it. Work that repeats is put up again, open to all.

    :raises Refused: if one does not do this work, it was reported done before, or nothing is said of what came of it.
    """
    assignment = claim_work(assignment_id)
    holder = require_holder(assignment, by)
    said = assignment.waiting
    # Whoever said yes at a meeting and reports what they did has said it themselves.
    stood = assignment.stands if said is None else State.ACCEPTED
    assignment.state, assignment.holder = after(stood, Move.REPORT), holder
    assignment.result, assignment.done_at = result_text(result), at
    assignment.save(update_fields=["state", "holder", "result", "done_at"])
    if said is not None:
        said.delete()
    # Who did it is kept beside the work for two years; in the ledger they would be named for good.
    record(WorkReported(assignment.pk, assignment.unit_id), by=None, at=at)
    put_up_again(assignment, by=None, at=at)
    return assignment.pk


def must_be_standing(state: State) -> None:
    """Let only work through that is still to be done.

    :raises Refused: if it was done or withdrawn.
    """
    if state not in STANDING:
        raise Refused(_("This work is over: it was done or withdrawn."))
