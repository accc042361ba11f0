"""Good practice as units find it: what those of the same organisation marked, by words; the newest, or what most copied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from folkmoot.access.policy import permitted, units_where
from folkmoot.kernel.ids import as_id
from folkmoot.kernel.paging import cut
from folkmoot.kernel.sight import Asking
from folkmoot.kernel.text import fold
from folkmoot.people.models import Membership, Person, Term
from folkmoot.structure.queries.circles import circle_of, circles_around
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.work.models import Plan, Practice, PracticeCopy
from folkmoot.work.models.practices import PracticeQuerySet
from folkmoot.work.queries.lists import work_page
from folkmoot.work.queries.plans import DRAFTING, GIVING, MARKING, targets_seen
from folkmoot.work.rules.plans import PlanState

PAGE = 30
WORDS_MOST = 5
DRAFTS_OFFERED = 20


@dataclass(frozen=True)
class PracticeList:
    """What worked in units of one organisation, as one of them finds it."""

    unit: Unit
    rows: Sequence[Practice]
    further: str
    may_mark: bool


@dataclass(frozen=True)
class PracticePage:
    """What worked in a unit, as another one of its organisation, or itself, reads it."""

    unit: Unit
    practice: Practice
    may: frozenset[str]
    is_copied: bool
    drafts: Sequence[Plan]

    @property
    def is_own(self) -> bool:
        """Whether the unit marked it itself."""
        return self.practice.unit_id == self.unit.pk

    @property
    def may_end(self) -> bool:
        """Whether the reader may end it."""
        return self.is_own and MARKING in self.may

    @property
    def may_work(self) -> bool:
        """Whether the reader may copy it as work of the unit."""
        return not self.is_own and GIVING in self.may and self.unit.is_open

    @property
    def may_copy(self) -> bool:
        """Whether the reader may copy it at all."""
        return self.may_work or bool(self.drafts)


def units_marking(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units in which `person` marks what worked."""
    return units_where(person, MARKING, at=at).open().select_related("kind")


def practices_of(unit: Unit) -> PracticeQuerySet:
    """Return what stands in the organisation of a unit."""
    circle = circle_of(unit)
    rows = Practice.objects.standing().in_circle(circle.id if circle else None)
    return rows.select_related("unit")


def practice_list(
    unit: Unit,
    person: Person,
    *,
    words: str = "",
    is_most_copied: bool = False,
    after: str = "",
    at: datetime,
) -> PracticeList:
    """Return what the units of an organisation marked, a page of it: what has all the `words`; `after` is where a page ended."""
    rows = practices_of(unit)
    for word in fold(words).split()[:WORDS_MOST]:
        rows = rows.filter(search_text__contains=word)
    rows = _after(rows, after, is_most_copied=is_most_copied)
    found, further = cut(list(rows[: PAGE + 1]), PAGE, lambda each: f"{each.copies}~{each.pk}")
    may_mark = bool(permitted(person, [MARKING], on=unit, at=at)) and unit.is_open
    return PracticeList(unit, found, further, may_mark)


def practice_page(unit: Unit, practice_id: UUID, person: Person, *, at: datetime) -> PracticePage | None:
    """Return what worked somewhere as `person` reads it in `unit`; None if nothing of that id stands in its organisation."""
    practice = practices_of(unit).filter(pk=practice_id).first()
    if practice is None:
        return None
    may = permitted(person, [MARKING, GIVING, DRAFTING], on=unit, at=at)
    drafts = Plan.objects.filter(unit=unit, state=PlanState.DRAFT).latest_first()
    is_offered = DRAFTING in may and unit.is_open and practice.unit_id != unit.pk
    return PracticePage(
        unit,
        practice,
        may,
        PracticeCopy.objects.filter(practice=practice, unit=unit).exists(),
        list(drafts[:DRAFTS_OFFERED]) if is_offered else [],
    )


def practices_known(asking: Asking) -> set[UUID]:
    """Return the good practice that `to` can find: of the organisations in which they have a home or an office."""
    homes = Membership.objects.current(asking.at).filter(person=asking.to)
    terms = Term.objects.current(asking.at).filter(person=asking.to)
    paths = [rows.order_by().values_list("unit__path", flat=True) for rows in (homes, terms)]
    stands = {path for each in paths for path in each}
    circles = circles_around(stands)
    there = {circle.id if (circle := circles.around(path)) else None for path in stands}
    known = Q(circle__in=[each for each in there if each is not None])
    if None in there:
        known |= Q(circle=None)
    rows = Practice.objects.standing().filter(known, pk__in=asking.ids)
    return set(rows.values_list("pk", flat=True))


def _after(rows: PracticeQuerySet, after: str, *, is_most_copied: bool) -> PracticeQuerySet:
    copies, _sign, last = after.partition("~")
    pk = as_id(last)
    if not is_most_copied:
        return (rows.filter(pk__lt=pk) if pk else rows).order_by("-pk")
    if pk and copies.isdecimal():
        number = int(copies[:9])
        rows = rows.filter(Q(copies__lt=number) | Q(copies=number, pk__lt=pk), copies__lte=number)
    return rows.order_by("-copies", "-pk")


def words_so_far(
    unit: Unit,
    person: Person,
    *,
    plan_target_id: UUID | None,
    assignment_id: UUID | None,
    at: datetime,
) -> dict[str, str]:
    """Return with which words it begins to be marked what worked in a unit: those of the work or the target it comes from."""
    page = work_page(assignment_id, person, at=at) if assignment_id else None
    if page is not None and page.assignment.unit_id == unit.pk:
        work = page.assignment
        steps, lessons = [each.text for each in page.steps], [each.text for each in page.lessons]
        return {
            "title": work.title,
            "done": "\n".join(steps),
            "result": work.result,
            "mind": "\n".join(lessons),
        }
    if plan_target_id is None:
        return {}
    target = targets_seen(person, at=at).filter(pk=plan_target_id, plan__unit=unit).first()
    return {"title": target.title, "result": target.done_words} if target else {}
