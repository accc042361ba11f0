from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.ui.icicle import NARROWEST, WHOLE, Node, layout, step_of

TOLERANCE = 1e-6
SHARES = st.one_of(st.none(), st.fractions(min_value=0, max_value=1, max_denominator=100))


@st.composite
def trees(draw):
    """A tree in preorder, at most three levels below its root, each unit weighing what is below it."""
    deep = draw(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 900), SHARES), max_size=40))
    nodes = [Node(0, 0, draw(SHARES), "top")]
    for number, (depth, weight, share) in enumerate(deep):
        nodes.append(Node(min(depth, nodes[-1].depth + 1), weight, share, f"unit {number}"))
    return _weighed(nodes)


def _weighed(nodes):
    totals = {}
    for place in range(len(nodes) - 1, -1, -1):
        node = nodes[place]
        totals[place] = _below(nodes, totals, place) or node.weight
    return [Node(node.depth, totals[place], node.share, node.label) for place, node in enumerate(nodes)]


def _below(nodes, totals, place):
    total = 0
    for later in range(place + 1, len(nodes)):
        if nodes[later].depth <= nodes[place].depth:
            break
        total += totals[later] if nodes[later].depth == nodes[place].depth + 1 else 0
    return total


def _over(rects, rect):
    """The rectangle one level up under whose width this one begins."""
    (above,) = [
        other
        for other in rects
        if other.level == rect.level - 1 and other.x - TOLERANCE <= rect.x < other.x + other.width - TOLERANCE
    ]
    return above


def _wide(rects):
    return [rect for rect in rects if rect.width > 10 * TOLERANCE]


@given(trees())
def test_nothing_is_negative_and_all_is_within_the_picture(nodes):
    rects = layout(nodes)
    assert [
        rect for rect in rects if rect.x < 0 or rect.width < 0 or rect.x + rect.width > WHOLE + TOLERANCE
    ] == []


@given(trees())
def test_every_rectangle_hangs_from_one_that_covers_it(nodes):
    rects = _wide(layout(nodes))
    ends = [(rect, _over(rects, rect)) for rect in rects if rect.level]
    assert [rect for rect, above in ends if rect.x + rect.width > above.x + above.width + TOLERANCE] == []


@given(trees())
def test_no_two_rectangles_of_a_level_overlap(nodes):
    for level in range(4):
        # One without any width stands where its neighbour begins.
        line = sorted((rect for rect in _wide(layout(nodes)) if rect.level == level), key=lambda rect: rect.x)
        assert [a for a, b in pairwise(line) if a.x + a.width > b.x + TOLERANCE] == []


@given(trees())
def test_widths_add_up_to_the_width_above(nodes):
    widths = [sum(rect.width for rect in layout(nodes) if rect.level == level) for level in range(2)]
    assert widths[0] == WHOLE
    assert widths[1] == pytest.approx(WHOLE if len(nodes) > 1 else 0)


@given(trees())
def test_every_unit_is_drawn_with_its_label_or_counted_in_one_that_is(nodes):
    rects = layout(nodes, narrowest=0)
    assert [rect.node for rect in rects] == nodes


@given(trees())
def test_only_a_lone_brother_may_be_too_narrow(nodes):
    narrow = [rect for rect in layout(nodes) if rect.level == 1 and rect.width < NARROWEST]
    assert len([rect for rect in narrow if not rect.merged]) <= 1


@given(trees())
def test_merged_brothers_are_all_counted(nodes):
    rects = [rect for rect in layout(nodes) if rect.level == 1]
    assert sum(rect.merged or 1 for rect in rects) == sum(node.depth == 1 for node in nodes)


@given(trees())
def test_the_mirror_image_begins_where_the_picture_ends(nodes):
    for rect in layout(nodes):
        mirrored = rect.mirrored()
        assert mirrored.x + mirrored.width == pytest.approx(WHOLE - rect.x, abs=TOLERANCE)


def test_brothers_too_narrow_to_press_become_one():
    nodes = [Node(0, 1000, None, "top"), Node(1, 998, Fraction(1), "wide")]
    nodes += [Node(1, 1, Fraction(1), f"narrow {number}") for number in range(2)]
    drawn = [(rect.node.label, rect.node.share, rect.merged) for rect in layout(nodes)]
    assert drawn == [("top", None, 0), ("wide", 1, 0), ("", None, 2)]


def test_members_of_the_unit_itself_leave_room_below_it():
    top, child = layout([Node(0, 10, None, "top"), Node(1, 4, None, "child")])
    assert (top.width, child.width) == (100.0, 40.0)


def test_units_without_members_share_the_width():
    rects = layout([Node(0, 0, None, "top"), Node(1, 0, None, "a"), Node(1, 0, None, "b")])
    assert [rect.width for rect in rects] == [100.0, 50.0, 50.0]


def test_a_picture_of_nothing_is_empty():
    assert layout([]) == []


@pytest.mark.parametrize("depths", [(0, 2), (0, 0), (1, 2, 1)])
def test_nodes_out_of_order_are_an_error(depths):
    with pytest.raises(ValueError, match="does not follow in preorder"):
        layout([Node(depth, 1, None, "unit") for depth in depths])


@pytest.mark.parametrize(
    ("share", "step"),
    [
        (0, 1),
        (Fraction(1, 5), 2),
        (0.59, 3),
        (Fraction(3, 5), 4),
        (Fraction(99, 100), 5),
        (1, 5),
        (None, None),
    ],
)
def test_a_share_falls_in_one_of_five_steps(share, step):
    assert step_of(share) == step
