"""Whose members somebody saw when they opened a list: by which of their offices, and from which unit down."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from folkmoot.access.grants import Grant
from folkmoot.units.rules import paths


@dataclass(frozen=True)
class Held:
    """An office that somebody holds: its code, the path of the unit, and whether members have their home there."""

    office: str
    path: str
    is_cell: bool


@dataclass(frozen=True)
class Sight:
    """That by this office the members at or below the path were in sight."""

    held: Held
    path: str


def sights_of_list(held: Iterable[Held], grant: Grant, *, top: str = "") -> Iterator[Sight]:
    """Yield what each office shows in a list of members at or below the path `top` ("" if it has no top).

    An office that sees its own unit alone shows members only in a cell.
    """
    for each in held:
        if each.office in grant.below and (not top or paths.is_within(top, each.path)):
            yield Sight(each, top or each.path)
        elif (each.office in grant.below or (each.office in grant.here | grant.own and each.is_cell)) and (
            not top or paths.is_within(each.path, top)
        ):
            yield Sight(each, each.path)


def sights_of_page(held: Iterable[Held], grant: Grant, *, place: str) -> Iterator[Sight]:
    """Yield by which offices the page of somebody who belongs at the path `place` is shown."""
    for each in held:
        is_above = each.office in grant.below and paths.is_within(place, each.path)
        if is_above or (each.office in grant.here | grant.own and place == each.path):
            yield Sight(each, place)
