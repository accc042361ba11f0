"""What a unit says to its share of a target of the body above, and that body to it. Nothing binds before it was adopted below."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.units.models import Unit
from folkmoot.work.actions.adopting import ADOPTING, day_of_adoption, enter_adoption
from folkmoot.work.actions.planning import claim_plan, copy_of, copy_points, must_not_be_followed
from folkmoot.work.actions.reckoning import SHARING, scale_of
from folkmoot.work.events_of_plans import (
    ShareAccepted,
    ShareChangeAsked,
    ShareChangeWithdrawn,
    ShareSettled,
)
from folkmoot.work.models import Plan, ShareAnswer, ShareOut, ShareWord, Target
from folkmoot.work.queries.sharing import plan_like, shares_in
from folkmoot.work.rules.amounts import read_amount
from folkmoot.work.rules.plans import TARGETS_MOST, done_text, plan_title
from folkmoot.work.rules.shares import ShareMove, ShareState, share_after


@act("work.accept_share")
def accept_share(
    *,
    share_out_id: UUID,
    unit_id: UUID,
    share: int,
    adopted_on: date | None = None,
    meeting_id: UUID | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Enter that a unit adopted its share of a target into its own plan: at one of its meetings, or on a day.

    A new version of its plan for the same days has it, or a plan of its own if there is none. `share` is what was looked at, in
    the smallest parts of what is counted. What the unit accepted of an earlier share-out of the same target gives place to it.

    :raises Refused: if `by` may not adopt plans there, the unit had no part in it, the target was shared out anew, the share is
        another one by now or was accepted, a new version of the plan is being drafted, or the day is before it was shared out.
    """
    answer = _claim_answer(share_out_id, unit_id, by=by, at=at)
    if answer.share != share:
        raise Refused(
            _("This share is another one by now. Look at it again before you go on."), field="share"
        )
    answer.state = share_after(answer.state, ShareMove.ACCEPT)
    shared_on = answer.unit.local(answer.share_out.made_at).date()
    day = day_of_adoption(answer.unit, adopted_on, meeting_id, since=shared_on, at=at)
    plan = _plan_for(answer)
    answer.accepted_as = _put_into(plan, answer)
    enter_adoption(plan, day, meeting_id, by=by, at=at)
    _follow(answer)
    answer.save()
    record(ShareAccepted(share_out_id, unit_id, plan.pk), by=by, at=at)
    return plan.pk


