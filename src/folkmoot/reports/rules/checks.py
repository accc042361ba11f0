"""Which checks a report does not pass: compared exactly, with what is missing left aside."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from operator import eq, ge, gt, le, lt

from folkmoot.reports.rules.definition import Check, CheckKind, Definition, Indicator, Sign, number_of
from folkmoot.reports.rules.values import Kept, Values, amount_of

_SIGNS = {Sign.AT_MOST: le, Sign.LESS: lt, Sign.EQUAL: eq, Sign.AT_LEAST: ge, Sign.MORE: gt}
# What is computed and entered otherwise needs a reason too, kept under the indicator's own code.
_HUNDRED = 100


def failed(definition: Definition, values: Values, last: Values) -> list[Check]:
    """Return the checks that `values` do not pass; `last` are those of the period before, empty if there are none.

    A check of which a side is missing says nothing: missing is neither zero nor wrong.
    """
    fields = definition.by_code
    return [each for each in definition.checks if _is_failed(each, fields, values, last)]


def deviating(definition: Definition, values: Values, computed: Mapping[str, Kept]) -> list[Indicator]:
    """Return the indicators that somebody computes and that were entered otherwise."""
    return [
        each
        for each in definition.indicators
        if each.code in computed and each.code in values and values[each.code] != computed[each.code]
    ]


def missing(definition: Definition, values: Values, texts: Mapping[str, str]) -> list[str]:
    """Return the codes of what has to be answered and was not."""
    fields = [each.code for each in definition.indicators if each.is_required and each.code not in values]
    return fields + [
        each.code for each in definition.questions if each.is_required and not texts.get(each.code)
    ]


def unexplained(
    definition: Definition,
    values: Values,
    *,
    last: Values,
    computed: Mapping[str, Kept],
    reasons: Mapping[str, str],
) -> list[str]:
    """Return the codes of the checks that failed, and of the computed figures that were changed, without a reason."""
    codes: Sequence[str] = [each.code for each in failed(definition, values, last)]
    codes = [*codes, *(each.code for each in deviating(definition, values, computed))]
    return [code for code in codes if not reasons.get(code)]


def _is_failed(check: Check, fields: Mapping[str, Indicator], values: Values, last: Values) -> bool:
    left = amount_of(fields[check.left], values.get(check.left))
    if left is None:
        return False
    if check.kind is CheckKind.CHANGE:
        before = amount_of(fields[check.left], last.get(check.left))
        return before is not None and abs(left - before) * _HUNDRED > abs(before) * check.percent
    right = (
        amount_of(fields[check.right], values.get(check.right)) if check.right else Fraction(number_of(check))
    )
    return right is not None and not _SIGNS[check.sign](left, right)
