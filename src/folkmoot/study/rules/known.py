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


def sums_at(places: Ints, parts: Ints, *, size: int) -> Ints:
    """Return the sum of `parts` at each of `size` places; those at no place (-1) are left out."""
    there = places >= 0
    sums = np.zeros(size, np.int64)
    np.add.at(sums, places[there], parts[there])
    return sums


def known_in(at_cells: Ints, ends: Ints) -> Ints:
    """Return for every unit in preorder the sum over it and all below it; `ends` as of `rollup.Tree`."""
    return subtree_sums(at_cells, ends)


def _factor(decay: Floats | float) -> Floats | float:
    return DESIRED ** (1 / np.asarray(decay)) - 1
