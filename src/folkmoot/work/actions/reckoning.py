"""What each unit gets of a target: worked out before the transaction that writes it, so that no other act waits for it."""

from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from folkmoot.access.policy import may
from folkmoot.bylaws.rules.calendar import Period, months_later
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import least_id_at, new_id
from folkmoot.membership.queries.counts import members_right_below
from folkmoot.people.models import Person
from folkmoot.units.models import Unit
from folkmoot.work.actions.standing import accepted_of, must_have_room
from folkmoot.work.interfaces import figures
from folkmoot.work.models import ShareOut, SharePiece, Target
from folkmoot.work.rules.amounts import read_amount
from folkmoot.work.rules.pieces import Packed, packed_pieces, share_of
from folkmoot.work.rules.shares import Part, Rule, rule_called, shares_of, with_the_mean

SHARING = "work.share_target"
_A_YEAR = 12
# So many pieces, of 1,024 units each, are written in one transaction.
AT_ONCE = 4
# Longer than any act goes on between what was worked out and its transaction.
KEPT = timedelta(hours=1)


class Fixed(BaseModel):
    """The share of one unit, fixed by hand."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit_id: UUID
    amount: str


@dataclass(frozen=True)
class Reckoned:
    """What units get of an amount by a rule, in pieces as they are kept."""

    target_id: UUID
    at: datetime
    # None of a target in words; `amount` is how many units are asked to reach it then.
    of: int | None
    amount: int
    rule: Rule
    units: int
    pieces: Sequence[Packed]
    # What units keep that accepted already: how many they are, and how much; and who is given another share all the same.
    kept: tuple[int, int]
    changed: frozenset[UUID]
    # Under which the pieces stand, and whether they were written already.
    share_out: UUID = field(default_factory=new_id)
    is_written: bool = False


@dataclass(frozen=True)
class _Below:
    """A unit right below: no more of it than is needed, of which there may be 300,000."""

    pk: UUID
    code: str
    path: str


# What was worked out for the act that is being done now, or why it cannot be.
_reckoned: ContextVar[Reckoned | Refused | None] = ContextVar("reckoned", default=None)


def work_out(
    *,
    plan_target_id: UUID,
    rule: str,
    exceptions: Sequence[Fixed] | None = None,
    renews: bool = False,
    by: Person | None,
    at: datetime,
    **_given: object,
) -> None:
    """Work out ahead of the transaction what each unit gets, if there is such a target and `by` may share it out."""
    _reckoned.set(None)
    target = Target.objects.select_related("plan__unit").filter(pk=plan_target_id).first()
    if by is None or target is None or not may(by, SHARING, on=target.plan.unit, at=at):
        # The act says why not.
        return
    try:
        found = _reckon(target, rule, exceptions or [], at, renews=renews)
        _reckoned.set(_written_before(found) if found and len(found.pieces) > AT_ONCE else found)
    except Refused as why:
        # Said by the act, which knows first whether it was done before.
        _reckoned.set(why)


def foreseen(
    target: Target,
    units: Sequence[UUID],
    *,
    rule: str,
    exceptions: Sequence[Mapping[str, object]] | None = None,
    renews: bool = False,
    at: datetime,
    **_given: object,
) -> dict[UUID, int]:
    """Return what each of `units` would get if a target were shared out so now; nothing is written.

    :raises Refused: if it cannot be shared out so.
    """
    fixed = [Fixed.model_validate(each) for each in exceptions or []]
    found = _reckon(target, rule, fixed, at, renews=renews)
    shares = (share_of(found.pieces, each) for each in units) if found else ()
    return {each.unit: each.share for each in shares if each}


def reckoned_for(target: Target, *, renews: bool) -> Reckoned:
    """Return what was worked out for a target that is claimed now, once.

    :raises Refused: if it could not be worked out, or the target is another one by now, or a unit accepted meanwhile.
    """
    found = _reckoned.get()
    _reckoned.set(None)
    if isinstance(found, Refused):
        raise found
    kept = (0, 0) if renews else _counted(accepted_of(target))
    if found is None or (found.target_id, found.of, found.kept) != (target.pk, target.amount, kept):
        raise Refused(_("This was changed meanwhile. Look at the target and share it out once more."))
    return found


def write_pieces(share_out: UUID, pieces: Iterable[Packed]) -> None:
    """Write what units get in a share-out."""
    SharePiece.objects.bulk_create([SharePiece(share_out_id=share_out, **vars(each)) for each in pieces])


def forget_unused_pieces(at: datetime) -> bool:
    """Take away what was written before a share-out that never was; return whether there may be more.

    Ids tell when they were made, so what is being shared out now is left alone.
    """
    latest = least_id_at(at - KEPT)
    rows = SharePiece.objects.filter(share_out_id__lt=latest)
    orphans = rows.filter(~Exists(ShareOut.objects.filter(pk=OuterRef("share_out_id"))))
    found = list(orphans.values_list("share_out_id", "least")[:AT_ONCE])
    for share_out, least in found:
        SharePiece.objects.filter(share_out_id=share_out, least=least).delete()
    return bool(found)


def _written_before(reckoned: Reckoned) -> Reckoned:
    """Write what many units get a few pieces at a time: each is a transaction of its own, and nobody waits for all."""
    for start in range(0, len(reckoned.pieces), AT_ONCE):
        with transaction.atomic():
            write_pieces(reckoned.share_out, reckoned.pieces[start : start + AT_ONCE])
    return replace(reckoned, pieces=(), is_written=True)


def _reckon(
    target: Target, rule: str, exceptions: Sequence[Fixed], at: datetime, *, renews: bool
) -> Reckoned | None:
    if not target.plan.is_in_force:
        return None
    chosen = rule_called(rule, is_counted=target.is_counted)
    rows = Unit.objects.filter(parent=target.plan.unit).open().order_by("code")
    units = [_Below(*row) for row in rows.values_list("pk", "code", "path")]
    if not units:
        raise Refused(
            _("No unit is right below %(unit)s. There is nobody to share with.")
            % {"unit": target.plan.unit.name}
        )
    fixed, accepted = _fixed(units, exceptions, target), {} if renews else accepted_of(target)
    weights = _weights(chosen, target, units)
    amount = len(units) if target.amount is None else target.amount
    must_have_room(amount, {pk: share for pk, share in accepted.items() if pk not in fixed})
    parts = [Part(each.code, weights[each.code], fixed.get(each.pk, accepted.get(each.pk))) for each in units]
    gotten = shares_of(amount, parts)
    pieces = packed_pieces([each.pk for each in units], [each.weight for each in parts], gotten)
    changed = frozenset(pk for pk, share in fixed.items() if accepted.get(pk) != share)
    return Reckoned(
        target.pk, at, target.amount, amount, chosen, len(units), pieces, _counted(accepted), changed
    )


def _counted(accepted: Mapping[UUID, int]) -> tuple[int, int]:
    return len(accepted), sum(accepted.values())


def scale_of(target: Target) -> int:
    """Return how many places stand after the point in what a target is counted in; none in words."""
    if target.key is None:
        return 0
    known = figures().named([target.key], []).get((target.key.form_id, target.key.code))
    return known.scale if known else 0


def _fixed(units: Sequence[_Below], exceptions: Sequence[Fixed], target: Target) -> dict[UUID, int]:
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


def _weights(rule: Rule, target: Target, units: Sequence[_Below]) -> Mapping[str, int]:
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
