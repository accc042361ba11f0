import zoneinfo
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables import parsers
from folkmoot.kernel.tables.days import DateOrder, day


def refusal(parse: Callable[[str], object], cell: str) -> str:
    with pytest.raises(Refused) as refused:
        parse(cell)
    return str(refused.value)


def test_text_is_one_tidy_line() -> None:
    assert parsers.text()("  two\n words\u00a0here ") == "two words here"
    assert parsers.text()("Zu\u0308rich") == "Zürich"


def test_text_has_a_limit() -> None:
    assert parsers.text(longest=3)("abc") == "abc"
    assert refusal(parsers.text(longest=3), "abcd") == "This has 4 characters; at most 3 fit. Shorten it."


@pytest.mark.parametrize("character", ["\0", "\x1b", "\x7f", "\x9f"])
def test_text_with_unseen_characters_is_refused(character: str) -> None:
    assert (
        refusal(parsers.text(), f"a{character}b")
        == "This holds a character that cannot be seen. Type the text again."
    )


@pytest.mark.parametrize("cell", ["1", "01001", "2A004", "NORD-12", "a.b/c:d_e", "Île-7", "東1", "x" * 40])
def test_codes_are_kept_as_they_are(cell: str) -> None:
    assert parsers.code(cell) == cell


@pytest.mark.parametrize("cell", ["a b", "-a", "a-", "=1", "_a", "a;b", "", "."])
def test_what_is_not_a_code_is_refused(cell: str) -> None:
    assert refusal(parsers.code, cell) == (
        f"“{cell}” is not a code. Use letters and digits, with no spaces, at most 40."
    )


def test_a_code_that_is_too_long_is_refused_and_cut_in_the_sentence() -> None:
    assert refusal(parsers.code, "x" * 99).startswith(f"“{'x' * 41}” is not a code.")


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("ada@example.org", "ada@example.org"),
        ("Ada@EXAMPLE.org", "Ada@example.org"),
        ("mailto:a@b.co", "a@b.co"),
    ],
)
def test_an_address_keeps_its_name_and_folds_its_domain(cell: str, address: str) -> None:
    assert parsers.email(cell) == address


@pytest.mark.parametrize(
    "cell", ["ada", "ada@", "@example.org", "a b@example.org", "a@b@c.org", "ada@example"]
)
def test_what_is_not_an_address_is_refused(cell: str) -> None:
    assert refusal(parsers.email, cell) == f"“{cell}” is not an e-mail address."


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("+33 1 23 45 67 89", "+33123456789"),
        ("0033 (0)1 23 45 67 89", "+33123456789"),
        ("+49 (30) 123-456/78", "+493012345678"),
        ("01 23 45 67 89", "0123456789"),
        ("01.23.45.67.89", "0123456789"),
    ],
)
def test_telephone_numbers_are_bared_to_digits(cell: str, number: str) -> None:
    assert parsers.phone()(cell) == number


@pytest.mark.parametrize(
    ("cell", "number"),
    [("01 23 45 67 89", "+33123456789"), ("+49 30 12345", "+493012345"), ("12345", "12345")],
)
def test_a_calling_code_makes_national_numbers_international(cell: str, number: str) -> None:
    assert parsers.phone(calling_code="33")(cell) == number


@pytest.mark.parametrize("cell", ["1234", "call me", "+", "1" * 16, "++12345", "12+345678", "١٢٣٤٥٦"])
def test_what_is_not_a_telephone_number_is_refused(cell: str) -> None:
    assert (
        refusal(parsers.phone(), cell)
        == f"“{cell}” is not a telephone number. Write it like +33 1 23 45 67 89."
    )


