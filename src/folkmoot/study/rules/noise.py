"""Noise for figures about what people know: whole numbers from the discrete Laplace distribution, exactly.

Canonne, Kamath and Steinke, *The Discrete Gaussian for Differential Privacy* (NeurIPS 2020), algorithms 1 and 2. Only whole
numbers are drawn and compared: what a floating-point logarithm rounds away tells of the figure that it was to hide
(Mironov, *On significance of the least significant bits for differential privacy*, CCS 2012).
"""

from collections.abc import Callable
from fractions import Fraction
from math import isqrt

# Returns a whole number from 0 to one less than it is given, each as likely: `secrets.randbelow`, or a seeded source in a test.
Below = Callable[[int], int]


def happens(chance: Fraction, below: Below) -> bool:
    """Return True with a `chance` from 0 to 1, exactly."""
    return below(chance.denominator) < chance.numerator


def happens_exp(gamma: Fraction, below: Below) -> bool:
    """Return True with the chance exp(-`gamma`), exactly; `gamma` is 0 or more."""
    while gamma > 1:
        if not _happens_exp_small(Fraction(1), below):
            return False
        gamma -= 1
    return _happens_exp_small(gamma, below)


def discrete_laplace(scale: Fraction, below: Below) -> int:
    """Return a whole number x with a chance in proportion to exp(-|x| / `scale`), exactly; `scale` is above 0."""
    whole, part = scale.numerator, scale.denominator
    while True:
        low = below(whole)
        if not happens_exp(Fraction(low, whole), below):
            continue
        high = 0
        while happens_exp(Fraction(1), below):
            high += 1
        size, is_below = (low + whole * high) // part, below(2) == 1
        # There is one nought, and not two.
        if not is_below or size:
            return -size if is_below else size


def spread_of(scale: Fraction, *, draws: int) -> int:
    """Return how far the sum of so many draws lies from nought in most cases, 19 of 20 or so: two standard deviations.

    A draw has a variance of less than 2 `scale`², as the continuous distribution has.
    """
    return isqrt(int(8 * draws * scale * scale)) + 1


def _happens_exp_small(gamma: Fraction, below: Below) -> bool:
    # exp(-gamma) = 1 - gamma + gamma²/2 - …: the first failure of ever rarer events falls on an odd one so often.
    number = 1
    while happens(gamma / number, below):
        number += 1
    return number % 2 == 1
