"""May this person do that there? Answered in rows; the yes or no is derived, so check and filter cannot drift."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol, Self, TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from folkmoot.access.grants import GRANTS, Grant
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Membership, Person, Term
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.rules import paths


class InUnits(Protocol):
    """A queryset that can keep the rows belonging to a set of units."""

    def in_units(self, units: models.QuerySet[Unit]) -> Self: ...


Rows = TypeVar("Rows", bound=InUnits)


def units_where(person: Person, permission: str, *, at: datetime) -> UnitQuerySet:
    """Return the units in which `person` holds `permission` at the moment `at`."""
    return units_where_each(person, [permission], at=at)[permission]


def units_where_each(person: Person, permissions: Iterable[str], *, at: datetime) -> dict[str, UnitQuerySet]:
    """Return what `units_where` does for each of `permissions`: two questions however many, for lists that mix them."""
    asked = {permission: GRANTS[permission] for permission in permissions}
    offices = frozenset().union(*(grant.below | grant.here for grant in asked.values()))
    held = list(_terms(person, offices, at=at))
    line = _own_line(person, at=at) if any(grant.members for grant in asked.values()) else []
    return {permission: _units(grant, held, line) for permission, grant in asked.items()}


def may(person: Person, permission: str, *, on: Unit, at: datetime) -> bool:
    """Return whether `person` holds `permission` in the unit `on` at the moment `at`."""
    return units_where(person, permission, at=at).filter(pk=on.pk).exists()


def permitted(person: Person, permissions: Iterable[str], *, on: Unit, at: datetime) -> frozenset[str]:
    """Return those of `permissions` that `person` holds in the unit `on`: one question however many, for a page's buttons."""
    return permitted_in(person, permissions, units=[on], at=at)[on.pk]


def permitted_in(
    person: Person, permissions: Iterable[str], *, units: Iterable[Unit], at: datetime
) -> dict[UUID, frozenset[str]]:
    """Return those of `permissions` that `person` holds in each of `units`, by unit: for a list's buttons."""
    asked = {permission: GRANTS[permission] for permission in permissions}
    offices = frozenset().union(*(grant.below | grant.here for grant in asked.values()))
    held = list(_terms(person, offices, at=at))
    line = _own_line(person, at=at) if any(grant.members for grant in asked.values()) else []
    return {
        unit.pk: frozenset(
            permission for permission, grant in asked.items() if _reaches(grant, held, line, unit.path)
        )
        for unit in units
    }


def held_somewhere(person: Person, permissions: Iterable[str], *, at: datetime) -> frozenset[str]:
    """Return those of `permissions` that an office gives `person` in some unit: one question however many, for menus."""
    asked = {permission: GRANTS[permission].below | GRANTS[permission].here for permission in permissions}
    held = {office for office, _path in _terms(person, frozenset().union(*asked.values()), at=at)}
    return frozenset(permission for permission, offices in asked.items() if offices & held)


def require(person: Person | None, permission: str, *, on: Unit, at: datetime) -> None:
    """Let an act go on only if `person` holds `permission` in the unit `on`.

    :raises Refused: if they do not, with a sentence that says who could.
    """
    if person is None or not may(person, permission, on=on, at=at):
        raise Refused(
            _("You hold no office that may do this in %(unit)s. It can be done there by: %(offices)s.")
            % {"unit": on.name, "offices": ", ".join(sorted(_offices_of(GRANTS[permission])))}
        )


def visible(queryset: Rows, person: Person, permission: str, *, at: datetime) -> Rows:
    """Return the rows of `queryset` that belong to units in which `person` holds `permission`."""
    return queryset.in_units(units_where(person, permission, at=at))


def _units(grant: Grant, held: Iterable[tuple[str, str]], line: Iterable[str]) -> UnitQuerySet:
    chosen = Unit.objects.within_paths(path for office, path in held if office in grant.below)
    exact = [path for office, path in held if office in grant.here] + [*(line if grant.members else ())]
    return chosen | Unit.objects.filter(path__in=exact) if exact else chosen


def _reaches(grant: Grant, held: Iterable[tuple[str, str]], line: Iterable[str], path: str) -> bool:
    below = any(office in grant.below and paths.is_within(path, place) for office, place in held)
    here = any(office in grant.here and path == place for office, place in held)
    return below or here or (grant.members and path in line)


def _terms(person: Person, offices: Iterable[str], *, at: datetime) -> Iterable[tuple[str, str]]:
    terms: Any = Term.objects.current(at).filter(person=person, office__code__in=offices)
    held: Iterable[tuple[str, str]] = terms.values_list("office__code", "unit__path")
    return held


def _own_line(person: Person, *, at: datetime) -> list[str]:
    # Belonging flows up: a member of a cell is a member of every unit above it.
    homes = Membership.objects.current(at).filter(person=person).values_list("unit__path", flat=True)
    return [path for home in homes for path in paths.ancestors_of(home)]


def _offices_of(grant: Grant) -> set[str]:
    return set(grant.below | grant.here) | ({str(_("every member of it"))} if grant.members else set())
