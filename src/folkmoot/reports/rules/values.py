"""What is entered for an indicator, read and kept exactly: as an integer, two of them, a yes or no, or the code of an option.

A decimal and money are kept as integers in their smallest part, a share as its numerator and denominator. Nothing is ever a
float: what was entered is what is added up.
"""

import re
from collections.abc import Mapping
from fractions import Fraction

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.reports.rules.definition import Definition, Indicator, Kind
from folkmoot.work.rules.amounts import amount_text

Kept = int | bool | str | list[int]
Values = Mapping[str, Kept]
# Sums over a million units stay within 64 bits.
LARGEST = 10**12
_NUMBER = re.compile(r"(-?)(\d+)(?:[.,](\d+))?")
_SPACES = str.maketrans("", "", " \u00a0\u202f'’")
YES, NO = "yes", "no"


def read_values(definition: Definition, entered: Mapping[str, str]) -> dict[str, Kept]:
    """Return what was entered, by code; what was left empty is left out, for it is missing and not zero.

    :raises Refused: if the form asks no such thing, or it cannot be read; `field` is its code.
    """
    fields = definition.by_code
    for code in entered:
        if code not in fields:
            raise Refused(
                _("This form does not ask for “%(code)s”. Leave it out.") % {"code": code}, field=code
            )
    given = {code: text.strip() for code, text in entered.items()}
    return {code: read_value(fields[code], text) for code, text in given.items() if text}


def read_value(indicator: Indicator, text: str) -> Kept:
    """Return what was entered for one indicator as it is kept.

    :raises Refused: if it cannot be read; the sentence says how it is written.
    """
    if indicator.kind is Kind.YES_NO:
        if text not in {YES, NO}:
            raise _unread(indicator, _("Answer yes or no."))
        return text == YES
    if indicator.kind is Kind.CHOICE:
        if text not in {each.code for each in indicator.options}:
            raise _unread(indicator, _("Choose one of those offered."))
        return text
    if indicator.kind is Kind.SHARE:
        return _share(indicator, text)
    return _scaled(indicator, text, indicator.scale)


def written(indicator: Indicator, kept: Kept) -> str:
    """Return a kept value as it would be entered: what `read_value` reads."""
    if isinstance(kept, bool):
        return YES if kept else NO
    if isinstance(kept, str):
        return kept
    if isinstance(kept, int):
        return amount_text(kept, indicator.scale)
    return f"{kept[0]}/{kept[1]}"


def amount_of(indicator: Indicator, kept: Kept | None) -> Fraction | None:
    """Return the amount that a value is, exactly; None of none, and of a share of nothing."""
    if isinstance(kept, list):
        return Fraction(kept[0], kept[1]) if kept[1] else None
    if kept is None or isinstance(kept, str):
        return None
    return Fraction(int(kept), 10**indicator.scale)


def _share(indicator: Indicator, text: str) -> list[int]:
    parts = text.split("/")
    if len(parts) != 2 or not all(each.strip() for each in parts):  # noqa: PLR2004  -- above and below the line
        raise _unread(indicator, _("Enter both numbers, such as 12 of 15."))
    part, whole = (_scaled(indicator, each.strip(), 0) for each in parts)
    if not 0 <= part <= whole:
        raise _unread(indicator, _("The first number is a part of the second, and none is below zero."))
    return [part, whole]


def _scaled(indicator: Indicator, text: str, scale: int) -> int:
    found = _NUMBER.fullmatch(text.translate(_SPACES))
    if found is None or len(found[2]) > len(str(LARGEST)):
        example = f"1234.{'5'.ljust(scale, '0')}" if scale else "1234"
        raise _unread(indicator, _("Enter a number in digits, such as %(example)s.") % {"example": example})
    after = found[3] or ""
    if len(after) > scale:
        sentence = (
            _("Enter a whole number.") if not scale else _("Enter up to %(scale)d digits after the point.")
        )
        raise _unread(indicator, sentence % {"scale": scale} if scale else sentence)
    number = int(found[1] + found[2] + after.ljust(scale, "0"))
    if abs(number) > LARGEST:
        raise _unread(indicator, _("This is too large to be right."))
    if number < 0 and not indicator.may_be_below_zero and indicator.kind is not Kind.SHARE:
        raise _unread(indicator, _("This cannot be below zero. Enter 0 or more."))
    return number


def _unread(indicator: Indicator, sentence: str) -> Refused:
    return Refused(sentence, field=indicator.code)
