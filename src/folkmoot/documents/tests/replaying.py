"""What operations mean: done again to the text before, they give the text after. Tests hold them to it."""

from collections import defaultdict
from collections.abc import Sequence

from folkmoot.documents.rules.operations import Kind, Operation, WordedPoint


def replayed(before: Sequence[WordedPoint], done: Sequence[Operation]) -> list[WordedPoint]:
    """Return the points after the operations were done to the points `before`."""
    changes = {each.old: each for each in done if each.kind is not Kind.INSERT}
    inserted: dict[str | None, list[WordedPoint]] = defaultdict(list)
    for each in done:
        if each.kind is Kind.INSERT and each.new is not None:
            inserted[each.old].append(each.new)
    points = list(inserted[None])
    for point in before:
        change = changes.get(point.label)
        points += [point] if change is None else [change.new] if change.new else []
        points += inserted[point.label]
    return points
