"""What a member's first screen says of their offices: where something waits for them, and how much."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.access.grants import GRANTS
from folkmoot.decisions.queries.first_screens import latest_figure
from folkmoot.kernel.prepared import padded, prepared
from folkmoot.meetings.minutes.queries.minutes import number_to_adopt
from folkmoot.meetings.motions.queries.carried import number_carried, number_from_below
from folkmoot.reports.queries.arriving import number_arrived
from folkmoot.reports.queries.requests import number_open
from folkmoot.ui.addresses import address_of
from folkmoot.units.models import Unit
from folkmoot.work.queries.desk import number_of_plans

_KEEP = GRANTS["meetings.call_meeting"]
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
    """Return what waits for somebody who holds these offices: two questions at most.

    `to_confirm` is how many decisions wait on their desk, if that was asked. Where nothing is counted, it leads there
    without a number.
    """
    papers = _papers(held, at=at)
    above = min(
        (path for office, is_cell, path in held if not is_cell and office in _REACH.below), default=""
    )
    if _cells(held):
        heard = [_("what your cell is to hear")] if to_confirm is None else _to_confirm(to_confirm)
        return [*_on_desk([*heard, *papers]), *_on_overview("", at=at, is_any=bool(above))]
    return [*_on_desk(papers), *_on_overview(above, at=at, is_any=bool(above))]


def papers_wait(held: Sequence[Held], *, at: datetime) -> Sequence[Waiting]:
    """Return what waits of the papers of the units that somebody keeps, where no decision has come yet: one question, or none."""
    return list(_on_desk(_papers(held, at=at)))


def _cells(held: Sequence[Held]) -> list[str]:
    return [path for office, is_cell, path in held if is_cell and office in _CONFIRM.here]


def _papers(held: Sequence[Held], *, at: datetime) -> list[str]:
    """Return in words how much waits at the desks of the units whose papers somebody keeps: one question, or none."""
    kept = sorted({path for office, _is_cell, path in held if office in _KEEP.here})
    rows = _numbers(kept=padded(kept), at=at, day=at.date()) if kept else []
    return [
        words % {"number": number}
        for place, number in enumerate(map(sum, zip(*rows, strict=True)))
        if number and (words := _in_words(place, number))
    ]


@prepared
def _numbers(*, kept: Sequence[str], at: datetime, day: date) -> QuerySet[Any, Any]:
    return (
        Unit.objects.filter(path__in=kept)
        .open()
        .order_by()
        .values_list(
            number_carried(at=at),
            number_from_below(),
            number_to_adopt(),
            number_open(),
            number_arrived(),
            number_of_plans(day=day),
        )
    )


def _in_words(place: int, number: int) -> str:
    """Return the words for what stands at a place of `_numbers`."""
    return (
        ngettext("%(number)d carried motion", "%(number)d carried motions", number),
        ngettext("%(number)d motion from below", "%(number)d motions from below", number),
        ngettext("minutes of %(number)d meeting", "minutes of %(number)d meetings", number),
        ngettext("%(number)d request to answer", "%(number)d requests to answer", number),
        ngettext("%(number)d report to read", "%(number)d reports to read", number),
        ngettext("%(number)d matter of plans", "%(number)d matters of plans", number),
    )[place]


def _to_confirm(number: int) -> list[str]:
    words = ngettext("%(number)d decision to confirm", "%(number)d decisions to confirm", number)
    return [words % {"number": number}] if number else []


def _on_desk(said: Sequence[str]) -> Iterator[Waiting]:
    if said:
        words = _("At your desk: %(waiting)s") % {"waiting": ", ".join(said)}
        yield Waiting(words, address_of("desk:desk"))


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
