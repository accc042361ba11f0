"""How many units are in order, by article and by level, and which are not: for officers above, and for the unit itself."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from folkmoot.access.policy import units_where
from folkmoot.bylaws.models import Compliance, ComplianceTaken, Standing, UnitStanding
from folkmoot.bylaws.models import Provision as Row
from folkmoot.bylaws.queries.provisions import provision_of
from folkmoot.bylaws.rules.adding import NOTHING, Counts, plus
from folkmoot.bylaws.rules.clauses import Provision
from folkmoot.bylaws.rules.duties import Duty, State
from folkmoot.bylaws.rules.standing import OFTEN
from folkmoot.decisions.queries.reach import levels_drawn
from folkmoot.kernel.text import words_sought
from folkmoot.people.models import Person
from folkmoot.units.models import Unit, UnitKind, UnitQuerySet
from folkmoot.units.queries import units_above_cells
from folkmoot.units.rules import paths

SEEING = "bylaws.see_compliance"
PAGE = 50
EXPORT_PAGE = 1000
# A picture holds so many units; with more, fewer levels are drawn.
DRAWN = 400
# Up to so many late units are looked up one by one; of more, the next page is found in the order of the tree.
FEW_LATE = 2000
# Of a unit, as `Compliance` keeps them: by clause, and by kind of unit.
Figures = Mapping[str, Mapping[str, Sequence[int]]]


@dataclass(frozen=True)
class Counted:
    """How many units are asked for something, how many of these have it before them, and how many are late."""

    asked: int = 0
    due: int = 0
    late: int = 0

    @property
    def in_order(self) -> int:
        """How many are not late."""
        return self.asked - self.late

    @property
    def share(self) -> Fraction | None:
        """The share that is in order, None of nothing."""
        return Fraction(self.in_order, self.asked) if self.asked else None


@dataclass(frozen=True)
class ArticleLine:
    """An article that asks something of units at or below one, and how many of them are in order by it."""

    provision: Provision
    number: str
    counted: Counted


@dataclass(frozen=True)
class LateUnit:
    """A unit that is out of order, since which day by its clocks, and by which article if the list is of all."""

    unit: Unit
    since: date
    articles: Sequence[str]


@dataclass(frozen=True)
class Wanted:
    """What is asked of the list: by which article, words, and the path of the last unit that was seen."""

    article: UUID | None = None
    text: str = ""
    after: str = ""


@dataclass(frozen=True)
class LatePage:
    """A page of units out of order, and the key to ask for the next one with ("" at the end)."""

    units: Sequence[LateUnit]
    following: str


@dataclass(frozen=True)
class CompliancePage:
    """How the units at and below one stand; `taken_at` is None before the first figures were added up."""

    unit: Unit
    above: Sequence[Unit]
    taken_at: datetime | None
    all_together: Counted
    articles: Sequence[ArticleLine]
    levels: Sequence[tuple[UnitKind, Counted]]
    drawn: Sequence[tuple[Unit, Counted]]
    late: LatePage


def units_with_compliance(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units above cells of which `person` sees how they stand, those of their own offices first."""
    return units_above_cells().in_units(units_where(person, SEEING, at=at)).in_order()


def compliance_page(unit: Unit, wanted: Wanted, *, among: UnitQuerySet, at: datetime) -> CompliancePage:
    """Return how the units at and below `unit` stand: as many questions however many there are.

    `among` are the units of which whoever asks may see it: those of them above are the way back up.
    """
    figures, taken_at = _figures_of(unit)
    articles = _articles(figures)
    chosen = str(wanted.article or "")
    counted = _summed(figures.get(chosen, {}))
    return CompliancePage(
        unit,
        list(among.above(unit).exclude(pk=unit.pk)),
        taken_at,
        _summed(figures.get("", {})),
        articles,
        _levels(figures.get(chosen, {})),
        _drawn(unit, chosen) if counted.asked else [],
        late_units(unit, wanted, most_late=counted.late, at=at),
    )


def articles_of(unit: Unit) -> tuple[Counted, list[ArticleLine], datetime | None]:
    """Return how the units at and below `unit` stand by all articles together and by each, and as of when: two questions."""
    figures, taken_at = _figures_of(unit)
    return _summed(figures.get("", {})), _articles(figures), taken_at


def with_compliance(units: UnitQuerySet) -> UnitQuerySet:
    """Return `units` with what `compliance_of` reads of each: no question of its own."""
    figures = Compliance.objects.filter(unit=OuterRef("pk")).values("figures")[:1]
    return units.annotate(compliance=Subquery(figures))


def compliance_of(unit: Unit) -> Counted | None:
    """Return how the units at and below one that came `with_compliance` stand by all articles, None if nothing is asked."""
    counted = _summed((vars(unit)["compliance"] or {}).get("", {}))
    return counted if counted.asked else None


