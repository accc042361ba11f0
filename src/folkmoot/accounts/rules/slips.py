"""The printed slip: how long it is good, and which PIN goes with it."""

from datetime import timedelta
from itertools import pairwise

GOOD_FOR = timedelta(days=7)
TRIES = 5
_SHORTEST, _LONGEST = 6, 12


def normal_code(written: str) -> str:
    """Return a code as it is compared: however it was typed or pasted, capitals without dashes and spaces."""
    return "".join(letter for letter in written.upper() if letter.isalnum())


def is_pin(pin: str) -> bool:
    """Return whether `pin` can be one: 6 to 12 of the digits 0 to 9."""
    return pin.isascii() and pin.isdigit() and _SHORTEST <= len(pin) <= _LONGEST


def is_easily_guessed(pin: str) -> bool:
    """Return whether `pin` goes up or down or stays by equal steps, as 111111 and 123456 do, or says one half twice."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    half = len(pin) // 2
    return len(steps) <= 1 or (len(pin) % 2 == 0 and pin[:half] == pin[half:])
