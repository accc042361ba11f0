"""Texts in reports and forms: their lengths, and how figures and checks are said."""

from collections.abc import Mapping, Sequence

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.bylaws.rules.calendar import Period
from folkmoot.bylaws.rules.kinds import Every
from folkmoot.reports.rules.definition import (
    Check,
    CheckKind,
    Declared,
    Definition,
    Indicator,
    Kind,
    Matter,
    Sign,
    in_language,
)
from folkmoot.reports.rules.values import Kept
from folkmoot.work.rules.amounts import amount_text

TEXT_LONGEST = 4000
WORDS_LONGEST = 1000
KINDS: Mapping[Kind, Promise] = {
    Kind.INTEGER: gettext_lazy("a whole number"),
    Kind.DECIMAL: gettext_lazy("a number with a point"),
    Kind.MONEY: gettext_lazy("an amount of money"),
    Kind.SHARE: gettext_lazy("a part of a whole, such as 12 of 40"),
    Kind.YES_NO: gettext_lazy("yes or no"),
    Kind.CHOICE: gettext_lazy("one of several answers"),
}
DECLARED: Mapping[Declared, Promise] = {
    Declared.ORGANISATIONAL: gettext_lazy("organisational: what the unit is or did"),
    Declared.PRIVATE: gettext_lazy("private: what members read, felt or asked for"),
}
MATTERS: Mapping[Matter, Promise] = {
    Matter.ACHIEVEMENTS: gettext_lazy("achievements"),
    Matter.SHORTCOMINGS: gettext_lazy("shortcomings"),
    Matter.CAUSES: gettext_lazy("causes"),
    Matter.REQUESTS: gettext_lazy("requests to the level above"),
    Matter.OTHER: gettext_lazy("something else"),
}
SIGNS: Mapping[Sign, Promise] = {
    Sign.AT_MOST: gettext_lazy("at most"),
    Sign.LESS: gettext_lazy("less than"),
    Sign.EQUAL: gettext_lazy("as much as"),
    Sign.AT_LEAST: gettext_lazy("at least"),
    Sign.MORE: gettext_lazy("more than"),
}
_QUARTER_MONTHS = 3


def period_in_words(period: Period, every: str) -> str:
    """Return the name of a period, as people say it."""
    if every == Every.YEAR:
        return str(period.first.year)
    if every == Every.QUARTER:
        number = (period.first.month - 1) // _QUARTER_MONTHS + 1
        return _("quarter %(number)d of %(year)d") % {"number": number, "year": period.first.year}
    return date_format(period.first, "YEAR_MONTH_FORMAT")


def value_in_words(indicator: Indicator, kept: Kept | None, languages: Sequence[str]) -> str:
    """Return a value as it is read; a dash where there is none, for it is missing and not zero."""
    if kept is None:
        return "–"
    if isinstance(kept, bool):
        return _("yes") if kept else _("no")
    if isinstance(kept, str):
        names = {each.code: each.names for each in indicator.options}
        return in_language(names.get(kept, {}), languages) or kept
    if isinstance(kept, list):
        return _("%(part)s of %(whole)s") % {
            "part": number_format(kept[0], force_grouping=True),
            "whole": number_format(kept[1], force_grouping=True),
        }
    return amount_in_words(indicator, kept)


def amount_in_words(indicator: Indicator, amount: int) -> str:
    """Return an amount of smallest parts as it is read, with its currency if it is money."""
    # Given as text, it is grouped without ever being a float.
    said = number_format(amount_text(amount, indicator.scale), indicator.scale, force_grouping=True)
    return f"{said} {indicator.currency}" if indicator.currency else said


def failed_in_words(check: Check, definition: Definition, languages: Sequence[str]) -> str:
    """Return that a check is not passed, as a sentence: beside it stands why."""
    names = {code: in_language(each.names, languages) for code, each in definition.by_code.items()}
    if check.kind is CheckKind.CHANGE:
        return _("“%(left)s” is more than %(percent)d per cent away from the report before.") % {
            "left": names[check.left],
            "percent": check.percent,
        }
    right = f"“{names[check.right]}”" if check.right else check.number
    return _("“%(left)s” is not %(sign)s %(right)s.") % {
        "left": names[check.left],
        "sign": SIGNS[check.sign],
        "right": right,
    }


def check_in_words(check: Check, definition: Definition, languages: Sequence[str]) -> str:
    """Return what a check expects, as a sentence."""
    names = {code: in_language(each.names, languages) for code, each in definition.by_code.items()}
    if check.kind is CheckKind.CHANGE:
        return _("“%(left)s” is within %(percent)d per cent of the report before.") % {
            "left": names[check.left],
            "percent": check.percent,
        }
    right = f"“{names[check.right]}”" if check.right else check.number
    return _("“%(left)s” is %(sign)s %(right)s.") % {
        "left": names[check.left],
        "sign": SIGNS[check.sign],
        "right": right,
    }