def missed_in(units: Iterable[Unit], *, at: datetime) -> dict[UUID, list[Duty]]:
    """Return for each of `units`, by its id, what it was to hold in a span that is over and has yet to make up: two questions."""
    there = {unit.pk: unit for unit in units}
    late = Standing.objects.filter(unit__in=there, late_at__lte=at, provision__kind__in=OFTEN)
    found: dict[UUID, list[Duty]] = {unit_id: [] for unit_id in there}
    rows = Row.objects.with_ends().select_related("body", "decision")
    for each in late.order_by("late_at", "provision").prefetch_related(Prefetch("provision", rows)):
        since = there[each.unit_id].local(each.late_at).date() if each.late_at else at.date()
        rule = provision_of(each.provision)
        due_on = since - timedelta(days=1)
        found[each.unit_id].append(Duty(rule.article, rule.clause.kind, due_on, State.LATE, rule))
    return found


def late_units(unit: Unit, wanted: Wanted, *, most_late: int = 0, size: int = PAGE, at: datetime) -> LatePage:
    """Return the page of units at and below `unit` that are late now, in the order of the tree: two questions.

    `most_late` is about how many there are: where they are few they are looked up, and not looked for.
    """
    late = _late_in(wanted.article, at)
    found = Unit.objects.within(unit).open().filter(path__gt=wanted.after)
    for word in words_sought(wanted.text):
        found = found.filter(Q(search_name__contains=word) | Q(code__icontains=word))
    if most_late <= FEW_LATE:
        found = found.filter(pk__in=late.values("unit"))
    else:
        found = found.filter(Exists(late.filter(unit=OuterRef("pk"))))
    page = list(found.select_related("kind", "parent").in_order()[: size + 1])
    following = page[size - 1].path if len(page) > size else ""
    return LatePage(_with_articles(page[:size], wanted.article, at), following)


def every_late_unit(unit: Unit, wanted: Wanted, *, at: datetime) -> Iterator[LateUnit]:
    """Yield every unit at and below `unit` that is out of order, for an export of any length."""
    after = ""
    while True:
        asked = replace(wanted, after=after)
        page = late_units(unit, asked, most_late=FEW_LATE + 1, size=EXPORT_PAGE, at=at)
        yield from page.units
        if not (after := page.following):
            return


def _late_in(article: UUID | None, at: datetime) -> QuerySet[Any]:
    if article is None:
        return UnitStanding.objects.filter(late_at__lte=at)
    return Standing.objects.filter(provision=article, late_at__lte=at)


def _with_articles(units: Sequence[Unit], article: UUID | None, at: datetime) -> list[LateUnit]:
    late = Standing.objects.filter(unit__in=[unit.pk for unit in units], late_at__lte=at)
    rows: Any = late.filter(provision=article) if article else late
    found: dict[UUID, list[tuple[datetime, str]]] = defaultdict(list)
    for unit_id, late_at, name in rows.values_list("unit", "late_at", "provision__article"):
        found[unit_id].append((late_at, name))
    return [_late_unit(unit, sorted(found[unit.pk])) for unit in units if unit.pk in found]


def _late_unit(unit: Unit, late: Sequence[tuple[datetime, str]]) -> LateUnit:
    articles = list(dict.fromkeys(article for _late_at, article in late))
    return LateUnit(unit, unit.local(late[0][0]).date(), articles)


def _figures_of(unit: Unit) -> tuple[Figures, datetime | None]:
    taken = Subquery(ComplianceTaken.objects.filter(id=1).values("at"))
    row = Unit.objects.filter(pk=unit.pk).annotate(
        figures=Subquery(Compliance.objects.filter(unit=OuterRef("pk")).values("figures")), taken=taken
    )
    figures, taken_at = row.values_list("figures", "taken").get()
    return figures or {}, taken_at


def _articles(figures: Figures) -> list[ArticleLine]:
    rows = Row.objects.filter(pk__in=[each for each in figures if each]).with_ends()
    chosen = rows.select_related("body", "decision").order_by("body__path", "decision_id", "place", "pk")
    return [
        ArticleLine(provision_of(row), row.decision.number or "", _summed(figures[str(row.pk)]))
        for row in chosen
    ]


def _levels(figures: Mapping[str, Sequence[int]]) -> list[tuple[UnitKind, Counted]]:
    kinds = UnitKind.objects.filter(code__in=list(figures)).order_by("rank")
    return [(kind, Counted(*figures[kind.code])) for kind in kinds]


def _drawn(unit: Unit, chosen: str) -> list[tuple[Unit, Counted]]:
    units = levels_drawn(*paths.range_of(unit.path), len(unit.path), counted=Q(closed_at=None), most=DRAWN)
    rows = Compliance.objects.filter(unit__in=units.values("pk")).select_related("unit__kind")
    found = [(row.unit, _summed(row.figures.get(chosen, {}))) for row in rows.order_by("unit__path")[:DRAWN]]
    return _without_gaps([each for each in found if each[1].asked])


def _without_gaps(drawn: Sequence[tuple[Unit, Counted]]) -> list[tuple[Unit, Counted]]:
    """Leave out what hangs on nothing that is drawn, as where the tree is another than when figures were added up."""
    there: set[str] = set()
    for unit, _counted in drawn:
        if not there or paths.parent_of(unit.path) in there:
            there.add(unit.path)
    return [each for each in drawn if each[0].path in there]


def _summed(figures: Mapping[str, Sequence[int]]) -> Counted:
    total: Counts = NOTHING
    for asked, due, late in figures.values():
        total = plus(total, (asked, due, late))
    return Counted(*total)
