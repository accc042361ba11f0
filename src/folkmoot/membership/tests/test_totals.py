from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.membership.rules.totals import subtree_totals
from folkmoot.units.rules import paths


@st.composite
def trees(draw) -> list[tuple[str, UUID, int]]:
    """Any tree of up to 30 units: each new one hangs below one that is there."""
    made = [paths.ROOT]
    children = {paths.ROOT: 0}
    for choice in draw(st.lists(st.integers(0, 1000), max_size=29)):
        parent = made[choice % len(made)]
        if paths.depth_of(parent) < paths.DEEPEST:
            path = paths.child_path(parent, children[parent])
            children[parent] += 1
            children[path] = 0
            made.append(path)
    return [(path, UUID(int=place), draw(st.integers(0, 40))) for place, path in enumerate(sorted(made))]


@given(trees())
def test_each_unit_with_units_below_has_the_sum_of_its_subtree(tree: list[tuple[str, UUID, int]]) -> None:
    expected = {
        unit_id: sum(own for other, _id, own in tree if other.startswith(path))
        for path, unit_id, _own in tree
        if any(paths.parent_of(other) == path for other, _id, _own in tree)
    }
    assert dict(subtree_totals(tree)) == expected


def test_without_units_there_are_no_totals() -> None:
    assert list(subtree_totals([])) == []
