"""May this person do that there? Answered in rows; the yes or no is derived, so check and filter cannot drift."""

from collections.abc import Iterable
from dataclasses import replace
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
    grant = GRANTS[permission]
    tops, exact = _places(person, grant, at=at)
    chosen = Unit.objects.within_paths(tops)
    return chosen | Unit.objects.filter(path__in=exact) if exact else chosen


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
    held = list(_terms(person, frozenset().union(*(grant.offices for grant in asked.values())), at=at))
    line = _line_if_it_matters(person, asked.values(), held, at=at)
    return {
        unit.pk: frozenset(
            permission for permission, grant in asked.items() if _reaches(grant, held, line, unit.path)
        )
        for unit in units
    }


def held_somewhere(person: Person, permissions: Iterable[str], *, at: datetime) -> frozenset[str]:
    """Return those of `permissions` that an office gives `person` in some unit: one question however many, for menus."""
    asked = {permission: replace(GRANTS[permission], members=False) for permission in permissions}
    held = list(_terms(person, frozenset().union(*(grant.offices for grant in asked.values())), at=at))
    line = _line_if_it_matters(person, asked.values(), held, at=at)
    return frozenset(
        permission
        for permission, grant in asked.items()
        if any(_reaches(grant, held, line, path) for _office, path in held)
    )


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


def _places(person: Person, grant: Grant, *, at: datetime) -> tuple[list[str], list[str]]:
    held = list(_terms(person, grant.offices, at=at))
    tops = [path for office, path in held if office in grant.below]
    exact = [path for office, path in held if office in grant.here]
    own = {path for office, path in held if office in grant.own}
    line = _line_if_it_matters(person, [grant], held, at=at)
    return tops, exact + [path for path in line if grant.members or path in own]


def _reaches(grant: Grant, held: Iterable[tuple[str, str]], line: Iterable[str], path: str) -> bool:
    below = any(office in grant.below and paths.is_within(path, place) for office, place in held)
    offices = {office for office, place in held if path == place}
    here = bool(offices & grant.here) or (bool(offices & grant.own) and path in line)
    return below or here or (grant.members and path in line)


def _terms(person: Person, offices: Iterable[str], *, at: datetime) -> Iterable[tuple[str, str]]:
    terms: Any = Term.objects.current(at).filter(person=person, office__code__in=offices)
    held: Iterable[tuple[str, str]] = terms.values_list("office__code", "unit__path")
    return held


def _line_if_it_matters(
    person: Person, grants: Iterable[Grant], held: Iterable[tuple[str, str]], *, at: datetime
) -> list[str]:
    offices = {office for office, _path in held}
    matters = any(grant.members or grant.own & offices for grant in grants)
    return _own_line(person, at=at) if matters else []


def _own_line(person: Person, *, at: datetime) -> list[str]:
    # Belonging flows up: a member of a cell is a member of every unit above it.
    homes = Membership.objects.current(at).filter(person=person).values_list("unit__path", flat=True)
    return [path for home in homes for path in paths.ancestors_of(home)]


def _offices_of(grant: Grant) -> set[str]:
    return set(grant.offices) | ({str(_("every member of it"))} if grant.members else set())
