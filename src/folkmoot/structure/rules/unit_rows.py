"""What a row of a file of units asks for, and whether it can be had: by the rules of the acts one by one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.structure.rules import placing
from folkmoot.structure.rules.circles import Circles, must_stay_in_its_circle
from folkmoot.structure.rules.placing import KindFacts, Place
from folkmoot.structure.rules.verdicts import Change, ImportRow, Problem, Verdict

_NO_CIRCLES = Circles()


class UnitRow(ImportRow):
    """A row of a file of units: an empty time zone or list of sectors leaves what there is."""

    code: str
    name: str
    kind: str
    parent: str = ""
    time_zone: str = ""
    sectors: tuple[str, ...] = ()


class Aspect(StrEnum):
    """What a row can change of a unit that there is, each by an act of its own."""

    PARENT = "parent"
    KIND = "kind"
    NAME = "name"
    TIME_ZONE = "time_zone"
    SECTORS = "sectors"


@dataclass(frozen=True)
class Standing:
    """A unit that there is: where it stands and what hangs on it."""

    place: Place
    parent_code: str
    time_zone: str
    sectors: frozenset[str]
    # Whether it may be touched: it lies below the unit chosen for the import, and within reach of who imports.
    is_within: bool
    # Whether it is that unit itself.
    is_top: bool = False
    highest_below: KindFacts | None = None
    members: int = 0


@dataclass(frozen=True)
class ParentFound:
    """What a row's parent turned out to be: a place, or why there is none to ask."""

    place: Place | None = None
    is_within: bool = True
    # It is a row of the file that has a problem of its own, which is told there.
    is_unreadable: bool = False


def judge(
    row: UnitRow,
    unit: Standing | None,
    parent: ParentFound,
    *,
    top: str,
    kinds: Mapping[str, KindFacts],
    circles: Circles = _NO_CIRCLES,
) -> Verdict:
    """Return what a row does to the `unit` of its code, if there is one, and what forbids it.

    `top` is the code of the unit chosen for the import; rows without a parent hang below it. `circles` are the
    affiliated organisations in line with that unit.
    """
    problems = tuple(_problems(row, unit, parent, top=top, kinds=kinds))
    problems += tuple(_of_circles(row, unit, parent, circles, top=top))
    if unit is None:
        return Verdict(Change.NEW, problems)
    return Verdict(Change.CHANGED if aspects_changed(row, unit, top=top) else Change.SAME, problems)


def aspects_changed(row: UnitRow, unit: Standing, *, top: str) -> list[Aspect]:
    """Return what a row changes of `unit`, in the order in which it has to be done."""
    changed = {
        Aspect.PARENT: not unit.is_top and (row.parent or top) != unit.parent_code,
        Aspect.KIND: row.kind != unit.place.kind.code,
        Aspect.NAME: row.name != unit.place.name,
        Aspect.TIME_ZONE: row.time_zone not in {"", unit.time_zone},
        Aspect.SECTORS: bool(row.sectors) and frozenset(row.sectors) != unit.sectors,
    }
    return [aspect for aspect, is_changed in changed.items() if is_changed]


def _problems(
    row: UnitRow, unit: Standing | None, parent: ParentFound, *, top: str, kinds: Mapping[str, KindFacts]
) -> Iterator[Problem]:
    kind = kinds.get(row.kind)
    if kind is None:
        yield Problem("kind", _("There is no kind of unit called “%(kind)s” any more.") % {"kind": row.kind})
        return
    if unit is not None:
        yield from _of_the_unit(row, unit, kind)
    if unit is None or not unit.is_top:
        yield from _of_the_parent(row, unit, parent, kind, top=top)


def _of_the_unit(row: UnitRow, unit: Standing, kind: KindFacts) -> Iterator[Problem]:
    if not unit.is_within:
        # Whoever brings the file may not see it, so nothing more is said of it.
        yield Problem(
            "code", _("This code is taken, elsewhere in the organisation. Give the row another code.")
        )
        return
    name = {"unit": unit.place.name}
    if unit.place.closed_at is not None:
        yield Problem(
            "code", _("%(unit)s, which has this code, was closed. Give the row another code.") % name
        )
    if unit.is_top and row.parent not in {"", unit.parent_code}:
        yield Problem(
            "parent",
            _("Everything is imported below %(unit)s, so it cannot move in the same file. Leave this empty.")
            % name,
        )
    if kind.code != unit.place.kind.code:
        yield from _refusals(
            "kind",
            lambda: placing.must_suit_those_below(unit.place, kind, unit.highest_below),
            lambda: placing.must_keep_a_home(unit.place, kind, members=unit.members),
        )


def _of_the_parent(
    row: UnitRow, unit: Standing | None, parent: ParentFound, kind: KindFacts, *, top: str
) -> Iterator[Problem]:
    above = parent.place
    if parent.is_unreadable:
        return
    if above is None or not parent.is_within:
        yield Problem(
            "parent",
            _(
                "There is no unit with the code “%(code)s”, neither in this file nor below %(top)s. Correct it, or add its row."
            )
            % {"code": row.parent, "top": top},
        )
        return
    yield from _refusals(
        "parent", lambda: placing.must_be_open(above), lambda: placing.must_fit_below(kind, above)
    )
    if unit is not None and above.path and Aspect.PARENT in aspects_changed(row, unit, top=top):
        yield from _refusals(
            "parent",
            lambda: placing.must_have_a_parent(unit.place),
            lambda: placing.must_not_be_below_itself(unit.place, above),
        )


def _of_circles(
    row: UnitRow, unit: Standing | None, parent: ParentFound, circles: Circles, *, top: str
) -> Iterator[Problem]:
    above = parent.place
    if unit is None or above is None or not above.path or not (parent.is_within and unit.is_within):
        return
    if Aspect.PARENT in aspects_changed(row, unit, top=top):
        yield from _refusals("parent", lambda: must_stay_in_its_circle(unit.place, above, circles))


def _refusals(field: str, *rules: Callable[[], None]) -> Iterator[Problem]:
    for rule in rules:
        try:
            rule()
        except Refused as refusal:
            yield Problem(field, str(refusal))
