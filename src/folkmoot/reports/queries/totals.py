"""Sums of subtrees: read from the sums of whole pieces, and from the two pieces in which a subtree begins and ends."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, F, IntegerField, Q, Sum, Value

from folkmoot.reports.models import ColumnPiece, RollUp
from folkmoot.reports.queries.trees import Slice
from folkmoot.reports.rules.columns import Column, Total, empty, joined, unpacked
from folkmoot.reports.rules.tree import PIECE

_BYTES, _ZERO = Value(None, BinaryField()), Value(0, IntegerField())


@dataclass(frozen=True)
class Whole:
    """A period of which columns are read unit by unit, of one subtree."""

    roll_up: RollUp
    part: Slice
    codes: Sequence[str]


def totals_in(roll_up: RollUp, part: Slice, codes: Collection[str]) -> dict[str, Total]:
    """Return the sums of some columns over a subtree, each with of how many reports it is; one question."""
    return totals_of_each([roll_up], {roll_up.tree_id: part}, codes)[roll_up.pk]


def totals_of_each(
    roll_ups: Sequence[RollUp], parts: Mapping[UUID, Slice], codes: Collection[str]
) -> dict[UUID, dict[str, Total]]:
    """Return what `totals_in` does for many periods, each over its own tree: one question, of a few rows for each column.

    `parts` are the subtrees, by tree; a period without one has no sums.
    """
    return totals_and_columns(roll_ups, parts, codes, whole=None)[0]


def totals_and_columns(
    roll_ups: Sequence[RollUp], parts: Mapping[UUID, Slice], codes: Collection[str], *, whole: Whole | None
) -> tuple[dict[UUID, dict[str, Total]], dict[str, Column]]:
    """Return what `totals_of_each` does, and the columns of `whole`, which is one of those periods; one question together."""
    found: dict[UUID, dict[str, Total]] = {each.pk: dict.fromkeys(codes, Total()) for each in roll_ups}
    summed = [each for each in roll_ups if whole is None or each != whole.roll_up]
    inner, outer = _inner_and_outer(summed, parts, codes)
    places = {each.pk: (parts[each.tree_id], each.tree.size) for each in roll_ups if each.tree_id in parts}
    kept: dict[str, dict[int, Column]] = defaultdict(dict)
    if whole is not None:
        outer |= _all_of(whole)
    for roll_up, code, number, values, presence, total, count in _rows(inner, outer):
        if number is None:
            found[roll_up][code] += Total(total, count)
            continue
        part, size = places[roll_up]
        column = _cut(_piece(values, presence, number, size), number, part)
        if whole is not None and roll_up == whole.roll_up.pk:
            kept[code][number] = column
        else:
            found[roll_up][code] += column.total
    if whole is None:
        return found, {}
    columns = {code: joined(_all_pieces(kept[code], whole.part)) for code in whole.codes}
    found[whole.roll_up.pk] |= {code: columns[code].total for code in codes if code in columns}
    return found, columns


def column_in(roll_up: RollUp, part: Slice, codes: Sequence[str]) -> dict[str, Column]:
    """Return some columns of a subtree, unit by unit; one question, of a row for each column and piece."""
    rows = ColumnPiece.objects.filter(_all_of(Whole(roll_up, part, codes)))
    kept: dict[str, dict[int, Column]] = defaultdict(dict)
    for code, number, values, presence in rows.values_list("code", "number", "values", "presence"):
        kept[code][number] = _cut(_piece(values, presence, number, roll_up.tree.size), number, part)
    return {code: joined(_all_pieces(kept[code], part)) for code in codes}


def _none() -> Q:
    return Q(pk__in=[])


def _all_of(whole: Whole) -> Q:
    return Q(roll_up=whole.roll_up, code__in=whole.codes, number__in=whole.part.pieces)


def _inner_and_outer(
    roll_ups: Sequence[RollUp], parts: Mapping[UUID, Slice], codes: Collection[str]
) -> tuple[Q, Q]:
    """Return which pieces lie wholly in the subtrees, whose sums are kept, and which are cut by one of their ends."""
    trees: dict[UUID, list[RollUp]] = defaultdict(list)
    for each in roll_ups:
        trees[each.tree_id].append(each)
    inner, outer = _none(), _none()
    for tree_id, part in parts.items():
        those = Q(roll_up__in=trees[tree_id], code__in=codes)
        between = part.pieces[1:-1]
        if between:
            inner |= those & Q(number__gte=between.start, number__lt=between.stop)
        outer |= those & Q(number__in={part.pieces[0], part.pieces[-1]})
    return inner, outer


def _rows(inner: Q, outer: Q) -> Iterable[tuple[Any, ...]]:
    """Return the sums of whole pieces, a row for each column, and behind them the pieces themselves that are cut."""
    nothing = {"no": Value(None, IntegerField()), "kept": _BYTES, "there": _BYTES}
    names = ("roll_up", "code", "no", "kept", "there", "sum", "of")
    sums = ColumnPiece.objects.filter(inner).order_by().values("roll_up", "code")
    whole: Any = sums.annotate(sum=Sum("total"), of=Sum("count"), **nothing).values_list(*names)
    parts = ColumnPiece.objects.filter(outer).order_by()
    told = {"no": F("number"), "kept": F("values"), "there": F("presence"), "sum": _ZERO, "of": _ZERO}
    rows: Iterable[tuple[Any, ...]] = whole.union(parts.annotate(**told).values_list(*names), all=True)
    return rows


def _all_pieces(kept: Mapping[int, Column], part: Slice) -> Iterator[Column]:
    return (kept.get(number) or empty(_overlap(number, part)) for number in part.pieces)


def _overlap(number: int, part: Slice) -> int:
    return min((number + 1) * PIECE, part.end) - max(number * PIECE, part.start)


def _piece(values: bytes | memoryview, presence: bytes | memoryview, number: int, size: int) -> Column:
    return unpacked(values, presence, min(PIECE, size - number * PIECE))


def _cut(column: Column, number: int, part: Slice) -> Column:
    there = part.in_piece(number)
    return Column(column.values[there], column.present[there])
