"""Which point of one wording became which point of the next, though numbers shift and words change."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from folkmoot.documents.rules.comparing import Opcode, Steps

Pair = tuple[int | None, int | None]
# A number that stays says as much as four words of ten that stay; with less than that in common, points are strangers.
SAME_NUMBER = 0.4
LEAST_ALIKE = 0.4
# Between points that stayed, so many words are compared at the most, each with each point: more would take seconds.
MOST_COMPARED = 2_000_000
# Of two thousand points that all say the same, which of them stayed is not to be told, and would be looked for for minutes.
MOST_STEPS = 1_000_000


@dataclass(frozen=True)
class Side:
    """A point as it is compared: its label, and its words without its number."""

    label: str
    words: tuple[str, ...]

    @cached_property
    def counted(self) -> Counter[str]:
        """How often each word stands there."""
        return Counter(self.words)


def aligned(before: Sequence[Side], after: Sequence[Side]) -> list[Pair]:
    """Return pairs of places in `before` and `after`, in both orders; None stands where a point has no partner.

    First come those with the same words, then between these those that are most alike. Where that would take too long, it is
    those of the same number, or else one after the other.
    """
    compared, steps = Steps(MOST_COMPARED), Steps(MOST_STEPS)
    anchors = [(-1, -1), *_same_words(before, after, steps), (len(before), len(after))]
    pairs: list[Pair] = []
    for (old, new), (next_old, next_new) in pairwise(anchors):
        olds, news = range(old + 1, next_old), range(new + 1, next_new)
        alike = _partners(before, after, olds, news, compared)
        partners = _by_label(before, after, olds, news, steps) if alike is None else alike
        pairs += _between(olds, news, partners)
        if next_old < len(before) or next_new < len(after):
            pairs.append((next_old, next_new))
    return pairs


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Return which share of the words two texts have in common, from 0 to 1, their order left aside."""
    return _likeness(Counter(one), Counter(other), len(one) + len(other))


def _likeness(one: Counter[str], other: Counter[str], together: int) -> float:
    return 2 * (one & other).total() / together if together else 1.0


def _same_words(before: Sequence[Side], after: Sequence[Side], steps: Steps) -> list[tuple[int, int]]:
    """Return the points that stayed; where that takes too many steps, those before the first change and behind the last."""
    one, other = [side.words for side in before], [side.words for side in after]
    found = steps.opcodes(one, other, most=steps.left // 2)
    if found is not None:
        return _stayed(found)
    first = _shared(one, other)
    last = _shared(one[first:][::-1], other[first:][::-1])
    ends = [(len(one) - step, len(other) - step) for step in range(last, 0, -1)]
    return [*((at, at) for at in range(first)), *ends]


def _stayed(opcodes: Sequence[Opcode]) -> list[tuple[int, int]]:
    """Return the pairs of places of what is equal."""
    return [
        (old + step, new + step)
        for tag, old, old_end, new, _new_end in opcodes
        if tag == "equal"
        for step in range(old_end - old)
    ]


def _shared(one: Sequence[object], other: Sequence[object]) -> int:
    """Return with how many of the same both begin."""
    differ = (at for at, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs)
    return next(differ, min(len(one), len(other)))


def _between(olds: range, news: range, partners: Sequence[tuple[int, int]]) -> Iterator[Pair]:
    """Pair the points between two that stayed; those left over stand where they stood, struck ones first."""
    old, new = olds.start, news.start
    for chosen_old, chosen_new in [*partners, (olds.stop, news.stop)]:
        yield from ((each, None) for each in range(old, chosen_old))
        yield from ((None, each) for each in range(new, chosen_new))
        if chosen_old < olds.stop:
            yield chosen_old, chosen_new
        old, new = chosen_old + 1, chosen_new + 1


def _partners(
    before: Sequence[Side], after: Sequence[Side], olds: range, news: range, compared: Steps
) -> list[tuple[int, int]] | None:
    """Return the points that are most alike; None if more words would be compared than are left."""
    old_words, new_words = _words_in(before, olds), _words_in(after, news)
    if not compared.take(old_words * len(news) + new_words * len(olds)):
        return None
    # best[i][j]: the most that can be had of the points from i and from j on.
    best = [[0.0] * (len(news) + 1) for _row in range(len(olds) + 1)]
    worth = [[_worth(before[old], after[new]) for new in news] for old in olds]
    for i in reversed(range(len(olds))):
        for j in reversed(range(len(news))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], worth[i][j] and worth[i][j] + best[i + 1][j + 1])
    return list(_chosen(best, worth, olds, news))


def _chosen(
    best: Sequence[Sequence[float]], worth: Sequence[Sequence[float]], olds: range, news: range
) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(olds) and j < len(news):
        if worth[i][j] and best[i][j] == worth[i][j] + best[i + 1][j + 1]:
            yield olds[i], news[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _worth(old: Side, new: Side) -> float:
    worth = _likeness(old.counted, new.counted, len(old.words) + len(new.words)) + SAME_NUMBER * (
        old.label == new.label
    )
    return worth if worth >= LEAST_ALIKE else 0.0


def _words_in(sides: Sequence[Side], places: range) -> int:
    return sum(1 + len(sides[at].words) for at in places)


def _by_label(
    before: Sequence[Side], after: Sequence[Side], olds: range, news: range, steps: Steps
) -> list[tuple[int, int]]:
    found = steps.opcodes([before[at].label for at in olds], [after[at].label for at in news])
    if found is None:
        return list(zip(olds, news, strict=False))
    return [(olds[old], news[new]) for old, new in _stayed(found)]
