"""Who holds which office where."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q

from folkmoot.access.grants import OFFICES
from folkmoot.access.offices import OfficeInWords, in_words
from folkmoot.access.policy import permitted, units_where, units_where_each
from folkmoot.membership.models import OfficeOffer
from folkmoot.membership.queries.offers import offices_offered_in
from folkmoot.people.models import Office, Person, Term
from folkmoot.units.models import Unit, UnitQuerySet

_ON_OFFICERS = ("people.see_officers", "membership.appoint_officer", "membership.relieve_officer")
_ORDER = ("office__name", "started_at", "pk")


@dataclass(frozen=True)
class OfficerLine:
    """One officer, and whether the viewer may end their time in office."""

    term: Term
    may_relieve: bool
    may_hand_over: bool
    begins_later: bool

    @property
    def starts_on(self) -> date:
        """The day on which they begin, by the clocks of the unit."""
        return self.term.unit.local(self.term.started_at).date()

    @property
    def ends_on(self) -> date | None:
        """The day on which they hand the office over, if that is settled, by the clocks of the unit."""
        return self.term.unit.local(self.term.ended_at).date() if self.term.ended_at else None


@dataclass(frozen=True)
class OfficersPage:
    """The officers of a unit, now and appointed for later, and whether the viewer may appoint more."""

    unit: Unit
    lines: Sequence[OfficerLine]
    may_appoint: bool
    # To those who may appoint, what waits for an answer.
    offers: Sequence[OfficeOffer] = ()


@dataclass(frozen=True)
class AppointingPage:
    """A unit to appoint officers in, and the cells in it whose members the viewer may look for by name."""

    unit: Unit
    cells: UnitQuerySet


@dataclass(frozen=True)
class HoldersLeft:
    """How many others hold an office in a unit, and how many hold any there."""

    of_it: int
    of_any: int


@dataclass(frozen=True)
class NamedOffice:
    """An office by the name it has here, and what it lets its holder do."""

    name: str
    says: OfficeInWords


@dataclass(frozen=True)
class TermPage:
    """One page of terms of office, and the key to ask for the next one with ("" at the end)."""

    terms: Sequence[Term]
    following: str


def officers_page(viewer: Person, unit_id: UUID, *, at: datetime) -> OfficersPage | None:
    """Return the officers of a unit as `viewer` may see them; None if there is no such unit or they may not."""
    unit = Unit.objects.select_related("kind").filter(pk=unit_id).first()
    allowed = permitted(viewer, _ON_OFFICERS, on=unit, at=at) if unit else frozenset()
    if unit is None or "people.see_officers" not in allowed:
        return None
    may_relieve, may_appoint = (f"membership.{act}_officer" in allowed for act in ("relieve", "appoint"))
    terms: Any = Term.objects.filter(_unfinished(at), unit=unit).select_related("office", "unit", "person")
    lines = [_line(term, viewer, may_relieve, may_appoint, at=at) for term in terms.order_by(*_ORDER)]
    return OfficersPage(unit, lines, may_appoint, offices_offered_in(unit) if may_appoint else ())


def appointing_page(viewer: Person, unit_id: UUID, *, at: datetime) -> AppointingPage | None:
    """Return where `viewer` wants to appoint somebody; None if there is no such unit or they may not appoint in it.

    Three queries.
    """
    seen = units_where_each(viewer, ["membership.appoint_officer", "people.see_members"], at=at)
    unit = seen["membership.appoint_officer"].select_related("kind").filter(pk=unit_id).first()
    if unit is None:
        return None
    return AppointingPage(unit, (seen["people.see_members"] & Unit.objects.within(unit)).cells())


def officers_below(viewer: Person, unit: Unit, *, at: datetime) -> Iterator[Term]:
    """Yield the terms of office in `unit` and below it that `viewer` may see, in the order of the tree."""
    seen = units_where(viewer, "people.see_officers", at=at) & Unit.objects.within(unit)
    yield from all_officers(seen, at=at)


def all_officers(units: Any, *, at: datetime) -> Iterator[Term]:  # noqa: ANN401  -- UnitQuerySet, or any other of units
    """Yield the terms of office in `units`, in the order of the tree."""
    terms: Any = Term.objects.filter(_unfinished(at)).in_units(units)
    yield from terms.select_related("office", "unit", "person").order_by("unit__path", *_ORDER).iterator(2000)


def officers_of(viewer: Person, units: Sequence[Unit], *, at: datetime) -> dict[UUID, list[Term]]:
    """Return who is in office in each of a page of units, as far as `viewer` may see it, by the unit's id.

    Two questions. Units without officers, or whose officers they may not see, are left out.
    """
    seen = units_where(viewer, "people.see_officers", at=at).filter(pk__in=[each.pk for each in units])
    terms: Any = Term.objects.current(at).in_units(seen)
    found: dict[UUID, list[Term]] = {}
    for term in terms.select_related("office", "person").order_by(*_ORDER):
        found.setdefault(term.unit_id, []).append(term)
    return found


def with_whether_officers(units: UnitQuerySet, *, most: int, at: datetime) -> list[tuple[Unit, bool]]:
    """Return the first `most` of `units` with their kinds, in the order of the tree, and whether somebody holds an office."""
    held = Term.objects.current(at).filter(unit=OuterRef("pk"))
    found = units.select_related("kind").annotate(has_officers=Exists(held)).in_order()[:most]
    return [(unit, vars(unit)["has_officers"]) for unit in found]


def terms_page(units: Any, *, after: str, size: int, at: datetime) -> TermPage:  # noqa: ANN401  -- as above
    """Return `size` of the terms of office in `units` that have not ended, in the order of the tree.

    `after` is the key that the page before gave.
    """
    terms: Any = _after(Term.objects.filter(_unfinished(at)).in_units(units), after)
    rows = list(terms.select_related("office", "unit", "person").order_by("unit__path", "pk")[: size + 1])
    shown = rows[:size]
    return TermPage(shown, f"{shown[-1].unit.path}~{shown[-1].pk}" if len(rows) > size else "")


def term_shown(viewer: Person, term_id: UUID, *, at: datetime) -> Term | None:
    """Return a term of office that is the viewer's own or that they may see, and that has not ended; None otherwise."""
    terms: Any = Term.objects.filter(_unfinished(at), pk=term_id)
    term: Term | None = terms.select_related("office", "unit", "person").first()
    if term is None or term.person_id == viewer.pk:
        return term
    return term if permitted(viewer, ["people.see_officers"], on=term.unit, at=at) else None


