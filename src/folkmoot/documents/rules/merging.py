"""Two people change the same list at the same time."""

from collections.abc import Set as AbstractSet


def merged(own: AbstractSet[str], before: AbstractSet[str], after: AbstractSet[str]) -> set[str]:
    """Return one's own list, begun on top of `before`, with what others added and left out on the way to `after`."""
    return {*(set(own) - (set(before) - set(after))), *(set(after) - set(before))}
