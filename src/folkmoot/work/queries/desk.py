"""What plans ask of a unit at its desk: shares to answer, drafts to adopt, and units below that ask for another share."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, DateField, Exists, F, IntegerField, OuterRef, QuerySet, Value
from django.db.models.expressions import CombinedExpression

from folkmoot.kernel.counting import number_of
from folkmoot.units.models import ParentEdge, Unit
from folkmoot.work.models import Plan, ShareAnswer, ShareOut, Target
from folkmoot.work.rules.plans import PlanState
from folkmoot.work.rules.shares import ShareState

# So many of each kind stand on the desk of a unit, and so many are looked through for all that somebody keeps.
SHOWN = 5
_MOST = 500
_SHARE, _DRAFT, _ASKED = range(3)


@dataclass(frozen=True)
class Proposed:
    """A share of a target that the body above proposes, and by when it asks for an answer."""

    share_out: UUID
    title: str
    answer_by: date | None
    is_late: bool


@dataclass(frozen=True)
class Drafted:
    """A plan with targets that waits to be adopted."""

    plan: UUID
    title: str


@dataclass(frozen=True)
class ChangeAsked:
    """A target of which units right below ask for another share, and how many do."""

    target: UUID
    title: str
    number: int


@dataclass(frozen=True)
class PlansWaiting:
    """What plans ask of one unit."""

    proposed: Sequence[Proposed] = ()
    drafted: Sequence[Drafted] = ()
    asked: Sequence[ChangeAsked] = ()

    @property
    def is_any(self) -> bool:
        """Whether anything waits."""
        return any((self.proposed, self.drafted, self.asked))


def is_any_plan() -> Exists:
    """Return, to be asked beside something else, whether any plan was ever drafted: else nothing waits."""
    return Exists(Plan.objects.all())


def number_of_plans(*, day: date) -> CombinedExpression:
    """Return, to be asked beside units, how many shares and drafts wait at each, and targets of which units ask for a change.

    By one `day`, that of UTC, not by the clocks of each unit.
    """
    answered = ShareAnswer.objects.filter(
        share_out=OuterRef("pk"),
        unit=OuterRef(OuterRef("pk")),
        state__in=[ShareState.ACCEPTED, ShareState.ASKED],
    )
    there = ParentEdge.objects.filter(
        unit=OuterRef(OuterRef("pk")), ended_at=None, started_at__lte=OuterRef("made_at")
    )
    in_force = ShareOut.objects.latest_of_each().in_force().filter(target__plan__until__gt=day)
    proposed = in_force.filter(~Exists(answered), Exists(there), target__plan__unit=OuterRef("parent"))
    asking = ShareAnswer.objects.filter(share_out=OuterRef("pk"), state=ShareState.ASKED)
    asked = in_force.filter(Exists(asking), target__plan__unit=OuterRef("pk"))
    drafts = Plan.objects.filter(unit=OuterRef("pk"), state=PlanState.DRAFT, until__gt=day).filter(
        Exists(Target.objects.filter(plan=OuterRef("pk")))
    )
    return number_of(proposed) + number_of(asked) + number_of(drafts)


def plans_waiting(units: Collection[Unit], *, at: datetime) -> dict[UUID, PlansWaiting]:
    """Return what waits at each of `units`, by its id: one question for all of them, none where there is no unit."""
    if not units:
        return {}
    ids = [each.pk for each in units]
    # Whether a plan is over is told by the clocks of each unit.
    today = {each.pk: each.local(at).date() for each in units}
    first = min(today.values())
    rows: Any = _shares(ids, first).union(_drafts(ids), _asked(ids, first), all=True)
    found = [
        row
        for row in rows.order_by(F("answered_by").asc(nulls_last=True), "id")[:_MOST]
        if today[row[1]] < row[4]
    ]
    return {pk: _of((row for row in found if row[1] == pk), today[pk]) for pk in ids}


def _of(rows: Iterable[Any], today: date) -> PlansWaiting:
    own = list(rows)
    shares, drafts, asked = ([row for row in own if row[0] == kind][:SHOWN] for kind in range(3))
    return PlansWaiting(
        [
            Proposed(pk, title, day, day is not None and day < today)
            for _kind, _unit, pk, title, _until, day, _number in shares
        ],
        [Drafted(pk, title) for _kind, _unit, pk, title, *_rest in drafts],
        [ChangeAsked(pk, title, number) for _kind, _unit, pk, title, _until, _day, number in asked],
    )


def _row(
    rows: QuerySet[Any], kind: int, *columns: str, day: F | None = None, number: Count | None = None
) -> QuerySet[Any, Any]:
    told = rows.order_by().annotate(
        kind_asked=Value(kind, output_field=IntegerField()),
        answered_by=day or Value(None, output_field=DateField()),
        number_asking=number or Value(0, output_field=IntegerField()),
    )
    return cast(
        "QuerySet[Any, Any]", told.values_list("kind_asked", *columns, "answered_by", "number_asking")
    )


def _shares(units: Sequence[UUID], first: date) -> QuerySet[Any, Any]:
    rows = ShareOut.objects.latest_of_each().in_force().annotate(below=F("target__plan__unit__children"))
    answered = ShareAnswer.objects.filter(
        share_out=OuterRef("pk"), unit=OuterRef("below"), state__in=[ShareState.ACCEPTED, ShareState.ASKED]
    )
    there = ParentEdge.objects.filter(
        unit=OuterRef("below"), ended_at=None, started_at__lte=OuterRef("made_at")
    )
    waiting = rows.filter(~Exists(answered), Exists(there), below__in=units, target__plan__until__gt=first)
    return _row(waiting, _SHARE, "below", "id", "target__title", "target__plan__until", day=F("answer_by"))


def _drafts(units: Sequence[UUID]) -> QuerySet[Any, Any]:
    rows = Plan.objects.filter(unit__in=units, state=PlanState.DRAFT).filter(
        Exists(Target.objects.filter(plan=OuterRef("pk")))
    )
    return _row(rows, _DRAFT, "unit", "id", "title", "until")


def _asked(units: Sequence[UUID], first: date) -> QuerySet[Any, Any]:
    rows = (
        ShareOut.objects.latest_of_each()
        .in_force()
        .filter(target__plan__unit__in=units, target__plan__until__gt=first, answers__state=ShareState.ASKED)
    )
    columns = ("target__plan__unit", "target", "target__title", "target__plan__until")
    return _row(rows, _ASKED, *columns, number=Count("answers"))
