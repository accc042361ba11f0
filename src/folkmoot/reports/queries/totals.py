"""Sums of subtrees: read from the sums of whole pieces, and from the two pieces in which a subtree begins and ends."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from django.db.models import Sum

from folkmoot.reports.models import ColumnPiece, RollUp
from folkmoot.reports.queries.trees import Slice
from folkmoot.reports.rules.columns import Column, Total, empty, joined, unpacked
from folkmoot.reports.rules.tree import PIECE


def totals_in(roll_up: RollUp, part: Slice, codes: Collection[str]) -> dict[str, Total]:
    """Return the sums of some columns over a subtree, each with of how many reports it is; two questions."""
    return totals_of_each([roll_up], part, codes)[roll_up.pk]


def totals_of_each(
    roll_ups: Sequence[RollUp], part: Slice, codes: Collection[str]
) -> dict[UUID, dict[str, Total]]:
    """Return what `totals_in` does for periods that share one tree: two questions, of a few rows for each column."""
    found: dict[UUID, dict[str, Total]] = {each.pk: dict.fromkeys(codes, Total()) for each in roll_ups}
    rows = ColumnPiece.objects.filter(roll_up__in=roll_ups, code__in=codes)
    inner = part.pieces[1:-1]
    if inner:
        whole = rows.filter(number__gte=inner.start, number__lt=inner.stop).order_by()
        summed = whole.values_list("roll_up", "code").annotate(Sum("total"), Sum("count"))
        for roll_up, code, total, count in summed:
            found[roll_up][code] += Total(total, count)
    outer = rows.filter(number__in={part.pieces[0], part.pieces[-1]})
    size = roll_ups[0].tree.size if roll_ups else 0
    for roll_up, code, number, values, presence in outer.values_list(
        "roll_up", "code", "number", "values", "presence"
    ):
        found[roll_up][code] += _cut(_piece(values, presence, number, size), number, part).total
    return found


def column_in(roll_up: RollUp, part: Slice, codes: Sequence[str]) -> dict[str, Column]:
    """Return some columns of a subtree, unit by unit; one question, of a row for each column and piece."""
    rows = ColumnPiece.objects.filter(roll_up=roll_up, code__in=codes, number__in=part.pieces)
    kept: dict[str, dict[int, Column]] = defaultdict(dict)
    for code, number, values, presence in rows.values_list("code", "number", "values", "presence"):
        kept[code][number] = _cut(_piece(values, presence, number, roll_up.tree.size), number, part)
    return {code: joined(_all_pieces(kept[code], part)) for code in codes}


def _all_pieces(kept: Mapping[int, Column], part: Slice) -> Iterator[Column]:
    return (kept.get(number) or empty(_overlap(number, part)) for number in part.pieces)


def _overlap(number: int, part: Slice) -> int:
    return min((number + 1) * PIECE, part.end) - max(number * PIECE, part.start)


def _piece(values: bytes | memoryview, presence: bytes | memoryview, number: int, size: int) -> Column:
    return unpacked(values, presence, min(PIECE, size - number * PIECE))


def _cut(column: Column, number: int, part: Slice) -> Column:
    first = max(part.start - number * PIECE, 0)
    last = part.end - number * PIECE
    return Column(column.values[first:last], column.present[first:last])
