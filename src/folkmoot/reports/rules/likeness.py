"""Which units report something else than those like them: the modified z-score over medians.

The rule is that of Iglewicz and Hoaglin, *How to Detect and Handle Outliers* (1993): with the median m of like units and MAD,
the median of the distances from it, a unit deviates where 0.6745 · |x - m| / MAD is more than 3.5. One wild figure moves neither
median, so it cannot hide itself or others. Where more than half report the same, MAD is nought, and the mean distance takes
its place: |x - m| / (1.2533 · mean distance).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from folkmoot.decisions.rules.rollup import Bools, Ints
from folkmoot.reports.rules.columns import Column

Floats = npt.NDArray[np.float64]
THRESHOLD = 3.5
# With fewer like it, nothing is said of a unit.
LIKE_LEAST = 8
# Members from which on a unit is of the next size.
SIZES = (10, 20, 50, 100)
_NORMAL, _MEAN = 0.6745, 1.253314


@dataclass(frozen=True, eq=False)
class Scored:
    """For each unit how far it is from those like it, and their median; not a number where it has none or too few are like it."""

    scores: Floats
    medians: Floats

    @property
    def deviating(self) -> Bools:
        """Which units deviate."""
        found: Bools = np.abs(np.nan_to_num(self.scores)) > THRESHOLD
        return found

    @property
    def compared(self) -> int:
        """How many units were compared with others."""
        return int((~np.isnan(self.scores)).sum())


def size_classes(members: Column | None, count: int) -> Ints:
    """Return for each of `count` units how large it is, from 1 up; 0 where nobody knows."""
    if members is None:
        return np.zeros(count, np.int64)
    classes = np.digitize(members.values, SIZES) + 1
    return np.where(members.present, classes, 0).astype(np.int64)


def likenesses(kinds: Ints, sizes: Ints, sectors: Ints) -> list[Ints]:
    """Return three ways in which units are alike, the nearest first: kind, size and sector; kind and size; kind."""
    by_size = kinds * (len(SIZES) + 2) + sizes
    return [by_size * (int(sectors.max(initial=0)) + 1) + sectors, by_size, kinds]


def scored(values: Floats, present: Bools, alike: Sequence[Ints]) -> Scored:
    """Compare each unit with those like it in the nearest way in which there are enough."""
    scores, medians = np.full(len(values), np.nan), np.full(len(values), np.nan)
    there = np.flatnonzero(present)
    for keys in alike:
        waiting = np.isnan(scores[there])
        if not waiting.any():
            break
        own_scores, own_medians, counts = _within(values[there], keys[there])
        chosen = waiting & (counts >= LIKE_LEAST)
        scores[there[chosen]], medians[there[chosen]] = own_scores[chosen], own_medians[chosen]
    return Scored(scores, medians)


def _within(values: Floats, keys: Ints) -> tuple[Floats, Floats, Ints]:
    """Return the score of each value in its group, the median of that, and how many are in it."""
    _keys, groups, counts = np.unique(keys, return_inverse=True, return_counts=True)
    medians = _medians(values, groups, counts)[groups]
    distances = np.abs(values - medians)
    mads = _medians(distances, groups, counts)[groups]
    means = (np.bincount(groups, weights=distances) / counts)[groups]
    spread = np.where(mads > 0, mads / _NORMAL, means * _MEAN)
    scores = np.divide(values - medians, spread, out=np.zeros(len(values)), where=spread > 0)
    return scores, medians, counts[groups]


def _medians(values: Floats, groups: Ints, counts: Ints) -> Floats:
    ordered = values[np.lexsort((values, groups))]
    starts = np.cumsum(counts) - counts
    middles: Floats = (ordered[starts + (counts - 1) // 2] + ordered[starts + counts // 2]) / 2
    return middles
