"""The organisation's own member numbers: 000001, 000002 and so on."""

_DIGITS_LEAST = 6
# Longer digits are somebody else's numbering (a barcode, a date): following them would leave ours with a gap for ever.
_DIGITS_MOST = 9


def number_at(place: int) -> str:
    """Return the member number at `place` in the series, counted from 1."""
    return str(place).zfill(_DIGITS_LEAST)


def place_of(number: str) -> int:
    """Return the place in the series that a given number takes, 0 if it is not of the series' form."""
    is_ours = number.isascii() and number.isdigit() and len(number) <= _DIGITS_MOST
    return int(number) if is_ours else 0
