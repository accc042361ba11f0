"""How well a text is known: what all cards that members have learnt add up to, never how well one of them knows it.

A member counts with millionths: of a point with three cards, a third of what is reckoned for each of them, so that one person
is never more than one, whatever they learn. Everything is counted in whole numbers from there on.
"""

import numpy as np
import numpy.typing as npt

from folkmoot.decisions.rules.rollup import Ints, subtree_sums
from folkmoot.study.rules.known_thresholds import WHOLE
from folkmoot.study.rules.recall import DECAY, DESIRED, FACTOR

Floats = npt.NDArray[np.float64]


def retrievabilities(stability: Floats, days: Floats, *, decay: Floats | float = DECAY) -> Floats:
    """Return the chance, from 0 to 1, that each of many cards is recalled so many whole `days` after it was answered.

    What `recall.retrievability` says of one. `decay` differs only for members whose memory was fitted by their own answers.
    """
    factor = FACTOR if isinstance(decay, float) and decay == DECAY else _factor(decay)
    chances: Floats = np.maximum(days, 0) * factor
    chances /= stability
    chances += 1
    np.power(chances, decay, out=chances)
    return chances


def millionths(chances: Floats, *, cards: int) -> Ints:
    """Return what each of many cards adds to a point that has so many `cards`: together never more than a whole."""
    parts: Ints = (chances * (WHOLE // cards)).astype(np.int64)
    return parts


def add_known(known: Ints, places: Ints, stability: Floats, days: Floats, *, cards: int) -> None:
    """Add to `known`, by place, what some members know of a card of a point with so many `cards`; -1 is no place.

    In place and without a column of its own, as it is called for each few thousand of many millions.
    """
    parts = millionths(retrievabilities(stability, days), cards=cards)
    there = places >= 0
    np.add.at(known, places[there], parts[there])


def known_in(at_cells: Ints, ends: Ints) -> Ints:
    """Return for every unit in preorder the sum over it and all below it; `ends` as of `rollup.Tree`."""
    return subtree_sums(at_cells, ends)


def _factor(decay: Floats | float) -> Floats | float:
    return DESIRED ** (1 / np.asarray(decay)) - 1
