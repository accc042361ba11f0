"""Sharing a target out among the units right below: a rule and exceptions, never a row for each of them."""

from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.work.actions.reckoning import SHARING, Fixed, Reckoned, reckoned_for, work_out, write_pieces
from folkmoot.work.actions.standing import carry_over, last_of
from folkmoot.work.actions.targets import claim_target
from folkmoot.work.events_of_plans import TargetSharedOut
from folkmoot.work.models import ShareOut, Target


@act("work.share_target", before=work_out)
def share_target(
    *,
    plan_target_id: UUID,
    rule: str,  # noqa: ARG001  -- worked out before
    exceptions: list[Fixed] | None = None,  # noqa: ARG001  -- worked out before
    answer_by: date | None = None,
    renews: bool = False,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Share a target of a plan in force out among the units right below: each sees its share as a proposal, and binds itself.

    A target in words is shared out with `each`: every unit is asked to reach it too, and the amount is how many they are. Of
    others `rule` is `members`, `last` (what they reached the year before; of whom nothing is known, the mean of the others),
    `equally` or `hand`; `exceptions` are shares that are fixed, and the rest is shared among the others. It is kept with what
    each unit was weighed by a moment before, so it stays as it is when members move. Units are asked to answer by the end of the
    day `answer_by`, if one is said. In a later share-out units keep what they accepted, and what they ask for waits on. An
    exception, or all if it `renews`, is a new proposal to a unit that accepted; what it accepted stands until it answers.

    :raises Refused: if `by` may not share targets out there, the plan is not in force, the rule is not for such a target, there
        is no unit below, an exception is none of them or no amount, the day is past or after the plan, more was accepted than
        there is, or the shares cannot add up to the target.
    """
    target = claim_target(plan_target_id)
    unit = target.plan.unit
    require(by, SHARING, on=unit, at=at)
    _must_be_in_force(target, answer_by, at=at)
    # By what stands right below and was reported a moment before: whatever comes later is shared with anew.
    reckoned = reckoned_for(target, renews=renews)
    before = last_of(target)
    made = _made(target, reckoned, answer_by)
    carry_over(made, before, but=reckoned.changed, renews=renews)
    record(TargetSharedOut(made.pk, unit.pk, reckoned.rule, reckoned.units), by=by, at=at)
    return made.pk


def _made(target: Target, reckoned: Reckoned, answer_by: date | None) -> ShareOut:
    made = ShareOut(
        pk=reckoned.share_out,
        target=target,
        thread=target.thread,
        number=ShareOut.objects.filter(thread=target.thread).count() + 1,
        rule=reckoned.rule,
        amount=reckoned.amount,
        answer_by=answer_by,
        # Whoever came since had no part in it.
        made_at=reckoned.at,
    )
    made.save(force_insert=True)
    if not reckoned.is_written:
        write_pieces(made.pk, reckoned.pieces)
    return made


def _must_be_in_force(target: Target, answer_by: date | None, *, at: datetime) -> None:
    if not target.plan.is_in_force:
        raise Refused(_("Only targets of a plan that is in force are shared out. Look at it again."))
    _must_leave_time(answer_by, target, at=at)


def _must_leave_time(answer_by: date | None, target: Target, *, at: datetime) -> None:
    if answer_by is None:
        return
    today = target.plan.unit.local(at).date()
    if not today <= answer_by < target.plan.until:
        raise Refused(
            _("Choose a day from today on, and before the plan ends with %(last)s.")
            % {"last": date_format(target.plan.period.last)},
            field="answer_by",
        )
