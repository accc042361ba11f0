"""Shares of targets as they are kept: what a unit got in a share-out, and what was said to that."""

from bisect import bisect_right
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from folkmoot.kernel.sight import Asking
from folkmoot.units.models import ParentEdge, Unit
from folkmoot.work.models import Plan, ShareAnswer, ShareOut, SharePiece
from folkmoot.work.models.shares import ShareOutQuerySet
from folkmoot.work.queries.plans import targets_seen
from folkmoot.work.rules.pieces import Share, share_in
from folkmoot.work.rules.shares import ShareState


def share_outs_known(asking: Asking) -> set[UUID]:
    """Return the share-outs of targets that `to` sees."""
    seen = targets_seen(asking.to, at=asking.at).order_by().values("pk")
    return set(ShareOut.objects.filter(pk__in=asking.ids, target__in=seen).values_list("pk", flat=True))


def shares_in(share_out: UUID, units: Collection[UUID]) -> Mapping[UUID, Share]:
    """Return what units got in a share-out, without those that had no part in it; two questions however many."""
    rows = SharePiece.objects.filter(share_out=share_out)
    least = list(rows.order_by("least").values_list("least", flat=True))
    wanted: dict[UUID, list[UUID]] = {}
    for unit in units:
        if number := bisect_right(least, unit):
            wanted.setdefault(least[number - 1], []).append(unit)
    found: dict[UUID, Share] = {}
    chosen = rows.filter(least__in=list(wanted)) if wanted else rows.none()
    for first, *piece in chosen.values_list("least", "units", "weights", "shares"):
        ids, weights, shares = map(bytes, piece)
        for unit in wanted[first]:
            if (share := share_in(ids, weights, shares, unit)) is not None:
                found[unit] = share
    return found


def plan_like(unit: Unit, above: Plan) -> Plan | None:
    """Return the plan in force of a unit for the same days as one of the body above: there what it accepts of that stands."""
    rows = Plan.objects.in_force().filter(unit=unit, first=above.first, until=above.until)
    return rows.latest_first().first()


def shares_asked(unit: Unit, *, at: datetime) -> ShareOutQuerySet:
    """Return the share-outs of the body above in which a unit asks for another share and awaits an answer."""
    asked = ShareAnswer.objects.filter(share_out=OuterRef("pk"), unit=unit, state=ShareState.ASKED)
    rows = ShareOut.objects.filter(Exists(asked), target__plan__until__gt=unit.local(at).date())
    return rows.latest_of_each().in_force()


def shares_waiting(unit: Unit, *, at: datetime) -> ShareOutQuerySet:
    """Return the share-outs of the body above that a unit has still to answer."""
    answered = ShareAnswer.objects.filter(
        share_out=OuterRef("pk"), unit=unit, state__in=[ShareState.ACCEPTED, ShareState.ASKED]
    )
    there = ParentEdge.objects.filter(unit=unit, ended_at=None, started_at__lte=OuterRef("made_at"))
    rows = ShareOut.objects.filter(~Exists(answered), Exists(there), target__plan__unit=unit.parent_id)
    return rows.filter(target__plan__until__gt=unit.local(at).date()).latest_of_each().in_force()
