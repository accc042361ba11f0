"""Sums of subtrees: read from the sums of whole pieces, and from the two pieces in which a subtree begins and ends."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from django.db.models import Q, Sum

from folkmoot.reports.models import ColumnPiece, RollUp
from folkmoot.reports.queries.trees import Slice
from folkmoot.reports.rules.columns import Column, Total, empty, joined, unpacked
from folkmoot.reports.rules.tree import PIECE


def totals_in(roll_up: RollUp, part: Slice, codes: Collection[str]) -> dict[str, Total]:
    """Return the sums of some columns over a subtree, each with of how many reports it is; two questions."""
    return totals_of_each([roll_up], {roll_up.tree_id: part}, codes)[roll_up.pk]


def totals_of_each(
    roll_ups: Sequence[RollUp], parts: Mapping[UUID, Slice], codes: Collection[str]
) -> dict[UUID, dict[str, Total]]:
    """Return what `totals_in` does for many periods, each over its own tree: two questions, of a few rows for each column.

    `parts` are the subtrees, by tree; a period without one has no sums.
    """
    found: dict[UUID, dict[str, Total]] = {each.pk: dict.fromkeys(codes, Total()) for each in roll_ups}
    trees: dict[UUID, list[RollUp]] = defaultdict(list)
    for each in roll_ups:
        trees[each.tree_id].append(each)
    inner, outer = _none(), _none()
    for tree_id, part in parts.items():
        those = Q(roll_up__in=trees[tree_id], code__in=codes)
        whole = part.pieces[1:-1]
        if whole:
            inner |= those & Q(number__gte=whole.start, number__lt=whole.stop)
        outer |= those & Q(number__in={part.pieces[0], part.pieces[-1]})
    _add_whole(found, inner)
    _add_cut(
        found,
        outer,
        {each.pk: (parts[each.tree_id], each.tree.size) for each in roll_ups if each.tree_id in parts},
    )
    return found


def column_in(roll_up: RollUp, part: Slice, codes: Sequence[str]) -> dict[str, Column]:
    """Return some columns of a subtree, unit by unit; one question, of a row for each column and piece."""
    rows = ColumnPiece.objects.filter(roll_up=roll_up, code__in=codes, number__in=part.pieces)
    kept: dict[str, dict[int, Column]] = defaultdict(dict)
    for code, number, values, presence in rows.values_list("code", "number", "values", "presence"):
        kept[code][number] = _cut(_piece(values, presence, number, roll_up.tree.size), number, part)
    return {code: joined(_all_pieces(kept[code], part)) for code in codes}


def _none() -> Q:
    return Q(pk__in=[])


def _add_whole(found: Mapping[UUID, dict[str, Total]], chosen: Q) -> None:
    rows = ColumnPiece.objects.filter(chosen).order_by().values_list("roll_up", "code")
    for roll_up, code, total, count in rows.annotate(Sum("total"), Sum("count")):
        found[roll_up][code] += Total(total, count)


def _add_cut(
    found: Mapping[UUID, dict[str, Total]], chosen: Q, parts: Mapping[UUID, tuple[Slice, int]]
) -> None:
    rows = ColumnPiece.objects.filter(chosen).values_list("roll_up", "code", "number", "values", "presence")
    for roll_up, code, number, values, presence in rows:
        part, size = parts[roll_up]
        found[roll_up][code] += _cut(_piece(values, presence, number, size), number, part).total


def _all_pieces(kept: Mapping[int, Column], part: Slice) -> Iterator[Column]:
    return (kept.get(number) or empty(_overlap(number, part)) for number in part.pieces)


def _overlap(number: int, part: Slice) -> int:
    return min((number + 1) * PIECE, part.end) - max(number * PIECE, part.start)


def _piece(values: bytes | memoryview, presence: bytes | memoryview, number: int, size: int) -> Column:
    return unpacked(values, presence, min(PIECE, size - number * PIECE))


def _cut(column: Column, number: int, part: Slice) -> Column:
    there = part.in_piece(number)
    return Column(column.values[there], column.present[there])
