"""How a target was shared out, as pages show it: sums and gaps, unit by unit, and what was said to each share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from folkmoot.access.policy import permitted, units_where
from folkmoot.kernel.batches import batched
from folkmoot.kernel.ids import as_id
from folkmoot.kernel.paging import cut
from folkmoot.kernel.text import fold
from folkmoot.people.models import Person
from folkmoot.units.models import Unit
from folkmoot.work.interfaces import Countable, figures
from folkmoot.work.models import ShareAnswer, ShareOut, SharePiece, ShareWord, Target
from folkmoot.work.models.plans import TargetQuerySet
from folkmoot.work.queries.plans import ADOPTING, SHARING, targets_seen
from folkmoot.work.queries.sharing import shares_in
from folkmoot.work.rules.plans import PlanState
from folkmoot.work.rules.shares import ShareState

FIGURES = "reports.see_figures"
PAGE = 50
# Of so many units each has a box for its share; of more, those that differ are named by their codes.
BOXES = 40


@dataclass(frozen=True)
class Sums:
    """What became of an amount: how much was shared out as it stands now, accepted, and asked for, by how many units."""

    amount: int
    units: int
    shared: int
    accepted: int
    accepted_by: int
    asked: int
    asked_for: int
    asked_by: int
    reached_by: int = 0
    # Of what was accepted: of an earlier share-out, so that it stands until they answer this one.
    before: int = 0
    before_by: int = 0

    @property
    def unanswered_by(self) -> int:
        """How many units have a share and have neither accepted it nor asked for another one."""
        return self.units - self.accepted_by - self.asked_by

    @property
    def gap(self) -> int:
        """How much of the amount nobody has accepted; below zero where more was."""
        return self.amount - self.accepted


@dataclass(frozen=True)
class ShareLine:
    """The share of a unit; `before` is what it accepted of an earlier share-out and what stands until it answers this one."""

    unit: Unit
    share: int | None
    weight: int
    state: ShareState
    asked: int | None = None
    before: int | None = None
    title: str = ""
    asked_title: str = ""
    may_answer: bool = False
    reached: int | None = None


@dataclass(frozen=True)
class SharesPage:
    """A target and how it was shared out; `share_out` is None where it was not yet."""

    target: Target
    countable: Countable | None
    share_outs: Sequence[ShareOut]
    sums: Sums | None
    lines: Sequence[ShareLine]
    further: str
    may_share: bool
    asking: Sequence[ShareAnswer] = ()

    @property
    def share_out(self) -> ShareOut | None:
        """The last one, which counts."""
        return self.share_outs[0] if self.share_outs else None

    @property
    def is_accepted(self) -> bool:
        """Whether any unit has accepted a share of it."""
        return self.sums is not None and self.sums.accepted_by + self.sums.before_by > 0


@dataclass(frozen=True)
class SharePage:
    """The share of one unit, with what was said to it and what the reader may do."""

    share_out: ShareOut
    line: ShareLine
    countable: Countable | None
    said: Sequence[ShareWord]
    is_latest: bool
    may_settle: bool

    @property
    def may_accept(self) -> bool:
        """Whether the reader may enter that the unit adopted it."""
        return self.line.may_answer and self.is_latest and self.line.state is not ShareState.ACCEPTED

    @property
    def may_ask(self) -> bool:
        """Whether the reader may ask for another share."""
        return self.may_accept

    @property
    def may_withdraw(self) -> bool:
        """Whether the reader may take back that another one is asked for."""
        return self.may_accept and self.line.state is ShareState.ASKED

    @property
    def is_to_settle(self) -> bool:
        """Whether the reader may answer what the unit asks for."""
        return self.may_settle and self.is_latest and self.line.state is ShareState.ASKED


def shares_page(
    target_id: UUID, person: Person, *, words: str = "", after: str = "", at: datetime
) -> SharesPage | None:
    """Return how a target was shared out, None if `person` does not see it; as many questions however many units.

    Units come by name, those that hang right below today: `words` begin their names, `after` is where the page before ended.
    """
    target = targets_seen(person, at=at).select_related("plan__unit__kind").filter(pk=target_id).first()
    if target is None:
        return None
    unit = target.plan.unit
    share_outs = list(ShareOut.objects.filter(thread=target.thread).order_by("-number"))
    may = permitted(person, [SHARING, FIGURES], on=unit, at=at)
    may_share = SHARING in may and target.plan.is_in_force
    named = _counted_in(target, person)
    if not share_outs:
        return SharesPage(target, named, [], None, [], "", may_share)
    units, further = _units_below(unit, words, after)
    lines = _lines(share_outs, units, person, at=at)
    # What stands in words in a plan is read there.
    if FIGURES in may or target.key is None:
        lines = _with_reached(lines, target)
    asking = _asking(share_outs[0]) if may_share else []
    return SharesPage(target, named, share_outs, _sums(target, share_outs), lines, further, may_share, asking)


def share_page(share_out_id: UUID, unit_id: UUID, person: Person, *, at: datetime) -> SharePage | None:
    """Return the share of a unit, None if `person` does not see the target, or the unit had no part in it."""
    seen = targets_seen(person, at=at).order_by().values("pk")
    rows = ShareOut.objects.filter(target__in=seen).select_related("target__plan__unit__kind")
    share_out = rows.filter(pk=share_out_id).first()
    unit = Unit.objects.select_related("kind").filter(pk=unit_id).first()
    if share_out is None or unit is None:
        return None
    later = ShareOut.objects.filter(thread=share_out.thread).order_by("-number")
    share_outs = [share_out, *(each for each in later if each.number < share_out.number)]
    line = _lines(share_outs, [unit], person, at=at)[0]
    if line.share is None:
        return None
    said = ShareWord.objects.filter(answer__share_out=share_out, answer__unit=unit).order_by("said_at", "pk")
    return SharePage(
        share_out,
        line,
        _counted_in(share_out.target, person),
        list(said),
        is_latest=share_out == later[0],
        may_settle=bool(permitted(person, [SHARING], on=share_out.target.plan.unit, at=at)),
    )


def _counted_in(target: Target, person: Person) -> Countable | None:
    if target.key is None:
        return None
    return figures().named([target.key], person.languages).get((target.key.form_id, target.key.code))


def first_right_below(unit: Unit) -> list[Unit]:
    """Return the units right below another one in the order of their names; one more than `BOXES` where there are more."""
    return list(Unit.objects.filter(parent=unit).open().order_by("name", "pk")[: BOXES + 1])


def right_below_called(unit: Unit, codes: Sequence[str]) -> dict[str, UUID]:
    """Return those right below another unit that have one of `codes`, by it."""
    found: dict[str, UUID] = {}
    for some in batched(codes, PAGE * 10):
        found |= Unit.objects.filter(parent=unit, code__in=some).open().values_list("code", "pk")
    return found


def _with_reached(lines: Sequence[ShareLine], target: Target) -> list[ShareLine]:
    """Return shares with what reports say each unit reached, for those who see the figures there."""
    plan, units = target.plan, {each.unit.pk for each in lines}
    if target.key is None:
        done = set(_done(target).filter(plan__unit__in=units).values_list("plan__unit", flat=True))
        return [replace(each, reached=int(each.unit.pk in done)) for each in lines]
    reached = figures().reached_below(plan.unit, units, target.key, plan.period)
    return [replace(each, reached=reached.get(each.unit.pk)) for each in lines]


def _done(target: Target) -> TargetQuerySet:
    """Return what units adopted of a target in words and have reached."""
    accepted = ShareAnswer.objects.filter(share_out__thread=target.thread, state=ShareState.ACCEPTED)
    return Target.objects.filter(
        thread__in=accepted.values("accepted_as__thread"),
        plan__state=PlanState.ADOPTED,
        done_at__isnull=False,
    )


def _asking(share_out: ShareOut) -> list[ShareAnswer]:
    """Return the first of those that ask for another share: they wait for an answer."""
    rows = ShareAnswer.objects.filter(share_out=share_out, state=ShareState.ASKED)
    return list(rows.select_related("unit__kind").order_by("unit__search_name", "pk")[:PAGE])


def _units_below(unit: Unit, words: str, after: str) -> tuple[list[Unit], str]:
    rows = Unit.objects.filter(parent=unit).open().select_related("kind").order_by("search_name", "pk")
    if words:
        rows = rows.beginning_with("search_name", fold(words))
    name, _sign, pk = after.rpartition("~")
    if name and (last := as_id(pk)) is not None:
        further = Q(search_name__gt=name) | Q(search_name=name, pk__gt=last)
        rows = rows.filter(further, search_name__gte=name)
    return cut(list(rows[: PAGE + 1]), PAGE, lambda each: f"{each.search_name}~{each.pk}")


def _lines(
    share_outs: Sequence[ShareOut], units: Sequence[Unit], person: Person, *, at: datetime
) -> list[ShareLine]:
    latest = share_outs[0]
    shares = shares_in(latest.pk, [each.pk for each in units])
    rows = ShareAnswer.objects.filter(share_out__in=share_outs, unit__in=units)
    answers = {each.unit_id: each for each in rows if each.share_out_id == latest.pk}
    before = {each.unit_id: each.share for each in rows if each.state == ShareState.ACCEPTED}
    own = set(
        units_where(person, ADOPTING, at=at)
        .filter(pk__in=[each.pk for each in units])
        .values_list("pk", flat=True)
    )
    found = []
    for unit in units:
        share, answer = shares.get(unit.pk), answers.get(unit.pk)
        found.append(
            ShareLine(
                unit,
                answer.share if answer else (share.share if share else None),
                share.weight if share else 0,
                ShareState(answer.state) if answer else ShareState.WAITING,
                answer.asked if answer and answer.state == ShareState.ASKED else None,
                None if answer and answer.state == ShareState.ACCEPTED else before.get(unit.pk),
                (answer.title if answer else None) or "",
                (answer.asked_title if answer and answer.state == ShareState.ASKED else None) or "",
                unit.pk in own,
            )
        )
    return found


def _sums(target: Target, share_outs: Sequence[ShareOut]) -> Sums:
    """Return what became of a target, over all units: two questions."""
    latest = share_outs[0]
    pieces = SharePiece.objects.filter(share_out=latest).aggregate(shared=Sum("total"), units=Sum("count"))
    rows = ShareAnswer.objects.filter(share_out__in=share_outs).values("share_out", "state").order_by()
    groups: list[Any] = list(
        rows.annotate(
            number=Count("pk"), sum=Sum("share"), asking=Sum("asked"), moved=Sum(F("share") - F("original"))
        )
    )
    own = [each for each in groups if each["share_out"] == latest.pk]
    return Sums(
        amount=latest.amount if target.amount is None else target.amount,
        units=pieces["units"] or 0,
        shared=(pieces["shared"] or 0) + _over(own, "moved"),
        # What was accepted of an earlier share-out stands until the unit has answered this one.
        accepted=_over(groups, "sum", ShareState.ACCEPTED),
        accepted_by=_over(own, "number", ShareState.ACCEPTED),
        asked=_over(own, "asking", ShareState.ASKED),
        asked_for=_over(own, "sum", ShareState.ASKED),
        asked_by=_over(own, "number", ShareState.ASKED),
        before=_over(groups, "sum", ShareState.ACCEPTED) - _over(own, "sum", ShareState.ACCEPTED),
        before_by=_over(groups, "number", ShareState.ACCEPTED) - _over(own, "number", ShareState.ACCEPTED),
        reached_by=_done(target).count() if target.key is None else 0,
    )


def _over(groups: Sequence[Mapping[str, Any]], name: str, state: ShareState | None = None) -> int:
    return sum(each[name] or 0 for each in groups if state is None or each["state"] == state)
