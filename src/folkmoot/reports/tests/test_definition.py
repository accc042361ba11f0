import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kernel.errors import Refused
from folkmoot.reports.rules.definition import (
    MOST_INDICATORS,
    Check,
    CheckKind,
    Declared,
    Definition,
    Indicator,
    Kind,
    Matter,
    Option,
    Question,
    Sign,
    definition_from,
    in_language,
    must_follow,
    tidy_definition,
    written_as,
)
from folkmoot.reports.rules.standard import standard_form
from folkmoot.reports.tests.forms import INDICATORS, QUESTIONS, indicator

SOURCES = {"members": frozenset({Kind.INTEGER}), "attendance": frozenset({Kind.SHARE})}
HUNDRED = [indicator(f"i{each}") for each in range(MOST_INDICATORS)]


def tidy(indicators=(), questions=(), checks=(), languages=("en",)) -> Definition:
    given = Definition(list(indicators), list(questions), list(checks))
    return tidy_definition(given, languages=languages, sources=SOURCES)


def check(left="visits", **given) -> Check:
    return Check(code="c", kind=CheckKind.COMPARE, left=left, **given)


def change(percent=50, **given) -> Check:
    return Check(code="c", kind=CheckKind.CHANGE, left="visits", percent=percent, **given)


def test_what_fits_together_is_kept_and_read_as_it_was() -> None:
    checks = [check(sign=Sign.AT_LEAST, number="0,5"), change().model_copy(update={"code": "d"})]
    definition = tidy([*INDICATORS, indicator("members", source="members")], QUESTIONS, checks)
    assert definition_from(written_as(definition)) == definition
    assert (definition.is_empty, Definition().is_empty) == (False, True)


def test_the_standard_form_fits_together_in_every_language() -> None:
    languages = ["en", "fr"]
    sources = {
        "members": SOURCES["members"], "admitted": SOURCES["members"], "meetings": SOURCES["members"],
        "attendance": SOURCES["attendance"], "duties": SOURCES["attendance"],
        "assignments": SOURCES["members"],
    }  # fmt: skip
    definition = tidy_definition(standard_form(languages), languages=languages, sources=sources)
    assert [each.code for each in definition.indicators if not each.source] == ["reached"]


def test_as_many_as_are_allowed_can_be_asked() -> None:
    assert len(tidy(HUNDRED).indicators) == MOST_INDICATORS


OPTION = Option(code="b", names={"en": "B"})


def chosen(*options: Option):
    return indicator("a", Kind.CHOICE, options=list(options))


def named_after(code: str) -> Check:
    return check("a", number="1").model_copy(update={"code": code})


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([*HUNDRED, indicator("more")], "These are more than 100. Leave out what nobody will read."),
        ([indicator("Visits")], "“Visits” cannot be a code. Begin with a letter, and use"),
        ([indicator("why")], "“why” is there already. Choose another code."),
        ([indicator("a"), indicator("a")], "“a” is there already. Choose another code."),
        ([indicator("a"), named_after("a")], "“a” is there already. Choose another code."),
        ([indicator("a", names={})], "“a” has no name in the language en. Give it one."),
        ([indicator("a", names={"en": "x" * 201})], "The name of “a” is too long. Shorten it to 200"),
        ([indicator("a", names={"en": "A", "fr": "B"})], "“a” has a name in fr, which is no language"),
        ([indicator("a", declared=Declared.PRIVATE)], "“a” is declared private: who read, felt or asked"),
        ([indicator("a", places=1)], "“a” can have up to 6 places after the point if it is a decimal"),
        ([indicator("a", Kind.DECIMAL, places=7)], "“a” can have up to 6 places"),
        ([indicator("a", Kind.MONEY)], "“a” needs a currency of three letters, such as EUR"),
        ([indicator("a", currency="EUR")], "“a” needs a currency"),
        ([indicator("a", means={"en": "x" * 1001})], "What “a” means is too long. Shorten it to 1000"),
        ([indicator("a", options=[OPTION])], "“a” is no choice"),
        ([chosen(OPTION)], "“a” needs from 2 to 40"),
        ([chosen(OPTION, OPTION)], "“a” needs from 2 to 40"),
        ([chosen(OPTION, Option(code="B", names={"en": "B"}))], "“B” cannot be the code of an option"),
        ([chosen(OPTION, Option(code="c", names={}))], "“c” has no name in the language en."),
        ([indicator("a", Kind.SHARE, source="members")], "“a” cannot be computed by “members”."),
        ([indicator("a", source="moon")], "“a” cannot be computed by “moon”."),
        ([Question(code="q", names={}, matter=Matter.CAUSES)], "“q” has no name in the language en."),
        (QUESTIONS * 21, "These are more than 20."),
        ([check("moon", number="1")], "“moon” is no number that this form asks for."),
        ([check("has_room", number="1")], "“has_room” is no number"),
        ([check(right="paper")], "“paper” is no number"),
        ([check()], "Choose the other field, or enter a number: one of the two."),
        ([check(right="dues", number="1")], "Choose the other field"),
        ([check(number="1", percent=1)], "Choose the other field"),
        ([check(number="many")], "“many” is no number. Enter one such as 12 or 0.5."),
        ([check(number="Infinity")], "“Infinity” is no number."),
        ([check(number="1e12")], "“1e12” is no number."),
        ([check(number="1e-99999999999")], "“1e-99999999999” is no number."),
        ([check(number="1000000000000")], "“1000000000000” is no number."),
        ([check(number="0.1234567")], "“0.1234567” is no number."),
        ([change(0)], "Say by how many per cent it may change"),
        ([change(10_001)], "Say by how many per cent"),
        ([change(number="1")], "Say by how many per cent"),
    ],
)
def test_what_does_not_fit_is_refused(parts, sentence) -> None:
    sorts: tuple[type, ...] = (Indicator, Question, Check)
    given = [[each for each in parts if isinstance(each, sort)] for sort in sorts]
    with pytest.raises(Refused) as refusal:
        tidy(given[0] or INDICATORS, *given[1:])
    field = ("indicators", "questions", "checks")[sorts.index(type(parts[-1]))]
    assert (refusal.value.field, str(refusal.value)[: len(sentence)]) == (field, sentence)


@pytest.mark.parametrize(
    ("after", "follows"),
    [
        (indicator("a", Kind.MONEY, currency="EUR"), True),
        (indicator("b"), True),
        (indicator("a"), False),
        (indicator("a", Kind.MONEY, currency="JPY"), False),
        (indicator("a", Kind.MONEY, currency="USD"), False),
    ],
)
def test_a_code_keeps_what_it_is_counted_in(after, follows) -> None:
    before = Definition([indicator("a", Kind.MONEY, currency="EUR")])
    if follows:
        must_follow(Definition([after]), before)
        return
    with pytest.raises(Refused, match="“a” was counted in something else until now"):
        must_follow(Definition([after]), before)


@given(st.dictionaries(st.sampled_from(["en", "fr", "ar"]), st.text(min_size=1)))
def test_a_name_is_said_in_the_first_language_it_has(names) -> None:
    said = in_language(names, ["fr", "en"])
    assert said == names.get("fr", names.get("en", next(iter(names.values()), "")))
