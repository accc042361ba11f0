import re

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.rights.rules.vcard import Contact, escaped, vcard

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=120)


def unfolded(card: str) -> list[str]:
    return card.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)


def test_a_card_says_who_somebody_is_and_how_they_are_reached() -> None:
    contact = Contact(
        uid="6f1c",
        name="Eve Ferry, jr.",
        sort_name="Ferry, Eve",
        organisation=["Union; all of it", "Harbour"],
        emails=["eve@example.org"],
        phones=["+33 1"],
        languages=["en"],
    )
    assert vcard(contact).split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "UID:urn:uuid:6f1c",
        "FN:Eve Ferry\\, jr.",
        "N:Ferry;Eve;;;",
        "ORG:Union\\; all of it;Harbour",
        "EMAIL:eve@example.org",
        "TEL;VALUE=text:+33 1",
        "LANG:en",
        "END:VCARD",
        "",
    ]


@given(TEXTS)
def test_no_name_can_add_a_line_of_its_own(name: str) -> None:
    lines = unfolded(vcard(Contact(uid="1", name=name, sort_name=name)))
    assert [line.partition(":")[0] for line in lines] == ["BEGIN", "VERSION", "UID", "FN", "N", "END"]


@given(TEXTS)
def test_every_line_is_at_most_75_bytes_and_no_letter_is_cut(name: str) -> None:
    card = vcard(Contact(uid="1", name=name, sort_name=""))
    assert max(len(line.encode()) for line in card.split("\r\n")) <= 75
    assert unfolded(card)[3] == f"FN:{escaped(name)}"


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]) | st.sampled_from("\\,;\n"), max_size=40))
def test_what_was_escaped_is_read_back_the_same(text: str) -> None:
    printable = "".join(letter for letter in text if letter.isprintable() or letter == "\n")
    assert unescaped(escaped(printable)) == printable
