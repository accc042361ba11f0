"""What a form asks, as typed data: indicators, questions, and checks between them.

An **indicator** is one figure or answer that every report gives in the same way, so that it can be added up. Each is
declared organisational or private; what is private is never entered in a report. A **question** is answered in words, about
work and never about persons. A **check** is a comparison that a report is expected to pass, or says why it does not.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from folkmoot.kernel.errors import Refused

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
# What the page on which a report is written sends besides.
RESERVED = frozenset({"revision", "seen", "why"})
NAME_LONGEST = 200
MEANING_LONGEST = 1000
MOST_INDICATORS = 100
MOST_QUESTIONS = 20
MOST_CHECKS = 60
MOST_OPTIONS = 40
PLACES_MOST = 6
PERCENT_MOST = 10_000
# How many places the smallest coin of a currency has; two, where it is not named here (ISO 4217).
_COINS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"), 0),
    **dict.fromkeys(("PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
_NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d{1,6})?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}")
Names = dict[str, str]


class Kind(StrEnum):
    """What an indicator is counted in."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    SHARE = "share"
    YES_NO = "yes_no"
    CHOICE = "choice"


class Declared(StrEnum):
    """Whether a figure is about the organisation, or about what members do or feel in private."""

    ORGANISATIONAL = "organisational"
    PRIVATE = "private"


class Matter(StrEnum):
    """What a question is about."""

    ACHIEVEMENTS = "achievements"
    SHORTCOMINGS = "shortcomings"
    CAUSES = "causes"
    REQUESTS = "requests"
    OTHER = "other"


class CheckKind(StrEnum):
    """How a check is made: between fields of one report, or against the report before."""

    COMPARE = "compare"
    CHANGE = "change"


class Sign(StrEnum):
    """How two amounts shall stand to each other."""

    AT_MOST = "<="
    LESS = "<"
    EQUAL = "="
    AT_LEAST = ">="
    MORE = ">"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    code: str


class Option(_Part):
    """One of the answers that can be chosen."""

    names: Names


class Indicator(_Part):
    """A figure that a report gives; `source` is who computes it, "" if nobody does, and `means` how it is counted."""

    names: Names
    kind: Kind
    declared: Declared
    means: Names = {}
    places: int = 0
    currency: str = ""
    options: list[Option] = []
    source: str = ""
    is_required: bool = True
    may_be_below_zero: bool = False

    @property
    def scale(self) -> int:
        """How many places stand after the point."""
        if self.kind is Kind.MONEY:
            return _COINS.get(self.currency, 2)
        return self.places if self.kind is Kind.DECIMAL else 0


class Question(_Part):
    """What a report says in words."""

    names: Names
    matter: Matter
    is_required: bool = False


class Check(_Part):
    """What a report is expected to pass.

    `compare`: the field `left` stands to the field `right`, or to a `number`, as `sign` says. `change`: `left` is other than in
    the report before by `percent` at the most.
    """

    kind: CheckKind
    left: str
    sign: Sign = Sign.AT_MOST
    right: str = ""
    number: str = ""
    percent: int = 0


@dataclass(frozen=True)
class Definition:
    """All that one version of a form asks."""

    indicators: Sequence[Indicator] = ()
    questions: Sequence[Question] = ()
    checks: Sequence[Check] = ()

    @property
    def by_code(self) -> dict[str, Indicator]:
        """Its indicators by their codes."""
        return {each.code: each for each in self.indicators}

    @property
    def is_empty(self) -> bool:
        """Whether it asks nothing."""
        return not (self.indicators or self.questions)


def written_as(definition: Definition) -> dict[str, Any]:
    """Return a definition in plain values, as it is kept."""
    return {
        name: [each.model_dump(mode="json") for each in getattr(definition, name)]
        for name in ("indicators", "questions", "checks")
    }


