"""May this person do that there? Answered in rows; the yes or no is derived, so check and filter cannot drift."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple, Protocol, Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.access.grants import GRANTS, Grant
from folkmoot.access.hands import is_by_own_hand
from folkmoot.access.resting import awake, wakings, why_resting
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.prepared import padded, prepared
from folkmoot.people.models import Membership, Person, Term
from folkmoot.units.models import Unit, UnitQuerySet, paths_without_inner
from folkmoot.units.rules import paths


class InUnits(Protocol):
    """A queryset that can keep the rows belonging to a set of units."""

    def in_units(self, units: models.QuerySet[Unit]) -> Self: ...


Rows = TypeVar("Rows", bound=InUnits)
NOT_BY_OWN_HAND = gettext_lazy(
    "You put yourself into this office, so it does not let you do this. Have somebody else who may appoint officers there"
    " appoint you as well."
)
# Where a person for whom a page asks keeps what was found.
_ASKED = "offices_asked"
_OF_HOME = ("unit", "unit__name")
_OF_PLACE = ("office__code", "unit__path", "belongs", "is_by_own_hand", "unit__kind__is_cell")


class Held(NamedTuple):
    """An office that somebody holds: its code, the path of its unit, whether their home is there or below, and their hand.

    It is by their own hand if nobody else put them there (`access.hands`). `is_cell` says whether members have their home in
    its unit.
    """

    office: str
    path: str
    belongs: bool
    is_by_own_hand: bool
    is_cell: bool


class _Line(NamedTuple):
    """The paths of the units in which somebody is a member: those of their homes, and above; and those within the same circle."""

    whole: Sequence[str]
    own: Sequence[str]

    def of(self, grant: Grant) -> Sequence[str]:
        """Return those of them in which members have what `grant` gives."""
        if not grant.members:
            return ()
        return self.own if grant.in_circle else self.whole


class Home(NamedTuple):
    """A unit in which somebody has their home, by its name."""

    pk: UUID
    name: str


class _Stands(NamedTuple):
    """The offices that somebody holds, where they are a member, and their homes."""

    held: Sequence[Held]
    line: _Line
    homes: Sequence[Home]


_NOWHERE = _Line((), ())


class Places(NamedTuple):
    """Units in which somebody may do something, by their paths, as a prepared question is asked with them.

    `ranges` are of units and all below them: from this path on, up to that one. `exact` are single units.
    """

    ranges: Sequence[tuple[str, str]]
    exact: Sequence[str]

    @property
    def are_none(self) -> bool:
        """Whether there is no such unit."""
        return not (self.ranges or self.exact)

    def below(self, path: str) -> "Places":
        """Return those of them that are the unit at `path` or lie below it."""
        if any(paths.is_within(path, low) for low, _high in self.ranges):
            return Places([paths.range_of(path)], [])
        inner = [each for each in self.ranges if paths.is_within(each[0], path)]
        return Places(inner, [each for each in self.exact if paths.is_within(each, path)])


@dataclass(frozen=True)
class Holder:
    """A term of office, and the permissions that it gives in some unit."""

    term: Term
    permissions: frozenset[str]


def units_where(person: Person, permission: str, *, at: datetime) -> UnitQuerySet:
    """Return the units in which `person` holds `permission` at the moment `at`."""
    return units_where_each(person, [permission], at=at)[permission]


def units_where_each(person: Person, permissions: Iterable[str], *, at: datetime) -> dict[str, UnitQuerySet]:
    """Return what `units_where` does for each of `permissions`: one question however many, for lists that mix them."""
    return {name: units_at(places) for name, places in places_where_each(person, permissions, at=at).items()}


def places_where(person: Person, permission: str, *, at: datetime) -> Places:
    """Return, for prepared questions, where `person` holds `permission` at the moment `at`: `units_at` these places."""
    return places_where_each(person, [permission], at=at)[permission]


def places_where_each(person: Person, permissions: Iterable[str], *, at: datetime) -> dict[str, Places]:
    """Return what `places_where` does for each of `permissions`: one question however many."""
    asked = {permission: GRANTS[permission] for permission in permissions}
    held, line = _held_and_line(person, asked.values(), at=at)
    return {permission: _places(grant, held, line) for permission, grant in asked.items()}


def units_at(places: Places) -> UnitQuerySet:
    """Return the units at `places`: one index range for each of theirs."""
    ranges, exact = places
    chosen = models.Q()
    for low, high in ranges:
        chosen |= models.Q(path__gte=low, path__lt=high)
    if exact:
        chosen |= models.Q(path__in=exact)
    return Unit.objects.filter(chosen) if chosen else Unit.objects.none()


def may(person: Person, permission: str, *, on: Unit, at: datetime) -> bool:
    """Return whether `person` holds `permission` in the unit `on` at the moment `at`."""
    return bool(units_among([on.pk], places_where(person, permission, at=at)))


def units_among(ids: Iterable[UUID], places: Places) -> set[UUID]:
    """Return those of `ids` that are of units at `places`."""
    asked = list(ids)
    return set(_among(ids=padded(asked), places=places)) if asked and not places.are_none else set()


@prepared
def _among(*, ids: Sequence[UUID], places: Places) -> models.QuerySet[Unit, UUID]:
    return units_at(Places(*places)).filter(pk__in=ids).values_list("pk", flat=True)


def permitted(person: Person, permissions: Iterable[str], *, on: Unit, at: datetime) -> frozenset[str]:
    """Return those of `permissions` that `person` holds in the unit `on`: one question however many, for a page's buttons."""
    return permitted_in(person, permissions, units=[on], at=at)[on.pk]


