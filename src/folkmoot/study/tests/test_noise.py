import math
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.study.rules.noise import Below, discrete_laplace, happens, happens_exp, spread_of


class _Deeper(Exception):
    """A way of drawing goes further down than is looked at."""


def chances_of(
    work: Callable[[Below], object], *, least: Fraction
) -> tuple[dict[object, Fraction], Fraction]:
    """Return by answer the exact chance that `work` gives it, along all ways that are no rarer than `least`, and what is left."""
    found: dict[object, Fraction] = {}
    rest = Fraction(0)
    waiting: list[tuple[tuple[int, ...], Fraction]] = [((), Fraction(1))]
    while waiting:
        drawn, chance = waiting.pop()
        sizes: list[int] = []

        def below(size: int, drawn: tuple[int, ...] = drawn, sizes: list[int] = sizes) -> int:
            if len(sizes) == len(drawn):
                sizes.append(size)
                raise _Deeper
            sizes.append(size)
            return drawn[len(sizes) - 1]

        try:
            answer = work(below)
        except _Deeper:
            further = chance / sizes[-1]
            if further < least:
                rest += chance
            else:
                waiting += [((*drawn, each), further) for each in range(sizes[-1])]
        else:
            found[answer] = found.get(answer, Fraction(0)) + chance
    return found, rest


@pytest.mark.parametrize(
    "gamma", [Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(1), Fraction(3, 2), Fraction(3)]
)
def test_what_happens_by_exp_has_exactly_that_chance(gamma: Fraction) -> None:
    found, rest = chances_of(lambda below: happens_exp(gamma, below), least=Fraction(1, 20_000))
    assert rest < Fraction(1, 100)
    assert float(found[True]) <= math.exp(-gamma) <= float(found[True] + rest)
    assert sum(found.values()) + rest == 1


def test_a_chance_is_exact() -> None:
    found, rest = chances_of(lambda below: happens(Fraction(2, 3), below), least=Fraction(1, 10))
    assert (found[True], found[False], rest) == (Fraction(2, 3), Fraction(1, 3), Fraction(0))


def test_noise_has_exactly_the_chances_of_its_distribution() -> None:
    scale = Fraction(2)
    found, rest = chances_of(lambda below: discrete_laplace(scale, below), least=Fraction(1, 30_000))
    base = math.exp(-1 / scale)
    for number in range(-3, 4):
        expected = (1 - base) / (1 + base) * base ** abs(number)
        low = float(found[number])
        assert low <= expected <= low + float(rest)
        assert found[number] == found[-number]


@pytest.mark.parametrize("scale", [Fraction(1), Fraction(5, 2), Fraction(7)])
def test_many_draws_of_noise_are_spread_as_they_should_be(scale: Fraction) -> None:
    source, draws = Random(20260301), 6_000  # noqa: S311  -- a seeded source, so that this ends the same way each time
    counted = Counter(discrete_laplace(scale, source.randrange) for _draw in range(draws))
    base, reach = math.exp(-1 / scale), int(3 * scale)
    expected = {
        number: draws * (1 - base) / (1 + base) * base ** abs(number) for number in range(-reach, reach + 1)
    }
    tail = draws - sum(expected.values())
    chi = sum((counted[number] - often) ** 2 / often for number, often in expected.items())
    chi += (sum(counted.values()) - sum(counted[number] for number in expected) - tail) ** 2 / tail
    # Of so many degrees of freedom, four standard deviations above the mean: one seed in tens of thousands.
    freedom = len(expected)
    assert chi < freedom + 4 * math.sqrt(2 * freedom)
    assert abs(sum(number * often for number, often in counted.items())) <= spread_of(scale, draws=draws) * 2


@given(st.fractions(min_value=Fraction(1, 5), max_value=50), st.integers(0, 2**32))
def test_the_same_source_gives_the_same_noise(scale: Fraction, seed: int) -> None:
    drawn = [discrete_laplace(scale, Random(seed).randrange) for _time in range(2)]  # noqa: S311  -- as above
    assert drawn[0] == drawn[1]
    assert isinstance(drawn[0], int)


def test_the_spread_of_a_sum_grows_with_the_root_of_its_parts() -> None:
    assert spread_of(Fraction(1000), draws=1) == 2829
    assert spread_of(Fraction(1000), draws=100) == 28285
