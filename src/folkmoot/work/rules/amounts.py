"""Amounts of targets: read and written exactly, as integers of their smallest parts."""

import re

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

# Sums over a million units stay within 64 bits, as in reports.
LARGEST = 10**12
_NUMBER = re.compile(r"(\d{1,12})(?:[.,](\d{1,6}))?", re.ASCII)
_SPACES = str.maketrans("", "", " \u00a0\u202f'’")


def read_amount(given: str, scale: int, *, field: str = "amount") -> int:
    """Return an amount in the smallest parts of what has `scale` places after the point.

    :raises Refused: if it is no number, is below zero, has too many places, or is too large.
    """
    found = _NUMBER.fullmatch(given.translate(_SPACES))
    if found is None:
        raise Refused(_("Enter a number, such as 120."), field=field)
    whole, rest = found[1], found[2] or ""
    if len(rest) > scale:
        raise Refused(
            _("This has too many figures after the point: there are at most %(most)d.") % {"most": scale},
            field=field,
        )
    amount = int(whole + rest.ljust(scale, "0"))
    if amount > LARGEST:
        raise Refused(_("This number is too large."), field=field)
    return amount


def amount_text(amount: int, scale: int) -> str:
    """Return an amount as it is entered."""
    digits = str(abs(amount)).rjust(scale + 1, "0")
    sign = "-" if amount < 0 else ""
    return f"{sign}{digits[:-scale]}.{digits[-scale:]}" if scale else f"{sign}{digits}"