def permitted_in(
    person: Person, permissions: Iterable[str], *, units: Iterable[Unit], at: datetime
) -> dict[UUID, frozenset[str]]:
    """Return those of `permissions` that `person` holds in each of `units`, by unit: for a list's buttons."""
    asked = {permission: GRANTS[permission] for permission in permissions}
    held, line = _held_and_line(person, asked.values(), at=at)
    return {
        unit.pk: frozenset(
            permission for permission, grant in asked.items() if _reaches(grant, held, line, unit.path)
        )
        for unit in units
    }


def held_somewhere(person: Person, permissions: Iterable[str], *, at: datetime) -> frozenset[str]:
    """Return those of `permissions` that an office gives `person` in some unit: one question however many, for menus."""
    asked = {permission: GRANTS[permission] for permission in permissions}
    held, _line = _held_and_line(person, asked.values(), at=at)
    return frozenset(
        permission
        for permission, grant in asked.items()
        if any(each.office in grant.below or _is_here(grant, each) for each in held)
    )


def held_among(found: Mapping[str, UnitQuerySet]) -> frozenset[str]:
    """Return those of the permissions that `units_where_each` found which are held anywhere; it asks nothing further."""
    return frozenset(permission for permission, units in found.items() if not units.query.is_empty())


def holders_over(permissions: Iterable[str], unit: Unit, *, at: datetime) -> list[Holder]:
    """Return by which offices held at the moment `at` which of `permissions` are held in `unit`, from the top down.

    One question however many: only the units above `unit` can have them.
    """
    asked = {permission: GRANTS[permission] for permission in permissions}
    return _holders(asked, awake(_terms_above(asked, unit, at=at), at=at), unit, at=at)


def readers_in(unit: Unit, permission: str, *, at: datetime) -> set[UUID]:
    """Return the ids of the people who hold `permission` in `unit` at the moment `at`, or will once they wake their office.

    One question. Where words of others are read only if they can be several people's, whose office rests is one reader more:
    they can wake it at any time, and know what they did not say.
    """
    asked = {permission: GRANTS[permission]}
    return {each.term.person_id for each in _holders(asked, _terms_above(asked, unit, at=at), unit, at=at)}


