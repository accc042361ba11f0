from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from django.utils import formats
from django.utils.translation import gettext as _

Share = Fraction | float | None

WHOLE = 100


@dataclass(frozen=True)
class Percent:
    value: int | None
    words: str


def percent(share: Share) -> Percent:
    """Put a share from 0 to 1 into whole per cent, never rounding part of it to none or to all."""
    if share is None:
        return Percent(None, _("too few to show"))
    value = _whole_percent(Fraction(share))
    return Percent(value, _("%(value)s%%") % {"value": formats.number_format(value)})


def _whole_percent(share: Fraction) -> int:
    if share <= 0:
        return 0
    if share >= 1:
        return WHOLE
    return min(max(math.floor(share * WHOLE + Fraction(1, 2)), 1), WHOLE - 1)
