"""Plans, targets and share-outs as programs are shown them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from folkmoot.people.models import Person
from folkmoot.units.models import Unit
from folkmoot.work.interfaces import Countable, figures
from folkmoot.work.models import (
    Plan,
    PlanPoint,
    PlanQuerySet,
    ShareAnswer,
    ShareOut,
    SharePiece,
    ShareWord,
    Target,
    TargetQuerySet,
)
from folkmoot.work.models.shares import ShareOutQuerySet
from folkmoot.work.queries.plans import plans_seen, targets_seen
from folkmoot.work.rules.amounts import amount_text
from folkmoot.work.rules.pieces import Share, shares_in_piece
from folkmoot.work.rules.shares import ShareState


@dataclass(frozen=True)
class PlanShown:
    """A plan with the points of decisions that it implements."""

    plan: Plan
    points: Sequence[PlanPoint]


@dataclass(frozen=True)
class TargetShown:
    """A target, its amount as it would be entered; None where it is said in words."""

    target: Target
    amount: str | None


@dataclass(frozen=True)
class ShareOutShown:
    """A share-out, its amounts as they would be entered: what was shared out, among how many units."""

    share_out: ShareOut
    amount: str
    shared: str
    units: int


@dataclass(frozen=True)
class WordShown:
    """Something that was said about a share, with the amount that was asked for."""

    word: ShareWord
    amount: str | None


@dataclass(frozen=True)
class ShareShown:
    """What a unit got, what became of it, and what was said; amounts as they would be entered."""

    unit: Unit
    weight: int
    original: str
    share: str
    state: ShareState
    asked: str | None
    said: Sequence[WordShown]


def plans_listed(person: Person, *, at: datetime) -> PlanQuerySet:
    """Return the plans that `person` sees, the one drafted last first."""
    return plans_seen(person, at=at).order_by("-pk")


def with_points(plans: Sequence[Plan]) -> list[PlanShown]:
    """Return plans with what they implement; one question."""
    found: dict[UUID, list[PlanPoint]] = {each.pk: [] for each in plans}
    for point in PlanPoint.objects.filter(plan__in=plans).order_by("pk"):
        found[point.plan_id].append(point)
    return [PlanShown(each, found[each.pk]) for each in plans]


def targets_listed(person: Person, *, at: datetime) -> TargetQuerySet:
    """Return the targets of plans that `person` sees, the one that was set last first."""
    return targets_seen(person, at=at).select_related("plan__unit").order_by("-pk")


def with_amounts(targets: Sequence[Target]) -> list[TargetShown]:
    """Return targets with their amounts; one question."""
    known = _named(targets)
    return [TargetShown(each, _amount(each.amount, each, known)) for each in targets]


def share_outs_listed(person: Person, *, at: datetime) -> ShareOutQuerySet:
    """Return how targets of plans that `person` sees were shared out, the last first."""
    seen = targets_seen(person, at=at).order_by().values("pk")
    rows = ShareOut.objects.filter(target__in=seen).select_related("target__plan__unit")
    return rows.order_by("-pk")


def with_sums(share_outs: Sequence[ShareOut]) -> list[ShareOutShown]:
    """Return share-outs with what was shared out among how many units at that moment; two questions."""
    known = _named([each.target for each in share_outs])
    rows: QuerySet[SharePiece, Any] = SharePiece.objects.filter(share_out__in=share_outs).order_by()
    sums = rows.values("share_out").annotate(shared=Sum("total"), units=Sum("count"))
    by_pk = {each["share_out"]: each for each in sums}
    return [
        ShareOutShown(
            each,
            amount_text(each.amount, _scale(each.target, known)),
            amount_text(by_pk[each.pk]["shared"], _scale(each.target, known)),
            by_pk[each.pk]["units"],
        )
        for each in share_outs
    ]


def shares_listed(share_out: ShareOut, *, after: UUID | None, size: int) -> list[ShareShown]:
    """Return what units got in a share-out, in the order of their ids behind `after`, at most `size`, and what was said to it.

    Six questions, however many units there are.
    """
    shares = _shares_behind(share_out, after, size)
    known = _named([share_out.target])
    units = {each.pk: each for each in Unit.objects.filter(pk__in=[each.unit for each in shares])}
    rows = ShareAnswer.objects.filter(share_out=share_out, unit__in=units)
    answers = {each.unit_id: each for each in rows}
    said: dict[UUID, list[ShareWord]] = {each.pk: [] for each in answers.values()}
    for word in ShareWord.objects.filter(answer__in=said).order_by("said_at", "pk"):
        said[word.answer_id].append(word)
    return [
        _shown(share_out.target, units[each.unit], each, answers.get(each.unit), said, known)
        for each in shares
    ]


_Known = Mapping[tuple[UUID, str], Countable]


def _named(targets: Sequence[Target]) -> _Known:
    return figures().named({each.key for each in targets if each.key is not None}, [])


def _scale(target: Target, known: _Known) -> int:
    found = known.get((target.form_id, target.code)) if target.form_id is not None else None
    return found.scale if found else 0


def _amount(amount: int | None, target: Target, known: _Known) -> str | None:
    return None if amount is None else amount_text(amount, _scale(target, known))


def _shares_behind(share_out: ShareOut, after: UUID | None, size: int) -> list[Share]:
    rows = SharePiece.objects.filter(share_out=share_out).order_by("least")
    before = rows.filter(least__lte=after).last() if after is not None else None
    if before is not None:
        rows = rows.filter(least__gte=before.least)
    found: list[Share] = []
    # As many as a page has fit into two pieces.
    for piece in rows[:2]:
        packed = map(bytes, (piece.units, piece.weights, piece.shares))
        found += [each for each in shares_in_piece(*packed) if after is None or each.unit > after]
    return found[:size]


def _shown(  # noqa: PLR0917  -- what belongs to one line
    target: Target,
    unit: Unit,
    share: Share,
    answer: ShareAnswer | None,
    said: Mapping[UUID, Sequence[ShareWord]],
    known: _Known,
) -> ShareShown:
    scale = _scale(target, known)
    is_asked = answer is not None and answer.state == ShareState.ASKED
    return ShareShown(
        unit,
        share.weight,
        amount_text(share.share, scale),
        amount_text(answer.share if answer else share.share, scale),
        ShareState(answer.state) if answer else ShareState.WAITING,
        _amount(answer.asked, target, known) if answer and is_asked else None,
        [WordShown(each, _amount(each.amount, target, known)) for each in said[answer.pk]] if answer else [],
    )
