from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kernel.errors import Refused
from folkmoot.reports.rules.checks import deviating, failed, missing, unexplained
from folkmoot.reports.rules.definition import Check, CheckKind, Definition, Kind, Matter, Question, Sign
from folkmoot.reports.rules.values import LARGEST, amount_of, read_value, read_values, written
from folkmoot.reports.tests.forms import INDICATORS, indicator

FIELDS = Definition(INDICATORS).by_code
YEN = indicator("yen", Kind.MONEY, currency="JPY")
DINAR = indicator("dinar", Kind.MONEY, currency="KWD")


@pytest.mark.parametrize(
    ("field", "text", "kept"),
    [
        (FIELDS["visits"], "12", 12),
        (FIELDS["visits"], "1 200", 1200),
        (FIELDS["visits"], "1\u202f200", 1200),
        (FIELDS["dues"], "120.5", 12050),
        (FIELDS["dues"], "0,05", 5),
        (FIELDS["dues"], "-0.05", -5),
        (YEN, "120", 120),
        (DINAR, "1.234", 1234),
        (FIELDS["hours"], "7.25", 725),
        (FIELDS["voted"], "7/9", [7, 9]),
        (FIELDS["voted"], "0 / 0", [0, 0]),
        (FIELDS["has_room"], "yes", True),
        (FIELDS["has_room"], "no", False),
        (FIELDS["paper"], "none", "none"),
    ],
)
def test_what_is_entered_is_kept_exactly(field, text, kept) -> None:
    assert read_value(field, text) == kept


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        (FIELDS["visits"], "many", "Enter a number in digits, such as 1234."),
        (FIELDS["visits"], "1e3", "Enter a number in digits, such as 1234."),
        (FIELDS["visits"], "-3", "This cannot be below zero. Enter 0 or more."),
        (FIELDS["dues"], "1.234,56", "Enter a number in digits, such as 1234.50."),
        (FIELDS["voted"], "7/", "Enter both numbers, such as 12 of 15."),
        (FIELDS["visits"], "1.0", "Enter a whole number."),
        (FIELDS["visits"], str(LARGEST + 1), "This is too large to be right."),
        (FIELDS["visits"], "9" * 5000, "Enter a number in digits, such as 1234."),
        (FIELDS["dues"], "1.234", "Enter up to 2 digits after the point."),
        (FIELDS["voted"], "7", "Enter both numbers, such as 12 of 15."),
        (FIELDS["voted"], "9/7", "The first number is a part of the second, and none is below zero."),
        (FIELDS["voted"], "-1/7", "The first number is a part of the second, and none is below zero."),
        (FIELDS["has_room"], "maybe", "Answer yes or no."),
        (FIELDS["paper"], "gold", "Choose one of those offered."),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(field, text, sentence) -> None:
    with pytest.raises(Refused) as refusal:
        read_value(field, text)
    assert (refusal.value.field, str(refusal.value)) == (field.code, sentence)


def test_what_is_left_empty_is_missing_and_what_is_not_asked_is_refused() -> None:
    definition = Definition(INDICATORS)
    assert read_values(definition, {"visits": "0", "dues": "  "}) == {"visits": 0}
    with pytest.raises(Refused, match="This form does not ask for “moon”"):
        read_values(definition, {"moon": "1"})


@given(
    st.integers(-LARGEST, LARGEST),
    st.sampled_from([FIELDS["visits"], FIELDS["dues"], FIELDS["hours"], YEN, DINAR]),
)
def test_a_number_is_read_as_it_is_written_and_is_never_rounded(number, field) -> None:
    field = field.model_copy(update={"may_be_below_zero": number < 0})
    text = written(field, number)
    assert read_value(field, text) == number
    assert amount_of(field, number) == Fraction(Decimal(text))


