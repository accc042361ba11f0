"""An icicle: a tree hung from its root, each unit as wide as its weight, each level one row below.

Pure geometry: no database, no template. Widths and places are in per cent of the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from django.utils.functional import Promise

from folkmoot.ui.shares import Share

WHOLE = 100.0
# Two pixels of a picture 960 pixels wide: what is narrower can be neither told apart nor pressed.
NARROWEST = WHOLE * 2 / 960
STEPS = 5

Text = str | Promise


@dataclass(frozen=True)
class Node:
    """One unit, given in preorder; a share of None is withheld because too few are behind it."""

    depth: int
    weight: float
    share: Share
    label: str
    url: str = ""
    note: Text = ""


@dataclass(frozen=True)
class Icicle:
    title: Text
    measure: Text
    nodes: Sequence[Node]
    # Whether the page has the same in a table of its own.
    is_listed: bool = False


@dataclass(frozen=True)
class Rect:
    """Where a unit is drawn; `merged` counts the units that one rectangle stands for, if several."""

    node: Node
    level: int
    x: float
    width: float
    merged: int = 0

    @property
    def step(self) -> int | None:
        return step_of(self.node.share)

    def mirrored(self) -> Rect:
        return replace(self, x=WHOLE - self.x - self.width)


@dataclass
class _Branch:
    node: Node
    children: list[_Branch] = field(default_factory=list)


def layout(nodes: Sequence[Node], *, narrowest: float = NARROWEST) -> list[Rect]:
    """Place the nodes of one tree, given in preorder, merging brothers narrower than `narrowest`."""
    if not nodes:
        return []
    return list(_place(_grow(nodes), level=0, x=0.0, width=WHOLE, narrowest=narrowest))


def step_of(share: Share) -> int | None:
    """Return which of five equal steps a share from 0 to 1 falls in, from 1 to 5."""
    if share is None:
        return None
    return min(int(Fraction(share) * STEPS), STEPS - 1) + 1


def _grow(nodes: Sequence[Node]) -> _Branch:
    root = _Branch(nodes[0])
    line = [root]
    for node in nodes[1:]:
        if not nodes[0].depth < node.depth <= line[-1].node.depth + 1:
            msg = f"{node.label!r} at depth {node.depth} does not follow in preorder"
            raise ValueError(msg)
        branch = _Branch(node)
        del line[node.depth - nodes[0].depth :]
        line[-1].children.append(branch)
        line.append(branch)
    return root


def _place(branch: _Branch, *, level: int, x: float, width: float, narrowest: float) -> Iterator[Rect]:
    yield Rect(branch.node, level, x, width)
    widths = _widths(branch, width)
    narrow = {index for index, each in enumerate(widths) if each < narrowest}
    apart = [index for index in range(len(widths)) if len(narrow) == 1 or index not in narrow]
    for index in apart:
        child = branch.children[index]
        yield from _place(child, level=level + 1, x=x, width=widths[index], narrowest=narrowest)
        x += widths[index]
    if len(narrow) > 1:
        merged = [branch.children[index].node for index in sorted(narrow)]
        yield Rect(_merge(merged), level + 1, x, sum(widths[index] for index in narrow), merged=len(merged))


def _widths(branch: _Branch, width: float) -> list[float]:
    # A unit may have members of its own: what its children do not weigh stays empty below it.
    weights = [child.node.weight for child in branch.children]
    total = max(branch.node.weight, sum(weights))
    return [width * weight / total if total else width / len(weights) for weight in weights]


def _merge(nodes: Sequence[Node]) -> Node:
    # No share of its own: one for a group nobody asked for could be subtracted from its neighbours.
    weight = sum(node.weight for node in nodes)
    return Node(depth=nodes[0].depth, weight=weight, share=None, label="")