def require(person: Person | None, permission: str, *, on: Unit, at: datetime) -> None:
    """Let an act go on only if `person` holds `permission` in the unit `on`.

    :raises Refused: if they do not, with a sentence that says who could.
    """
    if person is None or not may(person, permission, on=on, at=at):
        raise Refused(
            why_not(person, permission, on=on, at=at)
            or _("You hold no office that may do this in %(unit)s. It can be done there by: %(offices)s.")
            % {"unit": on.name, "offices": ", ".join(sorted(_offices_of(GRANTS[permission])))}
        )


def require_for(person: Person | None, permission: str, *, on: Unit, at: datetime) -> None:
    """Let an act on somebody go on only if `person` holds `permission` in the unit `on`, where that somebody belongs or belonged.

    :raises Refused: if not; the unit is named to those alone who see its members.
    """
    if (
        person is not None
        and not may(person, permission, on=on, at=at)
        and not may(person, "people.see_members", on=on, at=at)
    ):
        raise Refused(
            _(
                "You hold no office that may do this for them where they belong. Ask the registrar of the whole organisation."
            )
        )
    require(person, permission, on=on, at=at)


def visible(queryset: Rows, person: Person, permission: str, *, at: datetime) -> Rows:
    """Return the rows of `queryset` that belong to units in which `person` holds `permission`."""
    return queryset.in_units(units_where(person, permission, at=at))


def why_not(person: Person | None, permission: str, *, on: Unit, at: datetime) -> str:
    """Return why an office that `person` holds does not give them `permission` in `on`; "" if they hold none that could."""
    if person is None:
        return ""
    grant = GRANTS[permission]
    terms = _held(person.pk, at=at).filter(office__code__in=grant.offices)
    held = [Held(*row) for row in _places_of(terms, at=at)]
    if _reaches(grant, held, _NOWHERE, on.path):
        return why_resting(terms, at=at)
    by_others = [each._replace(is_by_own_hand=False) for each in held]
    return str(NOT_BY_OWN_HAND) if _reaches(grant, by_others, _NOWHERE, on.path) else ""


def _terms_above(asked: Mapping[str, Grant], unit: Unit, *, at: datetime) -> models.QuerySet[Term]:
    offices = frozenset().union(*(grant.offices for grant in asked.values()))
    terms: models.QuerySet[Term] = Term.objects.current(at)
    return terms.filter(office__code__in=offices, unit__path__in=paths.ancestors_of(unit.path))


def _holders(
    asked: Mapping[str, Grant], terms: models.QuerySet[Term], unit: Unit, *, at: datetime
) -> list[Holder]:
    told: Any = terms.annotate(belongs=_belonging(at), is_by_own_hand=is_by_own_hand())
    told = told.select_related("office", "unit", "person").order_by("unit__path", "office__code", "pk")
    found = (Holder(term, _held_by(term, asked, unit)) for term in told)
    return [holder for holder in found if holder.permissions]


def _places(grant: Grant, held: Iterable[Held], line: _Line) -> Places:
    tops = paths_without_inner(each.path for each in held if each.office in grant.below)
    exact = {each.path for each in held if _is_here(grant, each)}.union(line.of(grant))
    return Places([*map(paths.range_of, tops)], sorted(exact))


def _reaches(grant: Grant, held: Iterable[Held], line: _Line, path: str) -> bool:
    below = any(each.office in grant.below and paths.is_within(path, each.path) for each in held)
    here = any(each.path == path and _is_here(grant, each) for each in held)
    return below or here or path in line.of(grant)


def _is_here(grant: Grant, held: Held) -> bool:
    if held.is_by_own_hand:
        return held.office in grant.here and not grant.by_others
    return held.office in grant.here or (held.office in grant.own and held.belongs)


def _held_by(term: Term, asked: Mapping[str, Grant], unit: Unit) -> frozenset[str]:
    found = vars(term)
    held = [Held(term.office.code, term.unit.path, found["belongs"], found["is_by_own_hand"], is_cell=False)]
    grants = {name: replace(grant, members=False) for name, grant in asked.items()}
    return frozenset(name for name, grant in grants.items() if _reaches(grant, held, _NOWHERE, unit.path))


