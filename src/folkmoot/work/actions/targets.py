"""What a plan wants to reach: amounts of what is reported, or a yes in words."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.units.models import Unit
from folkmoot.work.actions.planning import DRAFTING, claim_draft, claim_plan, must_be_as_seen, note_change
from folkmoot.work.events_of_plans import TargetReached
from folkmoot.work.interfaces import figures
from folkmoot.work.models import Plan, Target
from folkmoot.work.rules.amounts import read_amount
from folkmoot.work.rules.plans import (
    TARGETS_MOST,
    counted_called,
    done_text,
    must_be_due_within,
    plan_title,
)


@act("work.add_target")
def add_target(
    *,
    plan_id: UUID,
    title: str,
    due_on: date,
    form_id: UUID | None = None,
    code: str = "",
    amount: str = "",
    counted: str = "sum",
    by: Person | None,
    at: datetime,
) -> UUID:
    """Add a target to the draft of a plan: an `amount` of the indicator `code` of a form, or without these a yes in `title`.

    What is reported is added up over the time of the plan, or with `counted` as `last` the latest report counts.

    :raises Refused: if `by` may not draft plans there, it was adopted or has forty targets, the day lies outside its time, the
        form asks no such figure there, or the title or the amount is not in order.
    """
    plan = claim_draft(plan_id, by=by, at=at)
    if plan.targets.count() >= TARGETS_MOST:
        raise Refused(_("A plan has at most %(most)d targets. Leave one out.") % {"most": TARGETS_MOST})
    last = plan.targets.order_by("-position").values_list("position", flat=True).first() or 0
    target = Target(plan=plan, position=last + 1)
    _write(
        target, plan, title=title, due_on=due_on, form_id=form_id, code=code, amount=amount, counted=counted
    )
    note_change(plan, by=by, at=at)
    return target.pk


@act("work.change_target")
def change_target(
    *,
    plan_target_id: UUID,
    revision: int,
    title: str,
    due_on: date,
    form_id: UUID | None = None,
    code: str = "",
    amount: str = "",
    counted: str = "sum",
    by: Person | None,
    at: datetime,
) -> UUID:
    """Change a target in the draft of a plan as it stands in `revision`.

    :raises Refused: as adding one is, or if somebody changed the plan since.
    """
    target, plan = _claim_drafted(plan_target_id, by=by, at=at)
    must_be_as_seen(plan, revision)
    _write(
        target, plan, title=title, due_on=due_on, form_id=form_id, code=code, amount=amount, counted=counted
    )
    note_change(plan, by=by, at=at)
    return target.pk


@act("work.remove_target")
def remove_target(*, plan_target_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Take a target out of the draft of a plan.

    :raises Refused: if `by` may not draft plans there, or it was adopted.
    """
    target, plan = _claim_drafted(plan_target_id, by=by, at=at)
    target.delete()
    note_change(plan, by=by, at=at)
    return plan_target_id


@act("work.mark_target")
def mark_target(
    *, plan_target_id: UUID, words: str = "", is_reached: bool = True, by: Person | None, at: datetime
) -> UUID:
    """Say that a target in words was reached, and in `words` what there is now; or that it was not after all.

    :raises Refused: if `by` may not draft plans there, the plan is not in force, reports tell what was reached, or the words are
        not in order.
    """
    target = claim_target(plan_target_id)
    require(by, DRAFTING, on=target.plan.unit, at=at)
    if not target.plan.is_in_force:
        raise Refused(_("Only targets of a plan that is in force are marked. Look at it again."))
    if target.is_counted:
        raise Refused(_("Reports tell what was reached of this target. Nothing is marked by hand."))
    target.done_at = at if is_reached else None
    target.done_words = done_text(words) if is_reached else ""
    target.save(update_fields=["done_at", "done_words"])
    record(TargetReached(target.pk, target.plan.unit_id, is_reached), by=by, at=at)
    return target.pk


def claim_target(plan_target_id: UUID) -> Target:
    """Lock the plan of a target for this transaction, and return the target with it.

    :raises Refused: if there is none.
    """
    target = Target.objects.filter(pk=plan_target_id).first()
    if target is None:
        raise Refused(_("There is no such target. Choose it from its plan again."), field="plan_target_id")
    target.plan = claim_plan(target.plan_id)
    return target


def _claim_drafted(plan_target_id: UUID, *, by: Person | None, at: datetime) -> tuple[Target, Plan]:
    target = claim_target(plan_target_id)
    plan = claim_draft(target.plan_id, by=by, at=at)
    return target, plan


def _write(
    target: Target,
    plan: Plan,
    *,
    title: str,
    due_on: date,
    form_id: UUID | None,
    code: str,
    amount: str,
    counted: str,
) -> None:
    target.title, target.due_on = plan_title(title), due_on
    must_be_due_within(due_on, plan.period)
    target.form_id, target.code, target.amount = form_id, code, None
    if form_id is not None:
        scale = _scale_of(plan.unit, form_id, code)
        target.amount, target.counted = read_amount(amount, scale), counted_called(counted)
    elif code or amount.strip():
        raise Refused(_("Choose what the amount is counted in, or leave it empty."), field="amount")
    target.save()


def _scale_of(unit: Unit, form_id: UUID, code: str) -> int:
    for each in figures().offered(unit, []):
        if (each.form_id, each.code) == (form_id, code):
            return each.scale
    raise Refused(
        _("No report is asked for this figure in %(unit)s. Choose one from the list.") % {"unit": unit.name},
        field="code",
    )
