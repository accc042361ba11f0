"""Sharing a target out among the units right below: a rule and exceptions, never a row for each of them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from folkmoot.access.policy import require
from folkmoot.bylaws.rules.calendar import Period, months_later
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.membership.queries.counts import members_right_below
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import hold_tree_still
from folkmoot.units.models import Unit
from folkmoot.work.actions.standing import accepted_of, carry_over, last_of, must_have_room
from folkmoot.work.actions.targets import claim_target
from folkmoot.work.events_of_plans import TargetSharedOut
from folkmoot.work.interfaces import figures
from folkmoot.work.models import ShareOut, SharePiece, Target
from folkmoot.work.rules.amounts import read_amount
from folkmoot.work.rules.pieces import Share, packed, packed_ids, pieces_of
from folkmoot.work.rules.shares import Part, Rule, rule_called, shares_of, with_the_mean

SHARING = "work.share_target"
_A_YEAR = 12


class Fixed(BaseModel):
    """The share of one unit, fixed by hand."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit_id: UUID
    amount: str


@act("work.share_target")
def share_target(
    *,
    plan_target_id: UUID,
    rule: str,
    exceptions: list[Fixed] | None = None,
    answer_by: date | None = None,
    renews: bool = False,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Share a target of a plan in force out among the units right below: each sees its share as a proposal, and binds itself.

    A target in words is shared out with `each`: every unit is asked to reach it too, and the amount is how many they are. Of
    others `rule` is `members`, `last` (what they reached the year before; of whom nothing is known, the mean of the others),
    `equally` or `hand`; `exceptions` are shares that are fixed, and the rest is shared among the others. It is kept with what
    each unit was weighed by at this moment, so it stays as it is when members move. Units are asked to answer by the end of the
    day `answer_by`, if one is said. In a later share-out units keep what they accepted, and what they ask for waits on. An
    exception, or all if it `renews`, is a new proposal to a unit that accepted; what it accepted stands until it answers.

    :raises Refused: if `by` may not share targets out there, the plan is not in force, the rule is not for such a target, there
        is no unit below, an exception is none of them or no amount, the day is past or after the plan, more was accepted than
        there is, or the shares cannot add up to the target.
    """
    hold_tree_still()
    target = claim_target(plan_target_id)
    require(by, SHARING, on=(unit := target.plan.unit), at=at)
    chosen = rule_called(rule, is_counted=target.is_counted)
    _must_be_in_force(target, answer_by, at=at)
    units = _some_below(unit)
    fixed, accepted = _fixed(units, exceptions or [], target), {} if renews else accepted_of(target)
    weights = _weights(chosen, target, units)
    amount = len(units) if target.amount is None else target.amount
    must_have_room(amount, {pk: share for pk, share in accepted.items() if pk not in fixed})
    stands, before = accepted | fixed, last_of(target)
    parts = [Part(each.code, weights[each.code], stands.get(each.pk)) for each in units]
    made = ShareOut(target=target, rule=chosen, amount=amount, answer_by=answer_by, made_at=at)
    _write(made, units, parts)
    carry_over(made, before, but={pk for pk in fixed if accepted.get(pk) != fixed[pk]}, renews=renews)
    record(TargetSharedOut(made.pk, unit.pk, chosen, len(units)), by=by, at=at)
    return made.pk


def _some_below(unit: Unit) -> Sequence[Unit]:
    units = list(Unit.objects.filter(parent=unit).open().order_by("code"))
    if not units:
        raise Refused(
            _("No unit is right below %(unit)s. There is nobody to share with.") % {"unit": unit.name}
        )
    return units


def _must_be_in_force(target: Target, answer_by: date | None, *, at: datetime) -> None:
    if not target.plan.is_in_force:
        raise Refused(_("Only targets of a plan that is in force are shared out. Look at it again."))
    _must_leave_time(answer_by, target, at=at)


def _fixed(units: Sequence[Unit], exceptions: Sequence[Fixed], target: Target) -> dict[UUID, int]:
    if exceptions and not target.is_counted:
        raise Refused(_("A target in words is shared out to each unit alike."), field="exceptions")
    there, scale = {each.pk for each in units}, scale_of(target)
    found: dict[UUID, int] = {}
    for each in exceptions:
        if each.unit_id not in there:
            raise Refused(
                _("An exception is for no unit right below. Choose one of them."), field="exceptions"
            )
        found[each.unit_id] = read_amount(each.amount, scale, field="exceptions")
    return found


def _weights(rule: Rule, target: Target, units: Sequence[Unit]) -> Mapping[str, int]:
    codes = [each.code for each in units]
    if rule is Rule.MEMBERS:
        members = members_right_below(target.plan.unit)
        return {each.code: members.get(each.path, 0) for each in units}
    if rule is Rule.LAST and target.key is not None:
        plan = target.plan
        before = Period(months_later(plan.first, -_A_YEAR), months_later(plan.until, -_A_YEAR))
        reached = figures().reached_below(plan.unit, {each.pk for each in units}, target.key, before)
        return with_the_mean({each.code: reached[each.pk] for each in units if each.pk in reached}, codes)
    return dict.fromkeys(codes, int(rule in {Rule.EQUALLY, Rule.EACH}))


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


def scale_of(target: Target) -> int:
    """Return how many places stand after the point in what a target is counted in; none in words."""
    if target.key is None:
        return 0
    known = figures().named([target.key], []).get((target.key.form_id, target.key.code))
    return known.scale if known else 0


def _write(made: ShareOut, units: Sequence[Unit], parts: Sequence[Part]) -> None:
    gotten = shares_of(made.amount, parts)
    made.thread = made.target.thread
    made.number = ShareOut.objects.filter(thread=made.thread).count() + 1
    made.save()
    shares = [
        Share(unit.pk, part.weight, share) for unit, part, share in zip(units, parts, gotten, strict=True)
    ]
    SharePiece.objects.bulk_create(
        SharePiece(
            share_out=made,
            least=piece[0].unit,
            total=sum(each.share for each in piece),
            count=len(piece),
            units=packed_ids([each.unit for each in piece]),
            weights=packed([each.weight for each in piece]),
            shares=packed([each.share for each in piece]),
        )
        for piece in pieces_of(shares)
    )
