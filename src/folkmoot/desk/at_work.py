"""What a member's first screen says of their offices: where something waits for them, and how much."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.access.grants import GRANTS
from folkmoot.decisions.queries.first_screens import latest_figure
from folkmoot.ui.addresses import address_of
from folkmoot.units.models import Unit

_CONFIRM, _REACH = GRANTS["decisions.confirm_conveyed"], GRANTS["decisions.see_reach"]
# An office, whether it is held in a cell, and the path of its unit.
Held = tuple[str, bool, str]


@dataclass(frozen=True)
class Waiting:
    """That something waits on another screen: in words, and where."""

    words: str
    url: str


def cell_kept(held: Sequence[Held], homes: Sequence[Unit]) -> Unit | None:
    """Return the home of somebody who keeps that cell, and no other: on their first page its decisions are counted."""
    home = next(iter(homes), None)
    return home if home is not None and _cells(held) == [home.path] else None


def at_work(held: Sequence[Held], to_confirm: int | None, *, at: datetime) -> Sequence[Waiting]:
    """Return what waits for somebody who holds these offices: at most one question.

    `to_confirm` is how many decisions wait on their desk, if that was asked. Where nothing is counted, it leads there
    without a number.
    """
    above = min(
        (path for office, is_cell, path in held if not is_cell and office in _REACH.below), default=""
    )
    if _cells(held):
        return [*_on_desk(to_confirm), *_on_overview("", at=at, is_any=bool(above))]
    return list(_on_overview(above, at=at, is_any=bool(above)))


def _cells(held: Sequence[Held]) -> list[str]:
    return [path for office, is_cell, path in held if is_cell and office in _CONFIRM.here]


def _on_desk(number: int | None) -> Iterator[Waiting]:
    address = address_of("desk:desk")
    if number is None:
        yield Waiting(_("At your desk: what your cell is to hear"), address)
    elif number:
        words = ngettext(
            "At your desk: %(number)d decision to confirm",
            "At your desk: %(number)d decisions to confirm",
            number,
        )
        yield Waiting(words % {"number": number}, address)


def _on_overview(path: str, *, at: datetime, is_any: bool) -> Iterator[Waiting]:
    figure = latest_figure(path, at=at) if path else None
    lacking = figure.cells - figure.cells_reached if figure else 0
    if figure and lacking > 0:
        words = ngettext(
            "On your overview: %(number)d cell has yet to confirm %(decision)s",
            "On your overview: %(number)d cells have yet to confirm %(decision)s",
            lacking,
        )
        address = reverse("decisions:reach", args=[figure.snapshot.decision_id, figure.unit_id])
        yield Waiting(words % {"number": lacking, "decision": figure.snapshot.decision.number}, address)
    elif is_any and not path:
        yield Waiting(_("On your overview: how far decisions have come"), address_of("desk:overview"))