@given(st.integers(0, LARGEST), st.integers(0, LARGEST))
def test_a_share_is_read_as_it_is_written(part, more) -> None:
    kept = [min(part, part + more), min(part + more, LARGEST)]
    assert read_value(FIELDS["voted"], written(FIELDS["voted"], kept)) == kept


def test_a_share_of_nothing_and_a_choice_have_no_amount() -> None:
    assert [amount_of(FIELDS["voted"], [0, 0]), amount_of(FIELDS["paper"], "none"), amount_of(YEN, None)] == [
        None
    ] * 3
    assert [written(FIELDS["has_room"], kept) for kept in (True, False)] == ["yes", "no"]
    assert written(FIELDS["paper"], "none") == "none"


def compare(sign, *, left="visits", **given) -> Check:
    return Check(code="c", kind=CheckKind.COMPARE, left=left, sign=sign, **given)


def fails(check, values, last=()) -> bool:
    return failed(Definition(INDICATORS, (), [check]), values, dict(last)) == [check]


@pytest.mark.parametrize(
    ("sign", "fails_at"),
    [
        (Sign.AT_MOST, {4}), (Sign.LESS, {3, 4}), (Sign.EQUAL, {2, 4}), (Sign.AT_LEAST, {2}), (Sign.MORE, {2, 3}),
    ],
)  # fmt: skip
def test_a_field_is_compared_with_a_number(sign, fails_at) -> None:
    assert {each for each in (2, 3, 4) if fails(compare(sign, number="3"), {"visits": each})} == fails_at


def test_fields_are_compared_exactly_whatever_they_are_counted_in() -> None:
    check = compare(Sign.AT_LEAST, left="dues", right="hours")
    assert fails(check, {"dues": 10, "hours": 11})
    assert not fails(check, {"dues": 11, "hours": 11})
    share = compare(Sign.AT_LEAST, left="voted", number="0.5")
    assert [fails(share, {"voted": kept}) for kept in ([4, 9], [5, 9], [0, 0])] == [True, False, False]


def test_where_a_side_is_missing_a_check_says_nothing() -> None:
    check = compare(Sign.AT_LEAST, right="dues")
    assert [fails(check, {"visits": 1}), fails(check, {"dues": 500}), fails(check, {"visits": 1, "dues": 500})] == [
        False, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "now", "is_failed"),
    [
        (10, 15, False), (10, 16, True), (10, 5, False), (10, 4, True),
        (0, 0, False), (0, 1, True), (None, 99, False), (-10, -16, True),
    ],
)  # fmt: skip
def test_a_change_is_measured_by_the_report_before(before, now, is_failed) -> None:
    check = Check(code="c", kind=CheckKind.CHANGE, left="visits", percent=50)
    last = {} if before is None else {"visits": before}
    assert fails(check, {"visits": now}, last) is is_failed


def test_a_computed_figure_that_is_entered_otherwise_and_a_failed_check_want_a_reason() -> None:
    check = compare(Sign.AT_MOST, number="3")
    definition = Definition([indicator("visits", source="members"), indicator("dues")], (), [check])
    values, computed = {"visits": 5, "dues": 1}, {"visits": 4}
    assert [each.code for each in deviating(definition, values, computed)] == ["visits"]

    def left(**reasons) -> list[str]:
        return unexplained(definition, values, last={}, computed=computed, reasons=reasons)

    assert [left(), left(c="Really."), left(c="Really.", visits="Paper.")] == [
        ["c", "visits"],
        ["visits"],
        [],
    ]
    assert deviating(definition, {"visits": 4}, computed) == []
    assert deviating(definition, {}, computed) == []


def test_what_has_to_be_answered_and_was_not_is_missing() -> None:
    asked = Question(code="cause", names={"en": "Why?"}, matter=Matter.CAUSES, is_required=True)
    definition = Definition([indicator("visits"), indicator("dues", is_required=False)], [asked])
    assert missing(definition, {"dues": 0}, {}) == ["visits", "cause"]
    assert missing(definition, {"visits": 0}, {"cause": "So."}) == []