@act("work.ask_for_share")
def ask_for_share(
    *,
    share_out_id: UUID,
    unit_id: UUID,
    amount: str = "",
    title: str = "",
    words: str,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Ask the body above for another share, less or more, and say in `words` why; of a target in words, for another `title`.

    Until it is answered, it can be asked for something else in its place.

    :raises Refused: if `by` may not adopt plans there, the unit had no part in it, it accepted before, the amount is
        what it has, or a text is not in order.
    """
    answer = _claim_answer(share_out_id, unit_id, by=by, at=at)
    answer.state = share_after(answer.state, ShareMove.ASK)
    _ask_for(answer, amount, title)
    answer.save()
    _say(answer, words, amount=answer.asked, at=at)
    record(ShareChangeAsked(share_out_id, unit_id), by=by, at=at)
    return answer.unit_id


@act("work.withdraw_share_asked")
def withdraw_share_asked(*, share_out_id: UUID, unit_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Ask the body above for no other share any more, while it has not answered; what was proposed can be accepted as before.

    :raises Refused: if `by` may not adopt plans there, the unit had no part in it or asks for nothing, or the target was shared
        out anew.
    """
    answer = _claim_answer(share_out_id, unit_id, by=by, at=at)
    answer.state = share_after(answer.state, ShareMove.WITHDRAW)
    answer.asked, answer.asked_title = None, ""
    answer.save()
    record(ShareChangeWithdrawn(share_out_id, unit_id), by=by, at=at)
    return answer.unit_id


@act("work.settle_share")
def settle_share(
    *, share_out_id: UUID, unit_id: UUID, is_taken: bool, words: str, by: Person | None, at: datetime
) -> UUID:
    """Answer a unit that asked for another share: take what it asks for, or keep what was proposed; `words` say why.

    Its share is a proposal again. Shares of others stay as they are: the gap is seen until it is shared out anew.

    :raises Refused: if `by` may not share targets out in the body above, the unit asks for nothing, or the words are not in
        order.
    """
    share_out = _claim_share_out(share_out_id)
    require(by, SHARING, on=share_out.target.plan.unit, at=at)
    answer = ShareAnswer.objects.filter(share_out=share_out, unit=unit_id).first()
    if answer is None:
        raise Refused(_("This unit asked for nothing. Look at its share again."), field="unit_id")
    answer.state = share_after(answer.state, ShareMove.TAKE if is_taken else ShareMove.KEEP)
    if is_taken and answer.asked is not None:
        answer.share = answer.asked
    if is_taken and answer.asked_title:
        answer.title = answer.asked_title
    answer.save()
    _say(answer, words, from_above=True, at=at)
    record(ShareSettled(share_out_id, unit_id, is_taken), by=by, at=at)
    return unit_id


def _ask_for(answer: ShareAnswer, amount: str, title: str) -> None:
    target = answer.share_out.target
    if target.is_counted:
        answer.asked, field = read_amount(amount, scale_of(target)), "amount"
        is_same = answer.asked == answer.share
    else:
        answer.asked_title, field = plan_title(title), "title"
        is_same = answer.asked_title == (answer.title or target.title)
    if is_same:
        raise Refused(
            _("This is the share that was proposed. Accept it, or ask for another one."), field=field
        )


def _claim_share_out(share_out_id: UUID) -> ShareOut:
    rows = ShareOut.objects.select_for_update(of=("self",)).select_related("target__plan__unit__kind")
    found = rows.filter(pk=share_out_id).first()
    if found is None:
        raise Refused(_("There is no such share. Choose it from the list again."), field="share_out_id")
    if ShareOut.objects.filter(thread=found.thread, number__gt=found.number).exists():
        raise Refused(_("This target was shared out anew. Answer the new share."), field="share_out_id")
    return found


def _claim_answer(share_out_id: UUID, unit_id: UUID, *, by: Person | None, at: datetime) -> ShareAnswer:
    """Lock a share-out, and return what a unit said to it, or what it would begin with."""
    unit = claim_unit(unit_id)
    require(by, ADOPTING, on=unit, at=at)
    share_out = _claim_share_out(share_out_id)
    if not ShareOut.objects.filter(pk=share_out.pk).in_force().exists():
        raise Refused(_("The plan above is not in force any more. There is nothing to answer."))
    found = ShareAnswer.objects.filter(share_out=share_out, unit=unit).first()
    if found is None:
        share = shares_in(share_out.pk, [unit.pk]).get(unit.pk)
        if share is None:
            raise Refused(_("%(unit)s had no part in this.") % {"unit": unit.name}, field="unit_id")
        found = ShareAnswer(share_out=share_out, unit=unit, original=share.share, share=share.share)
    found.share_out, found.unit = share_out, unit
    return found


def _plan_for(answer: ShareAnswer) -> Plan:
    """Return the draft that takes a share: a new version of the unit's plan for those days, or the first one."""
    above, unit = answer.share_out.target.plan, answer.unit
    own = plan_like(unit, above)
    if own is not None:
        plan = claim_plan(own.pk)
        must_not_be_followed(plan)
        return copy_of(plan)
    return _first_plan(unit, above)


def _first_plan(unit: Unit, above: Plan) -> Plan:
    plan = Plan.objects.create(
        unit=unit, kind=above.kind, first=above.first, until=above.until, title=above.title, why=above.why
    )
    copy_points(above, plan)
    return plan


def _put_into(plan: Plan, answer: ShareAnswer) -> Target:
    """Write a share into a draft: where the unit accepted one of the same target before, in its place."""
    above = answer.share_out.target
    before = _accepted_before(answer)
    thread = before.accepted_as.thread if before is not None and before.accepted_as is not None else None
    own = plan.targets.filter(thread=thread).first() if thread is not None else None
    if own is None:
        if plan.targets.count() >= TARGETS_MOST:
            raise Refused(_("A plan has at most %(most)d targets. Leave one out.") % {"most": TARGETS_MOST})
        last = plan.targets.order_by("-position").values_list("position", flat=True).first() or 0
        own = Target(plan=plan, position=last + 1, title=above.title, due_on=above.due_on)
        own.form_id, own.code, own.counted = above.form_id, above.code, above.counted
    if above.is_counted:
        own.amount = answer.share
    elif answer.title:
        own.title = answer.title
    own.save()
    return own


def _accepted_before(answer: ShareAnswer) -> ShareAnswer | None:
    rows = ShareAnswer.objects.filter(
        share_out__thread=answer.share_out.thread, unit=answer.unit, state=ShareState.ACCEPTED
    )
    return rows.exclude(share_out=answer.share_out).select_related("accepted_as").first()


def _follow(answer: ShareAnswer) -> None:
    before = _accepted_before(answer)
    if before is not None:
        before.state = share_after(before.state, ShareMove.FOLLOW)
        before.save(update_fields=["state"])


def _say(
    answer: ShareAnswer, words: str, *, amount: int | None = None, from_above: bool = False, at: datetime
) -> None:
    said = {"amount": amount, "words": done_text(words), "said_at": at}
    last = ShareWord.objects.filter(answer=answer).order_by("-said_at", "-pk").first()
    if last is not None and last.from_above == from_above:
        # What nobody has answered yet is said anew, in its place: else a unit could write words without an end.
        ShareWord.objects.filter(pk=last.pk).update(**said)
    else:
        ShareWord.objects.create(answer=answer, from_above=from_above, **said)
