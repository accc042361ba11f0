"""What `recall` says of one card, for many at once: numpy, the same formulas, held equal to the library by a test.

Formulas: FSRS 6, https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from folkmoot.study.rules.recall import DESIRED, LONGEST_DAYS, PARAMETERS, Grade

Numbers = npt.NDArray[np.float64]
Grades = npt.NDArray[np.int64]

_W: Final = np.array(PARAMETERS)
_DECAY: Final = -PARAMETERS[20]
_FACTOR: Final = 0.9 ** (1 / _DECAY) - 1
_LEAST_STABILITY, _EASIEST, _HARDEST = 0.001, 1.0, 10.0
_EASY = 4


def retrievabilities(stability: Numbers, days: Numbers) -> Numbers:
    """Return the chance, from 0 to 1, of recalling each card whole `days` after its last answer."""
    found: Numbers = np.power(1 + _FACTOR * np.maximum(days, 0) / stability, _DECAY)
    return found


def first_answers(grades: Grades) -> tuple[Numbers, Numbers]:
    """Return the stability and the difficulty of cards after their first answers."""
    stability = np.maximum(_W[grades - 1], _LEAST_STABILITY)
    return stability, np.clip(_first_difficulty(grades), _EASIEST, _HARDEST)


def next_answers(
    stability: Numbers, difficulty: Numbers, days: Numbers, grades: Grades
) -> tuple[Numbers, Numbers]:
    """Return the stability and the difficulty of cards that were answered again, whole `days` after the last answer."""
    chance = retrievabilities(stability, days)
    later = np.where(
        grades == Grade.FORGOT,
        _after_forgetting(stability, difficulty, chance),
        _after_recalling(stability, difficulty, chance, grades),
    )
    found = np.where(days < 1, _same_day(stability, grades), later)
    return np.maximum(found, _LEAST_STABILITY), _next_difficulty(difficulty, grades)


def intervals(stability: Numbers) -> npt.NDArray[np.int64]:
    """Return after how many days each card comes back: when it is recalled with a chance of nine in ten, one day at least."""
    days = np.rint(stability / _FACTOR * (DESIRED ** (1 / _DECAY) - 1))
    found: Grades = np.clip(days, 1, LONGEST_DAYS).astype(np.int64)
    return found


def _first_difficulty(grades: Grades) -> Numbers:
    found: Numbers = _W[4] - np.exp(_W[5] * (grades - 1)) + 1
    return found


def _next_difficulty(difficulty: Numbers, grades: Grades) -> Numbers:
    # The harder it is already, the less it can become harder; and all of them drift to what is easy.
    easiest = _first_difficulty(np.array([_EASY]))
    moved = difficulty + (10.0 - difficulty) * -(_W[6] * (grades - Grade.KNEW)) / 9.0
    found: Numbers = np.clip(_W[7] * easiest + (1 - _W[7]) * moved, _EASIEST, _HARDEST)
    return found


def _same_day(stability: Numbers, grades: Grades) -> Numbers:
    growth = np.exp(_W[17] * (grades - Grade.KNEW + _W[18])) * np.power(stability, -_W[19])
    found: Numbers = stability * np.where(grades == Grade.FORGOT, growth, np.maximum(growth, 1.0))
    return found


def _after_forgetting(stability: Numbers, difficulty: Numbers, chance: Numbers) -> Numbers:
    long_term = (
        _W[11]
        * np.power(difficulty, -_W[12])
        * (np.power(stability + 1, _W[13]) - 1)
        * np.exp((1 - chance) * _W[14])
    )
    found: Numbers = np.minimum(long_term, stability / np.exp(_W[17] * _W[18]))
    return found


def _after_recalling(stability: Numbers, difficulty: Numbers, chance: Numbers, grades: Grades) -> Numbers:
    growth = np.exp(_W[8]) * (11 - difficulty) * np.power(stability, -_W[9])
    growth *= np.exp((1 - chance) * _W[10]) - 1
    growth *= np.where(grades == Grade.PARTLY, _W[15], 1.0)
    found: Numbers = stability * (1 + growth * np.where(grades == _EASY, _W[16], 1.0))
    return found