def ask_once(person: Person) -> None:
    """Have the offices and homes of `person` looked up once a moment, for a page that only reads.

    Only for requests that do nothing: where an act may be done, each question is asked anew, and in its transaction.
    """
    vars(person)[_ASKED] = {}


def offices_held(person: Person, *, at: datetime) -> Sequence[Held]:
    """Return the offices that `person` holds at the moment `at` and that do not rest: one question."""
    return _stands(person, at=at).held


def homes_of(person: Person, *, at: datetime) -> Sequence[Home]:
    """Return the units in which `person` has their home at the moment `at`, the one that answers for them first.

    No question of its own for a page that asks for their offices too.
    """
    return _stands(person, at=at).homes


def _stands(person: Person, *, at: datetime) -> _Stands:
    """Return by what a person may do anything anywhere: one question, asked once a moment for a page that only reads."""
    asked: dict[datetime, _Stands] | None = getattr(person, _ASKED, None)
    if asked is not None and at in asked:
        return asked[at]
    rows = _awake_and_homes(person=person.pk, at=at, wakings=wakings())
    lived_in = [
        (path, top or "", Home(pk, name)) for office, path, *_said, top, pk, name in rows if not office
    ]
    held = [Held(*row[: len(_OF_PLACE)]) for row in rows if row[0] is not None]
    # A home in an affiliated organisation comes after one's own.
    own = [home for _path, _top, home in sorted(lived_in, key=itemgetter(1, 0))]
    found = _Stands(held, _line_of((path, top) for path, top, _home in lived_in), own)
    if asked is not None:
        asked[at] = found
    return found


def _line_of(homes: Iterable[tuple[str, str]]) -> _Line:
    # Belonging flows up: a member of a cell is a member of every unit above it.
    whole = [(above, top) for path, top in homes for above in paths.ancestors_of(path)]
    return _Line([path for path, _top in whole], [path for path, top in whole if path >= top])


def _held_and_line(person: Person, grants: Iterable[Grant], *, at: datetime) -> tuple[Sequence[Held], _Line]:
    offices = frozenset().union(*(grant.offices for grant in grants))
    stands = _stands(person, at=at)
    return [each for each in stands.held if each.office in offices], stands.line


@prepared
def _awake_and_homes(*, person: UUID, at: datetime, wakings: int) -> models.QuerySet[Any, Any]:  # noqa: ARG001  -- of its shape
    nothing, no = Value(None, models.CharField()), Value(value=False)
    held = _places_of(awake(_held(person, at=at), at=at), at=at)
    offices: Any = held.values_list(*_OF_PLACE, nothing, *_OF_HOME)
    # In the place of an office stands nothing; an office has no circle.
    homes: Any = Membership.objects.current(at).filter(person=person)
    rows = homes.values_list(nothing, "unit__path", no, no, "unit__kind__is_cell", "circle__path", *_OF_HOME)
    found: models.QuerySet[Any, Any] = offices.union(rows, all=True)
    return found


def _held(person: UUID, *, at: datetime) -> models.QuerySet[Term]:
    terms: models.QuerySet[Term] = Term.objects.current(at)
    return terms.filter(person=person)


def _places_of(terms: models.QuerySet[Term], *, at: datetime) -> models.QuerySet[Any, Any]:
    places: Any = terms.annotate(belongs=_belonging(at), is_by_own_hand=is_by_own_hand())
    rows: models.QuerySet[Any, Any] = places.values_list(*_OF_PLACE)
    return rows


def _belonging(at: datetime) -> Exists:
    """Whether whoever holds a term has their home in its unit, or below it."""
    end = Concat(OuterRef("unit__path"), Value(paths.AFTER_ALL))
    homes = Membership.objects.current(at).filter(
        person=OuterRef("person"), unit__path__gte=OuterRef("unit__path"), unit__path__lt=end
    )
    return Exists(homes)


def _offices_of(grant: Grant) -> set[str]:
    return set(grant.offices) | ({str(_("every member of it"))} if grant.members else set())