def definition_from(kept: Mapping[str, Any]) -> Definition:
    """Return a definition that `written_as` wrote."""
    return Definition(
        [Indicator.model_validate(each) for each in kept.get("indicators", ())],
        [Question.model_validate(each) for each in kept.get("questions", ())],
        [Check.model_validate(each) for each in kept.get("checks", ())],
    )


def in_language(names: Mapping[str, str], languages: Iterable[str]) -> str:
    """Return the name in the first of `languages` that it has, or else in the first it was given in."""
    return next((names[each] for each in languages if names.get(each)), next(iter(names.values()), ""))


def tidy_definition(
    given: Definition, *, languages: Collection[str], sources: Mapping[str, Collection[Kind]]
) -> Definition:
    """Return a definition whose parts fit each other; `sources` are the kinds that each source computes.

    :raises Refused: if anything in it is wrong; the sentence says what, and `field` is indicators, questions or checks.
    """
    _must_be_few(given)
    _must_be_apart(given)
    for indicator in given.indicators:
        _must_be_named(indicator.code, indicator.names, languages, "indicators")
        _must_be_organisational(indicator)
        _must_be_counted_so(indicator, languages, sources)
    for question in given.questions:
        _must_be_named(question.code, question.names, languages, "questions")
    for check in given.checks:
        _must_compare(check, given.by_code)
    return given


def must_follow(new: Definition, old: Definition) -> None:
    """Let a code mean the same in all versions of a form, so that its figures can be compared over the years.

    :raises Refused: if an indicator is counted in something else than before.
    """
    before = old.by_code
    for each in new.indicators:
        was = before.get(each.code)
        if was is not None and (was.kind, was.scale, was.currency) != (each.kind, each.scale, each.currency):
            raise _wrong(
                _(
                    "“%(code)s” was counted in something else until now, and what was reported could not be compared. Give the"
                    " new one another code."
                ),
                code=each.code,
            )


def _wrong(sentence: str, field: str = "indicators", **words: object) -> Refused:
    return Refused(sentence % words, field=field)


def _must_be_few(given: Definition) -> None:
    for field, parts, most in (
        ("indicators", given.indicators, MOST_INDICATORS),
        ("questions", given.questions, MOST_QUESTIONS),
        ("checks", given.checks, MOST_CHECKS),
    ):
        if len(parts) > most:
            raise _wrong(
                _("These are more than %(most)d. Leave out what nobody will read."), field, most=most
            )


def _must_be_apart(given: Definition) -> None:
    fields = [("indicators", each.code) for each in given.indicators]
    fields += [("questions", each.code) for each in given.questions]
    fields += [("checks", each.code) for each in given.checks]
    seen = {*RESERVED}
    for field, code in fields:
        if not CODE.fullmatch(code):
            raise _wrong(
                _(
                    "“%(code)s” cannot be a code. Begin with a letter, and use small letters from a to z, digits and _ alone,"
                    " 40 at the most."
                ),
                field,
                code=code,
            )
        if code in seen:
            raise _wrong(_("“%(code)s” is there already. Choose another code."), field, code=code)
        seen.add(code)


def _must_be_named(code: str, names: Names, languages: Collection[str], field: str) -> None:
    for language in languages:
        name = names.get(language, "").strip()
        if not name:
            raise _wrong(
                _("“%(code)s” has no name in the language %(language)s. Give it one."),
                field,
                code=code,
                language=language,
            )
        if len(name) > NAME_LONGEST:
            raise _wrong(
                _("The name of “%(code)s” is too long. Shorten it to %(most)d characters."),
                field,
                code=code,
                most=NAME_LONGEST,
            )
    if strange := set(names) - set(languages):
        raise _wrong(
            _("“%(code)s” has a name in %(language)s, which is no language of this form. Leave it out."),
            field,
            code=code,
            language=min(strange),
        )


