"""The list of units: searched, sorted and paged by key, from a club's one to 320,000."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from folkmoot.access.policy import units_where
from folkmoot.kernel.ids import as_id
from folkmoot.kernel.paging import cut
from folkmoot.kernel.text import fold, words_sought
from folkmoot.people.models import Person
from folkmoot.structure.queries.circles import circles_around
from folkmoot.structure.queries.standings import sectors_by_unit
from folkmoot.units.models import Sector, Unit, UnitKind, UnitQuerySet
from folkmoot.units.rules import paths

PAGE = 50
EXPORT_PAGE = 1000
# Up to here a search looks into the middle of names; above, it reads the ranges that begin with what was typed.
SEARCHED_WHOLE = 5000
COLUMNS = ("code", "name", "kind", "parent", "time_zone", "sectors", "affiliated_organisation")
_KEYS = {"place": "path", "name": "search_name", "code": "code"}


@dataclass(frozen=True)
class Wanted:
    """What a person asks of the list: words, a kind, how to sort, and the key of the last row they have seen."""

    text: str = ""
    kind: str = ""
    sort: str = "place"
    after: str = ""
    # Those that were closed, in place of those that are open.
    is_closed: bool = False

    @property
    def closed(self) -> str:
        """What an address says where closed units are looked for."""
        return "yes" if self.is_closed else ""

    @property
    def is_descending(self) -> bool:
        """Whether the list runs from the end."""
        return self.sort.startswith("-")

    @property
    def key(self) -> str:
        """The column that sorts the list; an unknown one sorts by the place in the tree."""
        return _KEYS.get(self.sort.removeprefix("-"), "path")

    def sorted_by(self, column: str) -> "Wanted":
        """Return the same question, sorted by a column."""
        return replace(self, sort=f"-{column}" if self.is_descending else column)


@dataclass(frozen=True)
class UnitPage:
    """One page of the list, and the key to ask for the next one with ("" at the end)."""

    units: list[Unit]
    following: str


def units_shown(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the units that `person` may see."""
    return units_where(person, "units.see_unit", at=at)


def all_kinds() -> list[UnitKind]:
    """Return the kinds of unit, at most twelve, from the top down."""
    return list(UnitKind.objects.order_by("rank"))


def every_sector() -> list[Sector]:
    """Return the sectors that units can be said to work in, by name."""
    return list(Sector.objects.order_by("name", "pk"))


def organisation() -> UnitQuerySet:
    """Return the top unit, if the organisation was founded."""
    return Unit.objects.filter(path=paths.ROOT)


def units_page(units: UnitQuerySet, wanted: Wanted, *, size: int = PAGE) -> UnitPage:
    """Return the page of units among `units`, open or closed, that follows the key `wanted.after`; two queries."""
    found, wanted = _searched(units, wanted)
    if wanted.kind:
        found = found.filter(kind__code=wanted.kind)
    direction = "-" if wanted.is_descending else ""
    found = found.filter(closed_at__isnull=False) if wanted.is_closed else found.open()
    ordered = _after(found, wanted).order_by(f"{direction}{wanted.key}", f"{direction}pk")
    page = list(ordered.select_related("kind", "parent")[: size + 1])
    return UnitPage(*cut(page, size, partial(_key_of, wanted=wanted)))


def unit_rows(units: UnitQuerySet, wanted: Wanted) -> Iterator[tuple[object, ...]]:
    """Yield a header and a row for each unit that `wanted` asks for, in columns that can be imported again."""
    yield COLUMNS
    after = ""
    while True:
        page = units_page(units, replace(wanted, after=after), size=EXPORT_PAGE)
        sectors = sectors_by_unit(page.units)
        circles = circles_around(unit.path for unit in page.units)
        for unit in page.units:
            parent = unit.parent.code if unit.parent else ""
            works_in = "; ".join(sorted(sectors.get(unit.pk, ())))
            circle = circles.around(unit.path)
            belongs_to = circle.code if circle else ""
            yield unit.code, unit.name, unit.kind.code, parent, unit.time_zone, works_in, belongs_to
        if not (after := page.following):
            return


def _searched(units: UnitQuerySet, wanted: Wanted) -> tuple[UnitQuerySet, Wanted]:
    is_many = units.in_order()[SEARCHED_WHOLE : SEARCHED_WHOLE + 1].exists()
    text = wanted.text.strip()
    if not is_many:
        return _searched_within(units, text), wanted
    if not text and wanted.key == "path":
        return units, wanted
    # The index that sorts is read and each unit looked up, instead of reading a large range and sorting it.
    each = Unit.objects.filter(Exists(units.filter(pk=OuterRef("pk"))))
    if not text:
        return each, wanted
    if any(letter.isdigit() for letter in text):
        return each.beginning_with("code", text), wanted.sorted_by("code")
    return each.beginning_with("search_name", fold(text)), wanted.sorted_by("name")


def _searched_within(units: UnitQuerySet, text: str) -> UnitQuerySet:
    for word in words_sought(text):
        units = units.filter(Q(search_name__contains=word) | Q(code__icontains=word))
    return units


def _after(units: UnitQuerySet, wanted: Wanted) -> UnitQuerySet:
    key, _tilde, pk = wanted.after.rpartition("~")
    if not key:
        return units
    side = "lt" if wanted.is_descending else "gt"
    further = Q(**{f"{wanted.key}__{side}": key}) | Q(
        **{wanted.key: key, f"pk__{side}": as_id(pk) or UUID(int=0)}
    )
    # The first part repeats what follows from the second: databases use it as the start of the index range.
    return units.filter(Q(**{f"{wanted.key}__{side}e": key}) & further)


def _key_of(unit: Unit, wanted: Wanted) -> str:
    return f"{getattr(unit, wanted.key)}~{unit.pk}"