@pytest.mark.parametrize(
    ("cell", "known"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("pt-br", "pt-BR"),
        ("pt_BR", "pt-BR"),
        ("zh-hans", "zh-Hans"),
        ("ZH-hant-TW", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("German", "de"),
        ("deutsch", "de"),
        ("Français", "fr"),
        ("francais", "fr"),
        ("ESPAÑOL", "es"),
        ("English", "en"),
        ("Русский", "ru"),
        ("Brazilian Portuguese", "pt-BR"),
    ],
)
def test_a_language_is_known_by_code_and_by_name(cell: str, known: str) -> None:
    assert parsers.language(cell) == known


@pytest.mark.parametrize("cell", ["xx", "Klingon", "e", "fr-", "12", "en-USA"])
def test_an_unknown_language_is_refused(cell: str) -> None:
    assert refusal(parsers.language, cell) == (
        f"“{cell}” is not a language known here. Write its code, such as fr or pt-BR."
    )


@pytest.mark.parametrize(
    ("cell", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("europe/paris", "Europe/Paris"),
        ("America/sao paulo", "America/Sao_Paulo"),
        ("utc", "UTC"),
    ],
)
def test_a_time_zone_is_known_however_it_is_spelt(cell: str, zone: str) -> None:
    assert parsers.time_zone(cell) == zone


@given(st.sampled_from(sorted(zoneinfo.available_timezones())))
def test_every_time_zone_is_itself(zone: str) -> None:
    assert parsers.time_zone(zone) == zone


def test_an_unknown_time_zone_is_refused() -> None:
    assert refusal(parsers.time_zone, "Paris") == (
        "“Paris” is not a time zone. Write it like Europe/Paris or America/Sao_Paulo."
    )


def test_a_choice_is_known_by_code_and_by_name() -> None:
    parse = parsers.one_of({"region": "Région", "cell": "Cell"})
    assert [parse("REGION"), parse("région"), parse("Cell")] == ["region", "region", "cell"]
    assert refusal(parse, "club") == "“club” is not one of these: Région, Cell."


def test_a_code_wins_over_a_name_that_looks_the_same() -> None:
    assert parsers.one_of({"a": "B", "b": "A"})("a") == "a"


def test_a_list_keeps_each_value_once_in_its_order() -> None:
    assert parsers.list_of(parsers.text())("rail; health | Rail;rail ,, youth;") == (
        "rail",
        "health",
        "Rail",
        "youth",
    )
    assert refusal(parsers.list_of(parsers.code), "a;b c") == (
        "“b c” is not a code. Use letters and digits, with no spaces, at most 40."
    )


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-31",
        "2024-3-31",
        "2024-03-31 00:00:00",
        "2024-03-31T00:00:00.000",
        "2024/03/31",
        "2024.03.31",
        "31.03.2024",
        "31.3.2024",
        "31. 3. 2024",
        "31/03/2024",
        "31-03-2024",
        "3/31/2024",
    ],
)
def test_a_date_is_read_however_it_is_written(cell: str) -> None:
    assert day()(cell) == date(2024, 3, 31)


def test_a_date_that_reads_the_same_both_ways_is_not_ambiguous() -> None:
    assert day()("05/05/2024") == date(2024, 5, 5)


def test_a_date_that_can_be_two_is_refused_with_both() -> None:
    assert refusal(day(), "03/04/2024") == (
        "“03/04/2024” can be 2024-04-03 or 2024-03-04. "
        "Write it like the one you mean, or say where the columns are chosen which comes first."
    )


@pytest.mark.parametrize("cell", ["12/05/2024", "05/12/2024", "12-11-2024"])
def test_the_twelfth_may_be_a_month(cell: str) -> None:
    assert refusal(day(), cell).startswith(f"“{cell}” can be 2024-")


def test_an_order_for_the_whole_file_settles_it() -> None:
    assert day(order=DateOrder.DAY_FIRST)("03/04/2024") == date(2024, 4, 3)
    assert day(order=DateOrder.MONTH_FIRST)("03/04/2024") == date(2024, 3, 4)
    assert (
        refusal(day(order=DateOrder.MONTH_FIRST), "31/03/2024")
        == "There is no day “31/03/2024” in the calendar."
    )


@pytest.mark.parametrize("cell", ["30.02.2024", "2023-02-29", "0000-01-01", "2024-13-01", "31/31/2024"])
def test_a_day_that_never_was_is_refused(cell: str) -> None:
    assert refusal(day(), cell) == f"There is no day “{cell}” in the calendar."


@pytest.mark.parametrize(
    "cell", ["yesterday", "31.03.24", "2024", "45382", "2024-03-31 12:00", "31/03-2024", "٣١.٠٣.٢٠٢٤"]
)
def test_what_is_not_a_date_is_refused(cell: str) -> None:
    assert refusal(day(), cell) == f"“{cell}” is not a date. Write it like 2024-03-31."


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_back_from_every_spelling(moment: date) -> None:
    iso, dotted = moment.isoformat(), moment.strftime("%d.%m.%Y")
    slashed = [
        (DateOrder.DAY_FIRST, moment.strftime("%d/%m/%Y")),
        (DateOrder.MONTH_FIRST, moment.strftime("%m/%d/%Y")),
    ]
    assert [day()(iso), day()(dotted), *(day(order=order)(cell) for order, cell in slashed)] == [moment] * 4


@pytest.mark.parametrize(
    "parse",
    [parsers.text(), parsers.code, parsers.email, parsers.phone(), parsers.language, parsers.time_zone,
     parsers.one_of({"a": "A"}), parsers.list_of(parsers.code), day()],
)  # fmt: skip
@given(cell=st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=60))
def test_any_cell_is_a_value_or_a_refusal(parse: Callable[[str], object], cell: str) -> None:
    sentence = ""
    value = None
    try:
        value = parse(cell)
    except Refused as refused:
        sentence = str(refused)
    assert (value is None) == bool(sentence)