def holders_left(term: Term, *, at: datetime) -> HoldersLeft:
    """Return who is left in office in its unit once `term` has ended; one query."""
    others = (
        Term.objects.current(at).filter(unit=term.unit_id).exclude(pk=term.pk).exclude(person=term.person_id)
    )
    of_it = Count("person", distinct=True, filter=Q(office=term.office_id))
    return HoldersLeft(**others.aggregate(of_it=of_it, of_any=Count("person", distinct=True)))


def unfinished(terms: Iterable[Term], *, at: datetime) -> list[Term]:
    """Return those of some terms that have not ended, begun or not."""
    return [
        term
        for term in terms
        if term.ended_at is None or (term.ended_at > at and term.started_at < term.ended_at)
    ]


def office_choices() -> list[tuple[str, str]]:
    """Return the codes and names of all offices that can be given, by name."""
    named = {code: code.replace("_", " ") for code in OFFICES} | dict(
        Office.objects.order_by("code").values_list("code", "name")
    )
    return sorted(named.items(), key=lambda office: (office[1].casefold(), office[0]))


def offices_in_words() -> list[NamedOffice]:
    """Return every office that can be given with what it lets its holder do, by name; one query."""
    return [NamedOffice(name, in_words(code)) for code, name in office_choices()]


def _line(term: Term, viewer: Person, *may: bool, at: datetime) -> OfficerLine:
    may_relieve, may_appoint = may
    ends_it, begins_later = may_relieve or term.person_id == viewer.pk, term.started_at > at
    goes_on = term.ended_at is None and not begins_later
    return OfficerLine(term, ends_it, ends_it and may_appoint and goes_on, begins_later)


def _unfinished(at: datetime) -> Q:
    # Whoever was relieved before they began never will.
    return Q(ended_at=None) | Q(ended_at__gt=at, started_at__lt=F("ended_at"))


def _after(terms: Any, key: str) -> Any:  # noqa: ANN401  -- as above
    path, _sign, pk = key.partition("~")
    try:
        further = Q(unit__path__gt=path) | Q(unit__path=path, pk__gt=UUID(pk))
    except ValueError:
        return terms
    # The first part repeats what follows from the second: databases use it as the start of the index range.
    return terms.filter(further, unit__path__gte=path)
