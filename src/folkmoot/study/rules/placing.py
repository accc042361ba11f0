"""Where somebody begins with a programme: a few of its questions say what they know, and they choose otherwise if they like."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from folkmoot.study.rules.cards import Kind
from folkmoot.study.rules.programmes import Level

ASKED_OF_A_LEVEL = 2
# What is answered at once, and not judged by oneself.
ASKED_KINDS = (Kind.CHOICE, Kind.SEVERAL, Kind.SHORT, Kind.GAP)
_LEVELS = tuple(Level)


def few_of_each(cards: Sequence[tuple[UUID, Level]]) -> list[UUID]:
    """Return which cards are asked to find where somebody begins: two of each level, from the basic one on."""
    found: list[UUID] = []
    for level in _LEVELS:
        found += [pk for pk, of in cards if of is level][:ASKED_OF_A_LEVEL]
    return found


def level_found(answered: Sequence[tuple[Level, bool]]) -> Level:
    """Return where somebody begins: at the first level of which they did not know all that was asked.

    Whoever knew it all begins behind the last that was asked, or there if none comes after it.
    """
    asked: Mapping[Level, list[bool]] = {
        level: [is_right for of, is_right in answered if of is level] for level in _LEVELS
    }
    levels = [level for level in _LEVELS if asked[level]]
    for level in levels:
        if not all(asked[level]):
            return level
    return _LEVELS[min(_LEVELS.index(levels[-1]) + 1, len(_LEVELS) - 1)] if levels else Level.BASIC
