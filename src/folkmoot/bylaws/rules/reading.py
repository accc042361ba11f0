"""What a clause is written as in data: flat names and plain values, the same in forms, the API and the database.

Numbers of members are words such as "1/2" or "9": a fraction written as a decimal is read exactly, and kept as a fraction.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from django.utils.translation import gettext as _

Value = str | int | bool | None
Written = Mapping[str, Value]
Choice = TypeVar("Choice", bound=StrEnum)

_FRACTION = re.compile(r"\d{1,9}(?:/\d{1,9}|\.\d{1,9})?|\d{1,9}(?:\.\d{1,9})?\s?%", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_TRUE, _FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0", ""}


@dataclass(frozen=True)
class Fault:
    """What is wrong with one entry, in a sentence."""

    field: str
    sentence: str


@dataclass
class Reader:
    """Reads the entries of one clause, and collects what is wrong with them instead of stopping at the first."""

    written: Written
    faults: list[Fault] = field(default_factory=list)
    read: set[str] = field(default_factory=set)

    def refuse(self, name: str, sentence: str) -> None:
        """Note that an entry is wrong, unless something is wrong with it already."""
        if all(fault.field != name for fault in self.faults):
            self.faults.append(Fault(name, sentence))

    def is_given(self, name: str) -> bool:
        """Return whether something was entered there."""
        self.read.add(name)
        value = self.written.get(name)
        return value is not None and str(value).strip() != ""

    def choice(self, name: str, choices: type[Choice], *, default: Choice | None = None) -> Choice:
        """Return which of `choices` was entered."""
        if not self.is_given(name) and default is not None:
            return default
        given = str(self.written.get(name) or "").strip()
        found = next((each for each in choices if each.value == given), None)
        if found is None:
            known = ", ".join(each.value for each in choices)
            self.refuse(
                name,
                _("“%(given)s” is unknown here. Choose one of: %(known)s.")
                % {"given": given, "known": known},
            )
        return found or next(iter(choices))

    def word(self, name: str, is_known: Callable[[str], bool]) -> str:
        """Return a code that has to be known, such as that of an office."""
        given = str(self.written.get(name) or "").strip() if self.is_given(name) else ""
        if not given or not is_known(given):
            self.refuse(name, _("“%(given)s” is unknown here. Choose one from the list.") % {"given": given})
        return given

    def flag(self, name: str) -> bool:
        """Return whether something was said to be so; not, if nothing was entered."""
        given = str(self.written.get(name) or "").strip().lower() if self.is_given(name) else ""
        if given not in _TRUE | _FALSE:
            self.refuse(name, _("“%(given)s” is neither yes nor no.") % {"given": given})
        return given in _TRUE

    def whole(self, name: str, *, least: int, most: int) -> int:
        """Return a whole number that has to be entered."""
        found = self.whole_or_none(name, least=least, most=most)
        if found is None:
            self.refuse(
                name,
                _("A number is missing. Enter one from %(least)d to %(most)d.")
                % {"least": least, "most": most},
            )
        return least if found is None else found

    def whole_or_none(self, name: str, *, least: int, most: int) -> int | None:
        """Return a whole number, or None if none was entered."""
        if not self.is_given(name):
            return None
        given = str(self.written[name]).strip()
        if not _WHOLE.fullmatch(given) or not least <= int(given) <= most:
            sentence = _("“%(given)s” is no whole number from %(least)d to %(most)d.")
            self.refuse(name, sentence % {"given": given, "least": least, "most": most})
            return least
        return int(given)

    def fraction(self, name: str) -> Fraction:
        """Return a number above 0 that may be a fraction, such as "2/3", "0.5" or "75 %"."""
        given = str(self.written.get(name) or "").strip() if self.is_given(name) else ""
        found = _fraction_of(given)
        if not found:
            self.refuse(
                name, _("“%(given)s” is no number above 0. Write it as 1/2, 2/3 or 9.") % {"given": given}
            )
        return found or Fraction(1)

    def share(self, name: str, *, more_than: bool) -> Fraction:
        """Return a share of a whole, which at most is the whole."""
        found = self.fraction(name)
        if found > 1:
            self.refuse(
                name, _("%(given)s is more than all of them. Enter a fraction up to 1.") % {"given": found}
            )
        if found == 1 and more_than:
            self.refuse(name, _("More than all of them cannot be. Say “at least”, or enter less than 1."))
        return min(found, Fraction(1))

    def done(self) -> None:
        """Note every entry that nobody asked for."""
        for name in sorted(set(self.written) - self.read):
            if self.is_given(name):
                self.refuse(name, _("“%(name)s” has no place in this clause. Leave it out.") % {"name": name})


def _fraction_of(given: str) -> Fraction | None:
    if not _FRACTION.fullmatch(given):
        return None
    if given.endswith("%"):
        return Fraction(given[:-1].strip()) / 100
    top, _slash, bottom = given.partition("/")
    return None if bottom and not int(bottom) else Fraction(given if bottom else top)
