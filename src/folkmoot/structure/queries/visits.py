"""What is shown of visits, and what is told of them to whoever asks how often units were visited."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Subquery

from folkmoot.access.grants import GRANTS
from folkmoot.access.policy import homes_of, permitted, units_where, visible
from folkmoot.access.resting import awake
from folkmoot.kernel.sight import Asking
from folkmoot.people.models import Membership, PeriodQuerySet, Person, Term
from folkmoot.structure.models import Visit, VisitQuerySet
from folkmoot.structure.rules.visiting import OBJECTED_WITHIN
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.rules import paths

ENTERING, SEEING, ANSWERING = "structure.enter_visit", "structure.see_visits", "structure.answer_visit"
SHOWN = 50
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class VisitLine:
    """A visit, and whether the viewer may take it back, or say whether it took place."""

    visit: Visit
    may_withdraw: bool
    may_answer: bool


@dataclass(frozen=True)
class VisitsPage:
    """The visits to a unit, the last one first, and whether the viewer may enter one."""

    unit: Unit
    lines: Sequence[VisitLine]
    following: str
    may_enter: bool


def units_with_visits(viewer: Person, *, at: datetime) -> UnitQuerySet:
    """Return the units whose visits `viewer` sees; those of closed ones stay."""
    return units_where(viewer, SEEING, at=at).select_related("kind")


def visits_page(viewer: Person, unit: Unit, *, before: UUID | None = None, at: datetime) -> VisitsPage:
    """Return the visits to `unit`, from those before the visit `before` on; three questions."""
    found = list(visits_before(visits_to(unit), before)[: SHOWN + 1])
    held = permitted(viewer, [ENTERING, ANSWERING], on=unit, at=at) if unit.is_open else frozenset()
    return VisitsPage(
        unit,
        [_line(each, viewer, held, at=at) for each in found[:SHOWN]],
        str(found[SHOWN - 1].pk) if len(found) > SHOWN else "",
        may_enter=may_enter_visit(viewer, unit, at=at) if ENTERING in held else False,
    )


def last_visits_below(viewer: Person, unit: Unit, *, at: datetime) -> list[tuple[Unit, date | None]]:
    """Return the units right below a unit that `viewer` sees visits of, each with the day of the last one, None if of none.

    Whoever waits longest comes first: those never visited, at most fifty. One question, and those of what they may see.
    """
    last = Visit.objects.counted().filter(unit=OuterRef("pk")).order_by("-on")
    below = units_where(viewer, SEEING, at=at).filter(parent=unit).open()
    rows = below.annotate(visited_on=Subquery(last.values("on")[:1]))
    found = rows.order_by(F("visited_on").asc(nulls_first=True), "name", "pk")[:SHOWN]
    return [(each, vars(each)["visited_on"]) for each in found]


def may_enter_visit(viewer: Person, unit: Unit, *, at: datetime) -> bool:
    """Return whether `viewer` holds an office above `unit` by which they visit it, and does not belong to it themselves."""
    is_above = unit.is_open and term_above(viewer, unit, at=at) is not None
    return is_above and not is_own_unit(viewer, unit, at=at)


def saying_if_visited(units: UnitQuerySet, *, at: datetime) -> UnitQuerySet:
    """Return the same units, each of which knows as `has_new_visits` whether a visit was entered that it may still object to."""
    lately = Visit.objects.counted().filter(unit=OuterRef("pk"), entered_at__gt=at - OBJECTED_WITHIN)
    return units.annotate(has_new_visits=Exists(lately))


def term_above(person: Person, unit: Unit, *, at: datetime) -> Term | None:
    """Return the term of office above `unit` by which a person visits it: the nearest one, None if they hold none."""
    above = [path for path in paths.ancestors_of(unit.path) if path != unit.path]
    held = Term.objects.current(at).filter(
        person=person, unit__path__in=above, office__code__in=GRANTS[ENTERING].below
    )
    # Of one line, the longer path is the later one.
    return awake(held, at=at).order_by("-unit__path", "office__code", "pk").first()


def is_own_unit(person: Person, unit: Unit, *, at: datetime) -> bool:
    """Return whether a person has their home in a unit itself, or holds an office in it."""
    if any(home.pk == unit.pk for home in homes_of(person, at=at)):
        return True
    return Term.objects.current(at).filter(person=person, unit=unit).exists()


def was_own_unit(person: Person, unit: Unit, on: date) -> bool:
    """Return whether a person had their home in a unit itself on the day `on` or a part of it, or held an office in it."""
    begins = datetime.combine(on, time.min, ZoneInfo(unit.time_zone))
    rows: tuple[PeriodQuerySet, ...] = (Membership.objects.all(), Term.objects.all())
    return any(each.filter(person=person, unit=unit).over(begins, begins + _DAY).exists() for each in rows)


def unit_of_visit(viewer: Person, visit_id: UUID, *, at: datetime) -> UUID | None:
    """Return the id of the unit that was visited, None if `viewer` sees no such visit."""
    rows = visible(Visit.objects.filter(pk=visit_id), viewer, SEEING, at=at)
    return rows.values_list("unit", flat=True).first()


def visits_to(unit: Unit) -> VisitQuerySet:
    """Return the visits to a unit, the last one first, each with who came by which office."""
    rows = Visit.objects.filter(unit=unit).newest_first()
    return rows.select_related("term__person", "term__office", "term__unit")


def visits_before(rows: VisitQuerySet, before: UUID | None) -> VisitQuerySet:
    """Return those of `rows` that come after the visit `before` in a list that has the last one first."""
    last = rows.filter(pk=before).values_list("on", flat=True).first() if before else None
    if last is None:
        return rows
    return rows.filter(on__lte=last).exclude(on=last, pk__gte=before)


def visit_rows(unit: Unit) -> Iterator[Sequence[object]]:
    """Yield a header and a row for each visit to a unit, of all pages."""
    yield "on", "office", "of_code", "of", "name", "purpose", "took_place"
    before: UUID | None = None
    while page := list(visits_before(visits_to(unit), before)[:SHOWN]):
        for each in page:
            term = each.term
            came = (term.office.code, term.unit.code, term.unit.name, term.person.name)
            yield each.on.isoformat(), *came, each.purpose, each.objected_at is None
        before = page[-1].pk


def days_visited(units: Collection[Unit], since: date) -> Mapping[UUID, Sequence[date]]:
    """Return on which days from `since` on each of `units` was visited, but for visits that it objects to: one question."""
    rows = Visit.objects.counted().since(since).filter(unit__in=[unit.pk for unit in units])
    found: dict[UUID, list[date]] = {}
    for unit_id, on in rows.order_by("on", "pk").values_list("unit", "on"):
        found.setdefault(unit_id, []).append(on)
    return found


def visits_known(asking: Asking) -> set[UUID]:
    """Return those to units whose visits `to` sees."""
    rows = visible(Visit.objects.filter(pk__in=asking.ids), asking.to, SEEING, at=asking.at)
    return set(rows.values_list("pk", flat=True))


def _line(visit: Visit, viewer: Person, held: Collection[str], *, at: datetime) -> VisitLine:
    is_theirs, is_open = visit.term.person_id == viewer.pk, visit.may_still_be_changed(at)
    return VisitLine(
        visit,
        may_withdraw=is_theirs and is_open and visit.objected_at is None and ENTERING in held,
        may_answer=is_open and not is_theirs and ANSWERING in held,
    )
