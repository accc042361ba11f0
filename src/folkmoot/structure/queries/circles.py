"""To which circle of members units belong: an affiliated organisation, or else the organisation itself."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from folkmoot.kernel.prepared import padded, prepared
from folkmoot.people.models import Person
from folkmoot.structure.models import AdmitsChoices, Affiliation
from folkmoot.structure.rules.circles import Admits, Circle, Circles, circles_of
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

_NAMED = 5
_FIELDS = ("unit", "unit__code", "unit__name", "unit__path", "admits", "condition")


def circle_of(unit: Unit) -> Circle | None:
    """Return the affiliated organisation to which `unit` belongs, None if that is the organisation itself; one question."""
    return circles_around([unit.path]).around(unit.path)


def own_circle(unit: Unit) -> Circle | None:
    """Return the affiliated organisation that `unit` itself is, None if it is none; one question."""
    circle = circle_of(unit)
    return circle if circle and circle.id == unit.pk else None


def admits_in_words(circle: Circle | None) -> str:
    """Return in words who may belong to an affiliated organisation, "" for none."""
    return str(AdmitsChoices(circle.admits.value).label) if circle else ""


def has_circles() -> bool:
    """Return whether there are affiliated organisations here; one question."""
    return Affiliation.objects.exists()


def facts_of_circle(unit: Unit, viewer: Person, at: datetime) -> Iterator[tuple[str, object]]:  # noqa: ARG001  -- of its shape
    """Yield to which affiliated organisation a unit belongs and by which rule, or which lie below it; one question at most."""
    circles = vars(unit).get("circles") or circles_in_line_with(unit)
    circle = circles.around(unit.path)
    if circle is None:
        if names := [each.name for each in circles.found]:
            yield _("Affiliated organisations"), _in_words(names)
            yield _("How members are counted"), _counted_twice()
        return
    if circle.id != unit.pk:
        yield _("Belongs to"), circle.name
        return
    yield _("Affiliated organisation of"), admits_in_words(circle)
    if circle.condition:
        yield _("Condition"), circle.condition


def how_members_count(unit: Unit) -> str:
    """Return what is said beside the number of members of a unit below which affiliated organisations lie, else ""."""
    circles = circles_in_line_with(unit)
    return _counted_twice() if circles.found and circles.around(unit.path) is None else ""


def is_any_circle() -> bool:
    """Return whether there is any affiliated organisation."""
    return bool(_any())


@prepared
def _any() -> QuerySet[Any, Any]:
    return Affiliation.objects.order_by().values_list("pk", flat=True)[:1]


def circle_at(unit_id: UUID) -> Circle | None:
    """Return the affiliated organisation to which the unit `unit_id` belongs, None where there is no such unit; two questions."""
    unit = Unit.objects.filter(pk=unit_id).first()
    return circle_of(unit) if unit else None


def circles_around(tops: Iterable[str]) -> Circles:
    """Return the affiliated organisations to which units with these paths belong; one question."""
    around = sorted({above for path in tops for above in paths.ancestors_of(path)})
    return circles_of(_read(_around(tops=padded(around))))


def circles_in_line_with(*units: Unit) -> Circles:
    """Return the affiliated organisations above, below and at each of these units; a question for each."""
    lines = ((paths.ancestors_of(unit.path), paths.range_of(unit.path)) for unit in units)
    return circles_of({each for above, below in lines for each in _read(_in_line(above=above, below=below))})


@prepared
def _around(*, tops: Sequence[str]) -> QuerySet[Any, Any]:
    return Affiliation.objects.filter(unit__path__in=tops).order_by().values_list(*_FIELDS)


@prepared
def _in_line(*, above: Sequence[str], below: tuple[str, str]) -> QuerySet[Any, Any]:
    return Affiliation.objects.in_line(above, below).order_by().values_list(*_FIELDS)


def _counted_twice() -> str:
    return _("Somebody with a home in two circles counts in both.")


def _in_words(names: Sequence[str]) -> str:
    if len(names) <= _NAMED:
        return ", ".join(names)
    return _("%(names)s and %(count)d more") % {
        "names": ", ".join(names[:_NAMED]),
        "count": len(names) - _NAMED,
    }


def _read(rows: Iterable[Sequence[Any]]) -> Iterator[Circle]:
    for pk, code, name, path, admits, condition in rows:
        yield Circle(pk, code, name, path, Admits(admits), condition)
