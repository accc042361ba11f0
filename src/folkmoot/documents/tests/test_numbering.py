import pytest

from folkmoot.documents.rules.numbering import (
    Number,
    enumerator,
    given_label,
    heading_number,
    paragraph_number,
    without_given_label,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4. Powers", Number("4", "Powers", is_whole=False)),
        ("4) Powers", Number("4", "Powers", is_whole=False)),
        ("4 Powers", Number("4", "Powers", is_whole=False)),
        ("4", Number("4", "", is_whole=False)),
        ("4.1. Powers", Number("4.1", "Powers", is_whole=True)),
        ("4.1 Powers", Number("4.1", "Powers", is_whole=True)),
        ("4.1: powers", Number("4.1", "powers", is_whole=True)),
        ("**4.1** Powers", Number("4.1", "Powers", is_whole=True)),
        ("__4.1. Powers__ and more", Number("4.1", "Powers and more", is_whole=True)),
        ("5a. Powers", Number("5a", "Powers", is_whole=False)),
        ("A. Order", Number("A", "Order", is_whole=False)),
        ("A.1.2 Order", Number("A.1.2", "Order", is_whole=True)),
        ("IV. Order", Number("IV", "Order", is_whole=False)),
        ("§ 3 Money", Number("3", "Money", is_whole=True)),
        ("§3. Money", Number("3", "Money", is_whole=True)),
        ("Article 7 – Seat", Number("7", "Seat", is_whole=True)),
        ("ARTICLE 7", Number("7", "", is_whole=True)),
        ("Article premier", None),
        ("Chapter II. Money", Number("II", "Money", is_whole=True, is_part=True)),
        ("Teil A", Number("A", "", is_whole=True, is_part=True)),
        ("Part of the whole", None),
        ("Partly 3", None),
        ("Article 5 says so", None),
        ("4 powers", None),
        ("2024 in review", None),
        ("12345. Powers", None),
        ("4.Powers", None),
        ("A order", None),
        ("Powers", None),
        ("", None),
    ],
)
def test_a_headings_number_is_read(text: str, number: Number | None) -> None:
    assert heading_number(text) == number


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("4.1. Text", "4.1"),
        ("§ 3 Text", "3"),
        ("Article 7. Text", "7"),
        ("4. Text", None),
        ("Chapter 2. Text", None),
        ("Text", None),
    ],
)
def test_a_paragraphs_number_has_to_say_its_place(text: str, label: str | None) -> None:
    number = paragraph_number(text)
    assert (number and number.label) == label


@pytest.mark.parametrize(
    ("text", "after", "label"),
    [
        ("a) x", "", "a"),
        ("(a) x", "", "a"),
        ("a. x", "", "a"),
        ("b) x", "a", "b"),
        ("c) x", "a", None),
        ("b) x", "", None),
        ("(i) x", "", "i"),
        ("(ii) x", "i", "ii"),
        ("(iv) x", "iii", "iv"),
        ("(x) x", "ix", "x"),
        ("i) x", "h", "i"),
        ("j) x", "i", "j"),
        ("(1) x", "", "1"),
        ("(10) x", "9", "10"),
        ("aa) x", "z", None),
        ("a)x", "", None),
        ("a x", "", None),
        ("a)", "", None),
    ],
)
def test_letters_count_only_in_their_order(text: str, after: str, label: str | None) -> None:
    number = enumerator(text, after=after)
    assert (number and number.label) == label


def test_an_author_can_give_a_label_outright() -> None:
    assert given_label("A.1. Discussion {#A.1bis}\nmore {#no}") == "A.1bis"
    assert without_given_label("A.1. Discussion {#A.1bis}\nmore {#no}") == "A.1. Discussion\nmore {#no}"
    assert given_label("more\n{#second-line}") == ""
    assert given_label("{#in} the middle") == ""
    assert given_label("escaped \\{#no}") == ""
    assert given_label('{#"><script>}') == ""
