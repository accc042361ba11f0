"""The list of members: searched, sorted and paged by key, from a club of 12 to six million."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Self
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from folkmoot.access.policy import Places, places_where, places_where_each, units_at
from folkmoot.kernel.ids import as_id
from folkmoot.kernel.paging import cut
from folkmoot.kernel.prepared import padded, prepared
from folkmoot.kernel.text import fold, sort_name_of, words_sought
from folkmoot.membership.queries.counts import has_more_members_at, has_more_members_than
from folkmoot.membership.queries.places import belonging
from folkmoot.people.models import Membership, Person, PersonQuerySet
from folkmoot.units.models import AFTER_ALL_LETTERS, Unit, UnitQuerySet
from folkmoot.units.rules import paths

_ADMIT, _SEE = "membership.admit_member", "people.see_members"

PAGE = 50
EXPORT_PAGE = 1000
# Up to here the members are gathered from their cells and then sorted; above, the sorted index is read and each
# person looked up, which costs the same however many there are but would read past everybody for a small cell.
GATHERED = 5000
_KEYS = {"name": "search_name", "number": "member_number"}


@dataclass(frozen=True)
class Wanted:
    """What a person asks of the list: words to search for, how to sort, and the last row they have seen."""

    text: str = ""
    sort: str = "name"
    after: str = ""

    @property
    def is_descending(self) -> bool:
        """Whether the list runs from the end."""
        return self.sort.startswith("-")

    @property
    def key(self) -> str:
        """The column that sorts the list; an unknown one sorts by name."""
        return _KEYS.get(self.sort.removeprefix("-"), _KEYS["name"])

    @property
    def last_seen(self) -> tuple[str, UUID] | None:
        """Where the page before ended: what stands in the column that sorts, and whose row it was."""
        key, _comma, pk = self.after.rpartition("~")
        return (key, as_id(pk) or UUID(int=0)) if key else None

    def sorted_by(self, column: str) -> Self:
        """Return the same question, sorted by a column."""
        return type(self)(self.text, f"-{column}" if self.is_descending else column, self.after)


@dataclass(frozen=True)
class MemberLine:
    """One row of the list."""

    person: Person
    home: Membership

    @property
    def unit(self) -> Unit:
        """Their home cell."""
        unit: Unit = self.home.unit
        return unit


@dataclass(frozen=True)
class MemberPage:
    """One page of the list, and the key to ask for the next one with ("" at the end)."""

    lines: list[MemberLine]
    following: str


@dataclass(frozen=True)
class RollHead:
    """What the page of the list offers: admitting somebody, choosing a unit, and whether it can show anybody at all."""

    may_admit: bool
    may_import: bool
    may_merge: bool
    has_many_units: bool
    shows_anybody: bool


def units_whose_members_show(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the units whose members `person` may see by name."""
    return units_at(places_whose_members_show(person, at=at))


def places_whose_members_show(person: Person, *, at: datetime) -> Places:
    """Return, for prepared questions, where the units are whose members `person` may see by name."""
    return places_where(person, _SEE, at=at)


def top_with(code: str) -> Unit | None:
    """Return the unit with this code, None if none is given or there is none."""
    return Unit.objects.filter(code=code).first() if code else None


def narrowed(units: UnitQuerySet, code: str) -> UnitQuerySet:
    """Keep those of `units` that are the unit with this code or lie below it; all of them if no code is given."""
    if not code:
        return units
    top = top_with(code)
    return units.none() if top is None else units & Unit.objects.within(top)


def places_narrowed(places: Places, top: Unit | None, code: str) -> Places:
    """Do with `places` what `narrowed` does with their units, where `top` is the unit with this code, if there is one."""
    if not code:
        return places
    return Places([], []) if top is None else places.below(top.path)


def any_without_cells(units: UnitQuerySet) -> bool:
    """Return whether one of `units` is open and neither is nor has below it an open cell: there is nowhere to admit to."""
    end = Concat(OuterRef("path"), Value(paths.AFTER_ALL))
    cells = Unit.objects.open().cells().filter(path__gte=OuterRef("path"), path__lt=end)
    return units.open().filter(~Exists(cells)).exists()


def roll_head(person: Person, places: Places, *, is_empty: bool, at: datetime) -> RollHead:
    """Return what stands above the list of the members of the units at `places`: two queries, one more if it `is_empty`."""
    asked = (_ADMIT, "membership.import_members", "membership.merge_persons")
    where = places_where_each(person, asked, at=at)
    return RollHead(
        may_admit=bool(_open_cells(places=where[_ADMIT])),
        may_import=not where["membership.import_members"].are_none,
        may_merge=not where["membership.merge_persons"].are_none,
        has_many_units=len(_two(places=places)) > 1,
        # An office above the cells may give the names of its own unit, where nobody is at home.
        shows_anybody=not is_empty or units_at(places).cells().exists(),
    )


@prepared
def _open_cells(*, places: Places) -> QuerySet[Any, Any]:
    return units_at(places).open().cells().order_by().values_list("pk", flat=True)[:1]


@prepared
def _two(*, places: Places) -> QuerySet[Any, Any]:
    return units_at(places).order_by().values_list("pk", flat=True)[:2]


