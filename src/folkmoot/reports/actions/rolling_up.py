"""Adding reports to the columns of their period: those that came in, some hundred at a time, and all of them from scratch.

Both read what a report says now and put that where its unit stands, in one transaction in which nobody else writes these
columns. So it does no harm to do it twice, and whoever was killed begins again. No sum is kept that would have to be moved
along: those of a unit are those of its slice.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from folkmoot.kernel.batches import batched
from folkmoot.kernel.inserting import insert_all
from folkmoot.reports.actions.planting import tree_at
from folkmoot.reports.models import ColumnPiece, Form, FormVersion, Report, RollUp, ToRollUp
from folkmoot.reports.queries.tree_then import zone_of_periods
from folkmoot.reports.queries.trees import places_of, units_in_piece
from folkmoot.reports.rules.columns import (
    Column,
    Plan,
    empty,
    figures_of,
    packed,
    plan_of,
    unpacked,
    with_cells,
)
from folkmoot.reports.rules.definition import definition_from
from folkmoot.reports.rules.periods import end_of, periods_over
from folkmoot.reports.rules.tree import PIECE

# So many reports are taken up at once; those of one piece are written together.
MARKS = 500
Figures = Mapping[str, int]


def roll_up_waiting() -> bool:
    """Add some reports that were sent to the figures of their periods; return whether there may be more."""
    whole = RollUp.objects.filter(form=OuterRef("form"), first=OuterRef("first"), whole_at__isnull=False)
    marks = list(ToRollUp.objects.filter(Exists(whole)).order_by("pk")[:MARKS])
    waiting: dict[tuple[UUID, date], list[ToRollUp]] = defaultdict(list)
    for mark in marks:
        waiting[mark.form_id, mark.first].append(mark)
    for (form_id, first), some in waiting.items():
        add_to(RollUp.objects.get(form=form_id, first=first), some)
    return len(marks) == MARKS


def begin_roll_ups(at: datetime) -> bool:
    """Begin the figures of one period that is over, if one has none; return whether there may be more."""
    zone = zone_of_periods() if Form.objects.asking().exists() else ""
    begun = set(RollUp.objects.filter(whole_at__isnull=False).values_list("form", "first"))
    for form in Form.objects.asking().order_by("pk"):
        assert form.since is not None  # noqa: S101  -- as they were chosen
        today = at.date()
        for period in periods_over(today, form.every, since=form.since, until=form.until):
            if (form.pk, period.first) not in begun and end_of(period, zone) <= at:
                roll_up_anew(form, period.first, at=at)
                return True
    return False


def roll_up_anew(form: Form, first: date, *, at: datetime) -> RollUp:
    """Make the figures of a period from scratch, over the tree as it was at its end: a piece a transaction."""
    roll_up = RollUp.objects.filter(form=form, first=first).select_related("tree").first()
    if roll_up is None:
        tree = tree_at(end_of(form.period_at(first), zone_of_periods()), at=at)
        roll_up, _is_new = RollUp.objects.get_or_create(form=form, first=first, defaults={"tree": tree})
    plans = _Plans()
    for number in range(-(-roll_up.tree.size // PIECE)):
        _make_piece(roll_up, number, plans)
    RollUp.objects.filter(pk=roll_up.pk).update(whole_at=at)
    return roll_up


def add_to(roll_up: RollUp, marks: Sequence[ToRollUp]) -> None:
    """Put what the units of `marks` report now into the columns of their period; the marks are done with."""
    places = places_of(roll_up.tree_id, {mark.unit_id for mark in marks})
    pieces: dict[int, list[ToRollUp]] = defaultdict(list)
    for mark in marks:
        pieces[places.get(mark.unit_id, -PIECE) // PIECE].append(mark)
    plans = _Plans()
    for number, some in sorted(pieces.items()):
        with transaction.atomic():
            if number >= 0:
                _hold(roll_up)
                _change_piece(
                    roll_up,
                    number,
                    {mark.unit_id: places[mark.unit_id] % PIECE for mark in some},
                    plans,
                )
            ToRollUp.objects.filter(pk__in=[mark.pk for mark in some]).delete()


class _Plans(dict[UUID, Plan]):
    """Which columns the versions of forms fill, each read once."""

    def __missing__(self, version_id: UUID) -> Plan:
        self[version_id] = plan_of(definition_from(FormVersion.objects.get(pk=version_id).definition))
        return self[version_id]


def _hold(roll_up: RollUp) -> None:
    """Let nobody else write these columns until this transaction ends."""
    RollUp.objects.select_for_update().get(pk=roll_up.pk)


def _make_piece(roll_up: RollUp, number: int, plans: _Plans) -> None:
    with transaction.atomic():
        _hold(roll_up)
        units = units_in_piece(roll_up.tree_id, number)
        # Those that are seen now are in what is read after them.
        marks = ToRollUp.objects.filter(form=roll_up.form_id, first=roll_up.first, unit__in=units)
        seen = list(marks.values_list("pk", flat=True))
        columns: dict[str, dict[int, int | None]] = defaultdict(dict)
        place_of = {unit: place for place, unit in enumerate(units)}
        for unit, figures in _figures(roll_up, units, plans):
            for code, figure in figures.items():
                columns[code][place_of[unit]] = figure
        ColumnPiece.objects.filter(roll_up=roll_up, number=number).delete()
        _keep(
            roll_up, number, {code: with_cells(empty(len(units)), cells) for code, cells in columns.items()}
        )
        for some in batched(seen, MARKS):
            ToRollUp.objects.filter(pk__in=some).delete()


def _change_piece(roll_up: RollUp, number: int, places: Mapping[UUID, int], plans: _Plans) -> None:
    size = min(PIECE, roll_up.tree.size - number * PIECE)
    told = dict(_figures(roll_up, list(places), plans))
    rows = ColumnPiece.objects.filter(roll_up=roll_up, number=number)
    columns = {
        code: unpacked(values, presence, size)
        for code, values, presence in rows.values_list("code", "values", "presence")
    }
    changed: dict[str, Column] = {}
    for code in {*columns, *(code for figures in told.values() for code in figures)}:
        there = columns.get(code) or empty(size)
        now = with_cells(there, {place: told.get(unit, {}).get(code) for unit, place in places.items()})
        if not now.is_same(there):
            changed[code] = now
    rows.filter(code__in=changed).delete()
    _keep(roll_up, number, changed)


def _figures(roll_up: RollUp, units: Sequence[UUID], plans: _Plans) -> Iterator[tuple[UUID, Figures]]:
    rows = Report.objects.sent().filter(form=roll_up.form_id, first=roll_up.first, unit__in=units)
    for unit, version, counted, is_in_time in rows.values_list("unit", "version", "counted", "is_in_time"):
        yield unit, figures_of(plans[version], counted or {}, is_in_time=is_in_time)


def _keep(roll_up: RollUp, number: int, columns: Mapping[str, Column]) -> None:
    insert_all(
        [
            _row(roll_up, number, code, column)
            for code, column in sorted(columns.items())
            if column.present.any()
        ]
    )


def _row(roll_up: RollUp, number: int, code: str, column: Column) -> ColumnPiece:
    values, presence = packed(column)
    total = column.total
    return ColumnPiece(
        roll_up=roll_up,
        code=code,
        number=number,
        total=total.sum,
        count=total.count,
        values=values,
        presence=presence,
    )