def _must_be_organisational(indicator: Indicator) -> None:
    # What members read, felt or asked for is nobody's to enter about them, in a small group least of all (0005).
    if indicator.declared is Declared.PRIVATE:
        raise _wrong(
            _(
                "“%(code)s” is declared private: who read, felt or asked for something is never entered in a report. Leave it"
                " out; ask for what the unit did instead."
            ),
            code=indicator.code,
        )


def _must_be_counted_so(
    indicator: Indicator, languages: Collection[str], sources: Mapping[str, Collection[Kind]]
) -> None:
    code, kind = indicator.code, indicator.kind
    if not 0 <= indicator.places <= PLACES_MOST or (indicator.places and kind is not Kind.DECIMAL):
        raise _wrong(
            _(
                "“%(code)s” can have up to %(most)d places after the point if it is a decimal, and none otherwise."
            ),
            code=code,
            most=PLACES_MOST,
        )
    if (kind is Kind.MONEY) != bool(_CURRENCY.fullmatch(indicator.currency)):
        raise _wrong(
            _(
                "“%(code)s” needs a currency of three letters, such as EUR, if it is money, and none otherwise."
            ),
            code=code,
        )
    if any(len(text) > MEANING_LONGEST for text in indicator.means.values()):
        raise _wrong(
            _("What “%(code)s” means is too long. Shorten it to %(most)d characters."),
            code=code,
            most=MEANING_LONGEST,
        )
    _must_offer(indicator, languages)
    if indicator.source and kind not in sources.get(indicator.source, ()):
        raise _wrong(
            _(
                "“%(code)s” cannot be computed by “%(source)s”. Choose from the list, or leave it to be entered."
            ),
            code=code,
            source=indicator.source,
        )


def _must_offer(indicator: Indicator, languages: Collection[str]) -> None:
    codes = [each.code for each in indicator.options]
    if indicator.kind is not Kind.CHOICE:
        if codes:
            raise _wrong(
                _("“%(code)s” is no choice, so nothing can be chosen from. Leave the options out."),
                code=indicator.code,
            )
        return
    if not 1 < len(codes) <= MOST_OPTIONS or len(set(codes)) < len(codes):
        raise _wrong(
            _("“%(code)s” needs from 2 to %(most)d options, each with a code of its own."),
            code=indicator.code,
            most=MOST_OPTIONS,
        )
    for option in indicator.options:
        if not CODE.fullmatch(option.code):
            raise _wrong(
                _("“%(code)s” cannot be the code of an option. Use small letters from a to z."),
                code=option.code,
            )
        _must_be_named(option.code, option.names, languages, "indicators")


def _must_compare(check: Check, fields: Mapping[str, Indicator]) -> None:
    sides = [check.left] + [check.right] * bool(check.right)
    for side in sides:
        if side not in fields or fields[side].kind in {Kind.YES_NO, Kind.CHOICE}:
            raise _wrong(
                _("“%(side)s” is no number that this form asks for. Choose one from the list."),
                "checks",
                side=side,
            )
    if check.kind is CheckKind.CHANGE:
        if not 0 < check.percent <= PERCENT_MOST or check.right or check.number:
            raise _wrong(
                _("Say by how many per cent it may change from one report to the next: from 1 to %(most)d."),
                "checks",
                most=PERCENT_MOST,
            )
        return
    if bool(check.right) == bool(check.number) or check.percent:
        raise _wrong(_("Choose the other field, or enter a number: one of the two."), "checks")
    if check.number:
        number_of(check)


def number_of(check: Check) -> Decimal:
    """Return the number that a check compares with, exactly.

    :raises Refused: if it is none.
    """
    # In digits alone: a power of ten, as in 1e-999999, would be worked out for hours.
    if _NUMBER.fullmatch(check.number) is None:
        raise _wrong(
            _("“%(number)s” is no number. Enter one such as 12 or 0.5."), "checks", number=check.number
        )
    return Decimal(check.number.replace(",", "."))