def members_page(units: UnitQuerySet, wanted: Wanted, *, size: int = PAGE) -> MemberPage:
    """Return the page of members at home in `units` that follows the key `wanted.after`; three queries.

    Whoever is at home in several of them stands there with each, one below the other.
    """
    is_many = has_more_members_than(units, GATHERED)
    people, wanted = _searched(_at_home_in(units, is_many=is_many), wanted, is_many=is_many)
    return _page_of(list(_ordered(people, wanted, wanted.last_seen)[: size + 1]), units, wanted, size=size)


def members_at(places: Places, wanted: Wanted, *, size: int = PAGE) -> MemberPage:
    """Return what `members_page` does of the units at `places`; its questions are prepared, unless words are sought."""
    if words_sought(wanted.text):
        return members_page(units_at(places), wanted, size=size)
    is_many = has_more_members_at(places, GATHERED)
    found = _people_at(
        places=places,
        is_many=is_many,
        is_by_number=wanted.key == _KEYS["number"],
        is_descending=wanted.is_descending,
        after=wanted.last_seen,
        most=size + 1,
    )
    return _page_of(found, units_at(places), wanted, size=size)


@prepared
def _people_at(
    *,
    places: Places,
    is_many: bool,
    is_by_number: bool,
    is_descending: bool,
    after: tuple[str, UUID] | None,
    most: int,
) -> PersonQuerySet:
    sort = "number" if is_by_number else "name"
    wanted = Wanted(sort=f"-{sort}" if is_descending else sort)
    return _ordered(_at_home_in(units_at(places), is_many=is_many), wanted, after)[:most]


def _page_of(found: list[Person], units: UnitQuerySet, wanted: Wanted, *, size: int) -> MemberPage:
    shown, following = cut(found, size, partial(_key_of, wanted=wanted))
    homes = _homes_of(shown, units)
    lines = [MemberLine(person, home) for person in shown for home in homes.get(person.pk, ())]
    return MemberPage(lines, following)


def all_members(units: UnitQuerySet, wanted: Wanted) -> Iterator[MemberLine]:
    """Yield every member that `wanted` asks for, a page at a time, never holding more than one page."""
    after: str = ""
    while True:
        page = members_page(units, Wanted(wanted.text, wanted.sort, after), size=EXPORT_PAGE)
        yield from page.lines
        if not (after := page.following):
            return


def _at_home_in(units: UnitQuerySet, *, is_many: bool) -> PersonQuerySet:
    if not is_many:
        return Person.objects.in_units(units)
    homes: Any = Membership.objects.open().in_units(units)
    return Person.objects.filter(Exists(homes.filter(person=OuterRef("pk"))))


def _searched(people: PersonQuerySet, wanted: Wanted, *, is_many: bool) -> tuple[PersonQuerySet, Wanted]:
    words = words_sought(wanted.text)
    if not words:
        return people, wanted
    if is_many:
        return _searched_by_beginning(people, wanted)
    for word in words:
        people = people.filter(Q(search_name__contains=word) | Q(member_number__icontains=word))
    return people, wanted


def _searched_by_beginning(people: PersonQuerySet, wanted: Wanted) -> tuple[PersonQuerySet, Wanted]:
    # Beginnings are ranges of an index, and the list is sorted by that same index; the middle of a word is in none.
    text = wanted.text.strip()
    if any(letter.isdigit() for letter in text):
        numbered = people.filter(member_number__gte=text, member_number__lt=text + AFTER_ALL_LETTERS)
        return numbered, wanted.sorted_by("number")
    return people.named_like(*{fold(text), fold(sort_name_of(text))}), wanted.sorted_by("name")


def _ordered(people: PersonQuerySet, wanted: Wanted, after: tuple[str, UUID] | None) -> PersonQuerySet:
    direction = "-" if wanted.is_descending else ""
    return _after(people, wanted, after).order_by(f"{direction}{wanted.key}", f"{direction}pk")


def _after(people: PersonQuerySet, wanted: Wanted, after: tuple[str, UUID] | None) -> PersonQuerySet:
    if after is None:
        return people
    key, pk = after
    side = "lt" if wanted.is_descending else "gt"
    further = Q(**{f"{wanted.key}__{side}": key}) | Q(**{wanted.key: key, f"pk__{side}": pk})
    # The first part repeats what follows from the second: databases use it as the start of the index range.
    return people.filter(Q(**{f"{wanted.key}__{side}e": key}) & further)


def _key_of(person: Person, wanted: Wanted) -> str:
    return f"{getattr(person, wanted.key)}~{person.pk}"


def _homes_of(people: list[Person], units: UnitQuerySet) -> Mapping[UUID, list[Membership]]:
    rows = _with_their_units(people=padded([each.pk for each in people]))
    homes = {pk: list(theirs) for pk, theirs in belonging(rows).items()}
    several = {home.unit_id for theirs in homes.values() if len(theirs) > 1 for home in theirs}
    if several:
        # Of two homes only those are shown that were asked for; of one there is no doubt.
        within = set(units.filter(pk__in=several).order_by().values_list("pk", flat=True))
        homes = {pk: _within(theirs, within) for pk, theirs in homes.items()}
    return homes


@prepared
def _with_their_units(*, people: Sequence[UUID]) -> QuerySet[Membership]:
    rows: Any = Membership.objects.open().filter(person__in=people)
    found: QuerySet[Membership] = rows.select_related("unit")
    return found


def _within(homes: list[Membership], units: set[UUID]) -> list[Membership]:
    return homes if len(homes) == 1 else [home for home in homes if home.unit_id in units]
