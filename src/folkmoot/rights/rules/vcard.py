"""A person as a vCard (RFC 6350), which address books read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_WIDEST = 75


@dataclass(frozen=True)
class Contact:
    """What an address book is told of somebody."""

    uid: str
    name: str
    sort_name: str
    organisation: Sequence[str] = ()
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    languages: Sequence[str] = ()


def vcard(contact: Contact) -> str:
    """Return the card: lines of at most 75 bytes that end in CR and LF, every text escaped."""
    return "".join(f"{folded}\r\n" for line in _lines(contact) for folded in _folded(line))


def escaped(text: str) -> str:
    """Return a text as a value: backslash, comma, semicolon and ends of lines are escaped, other controls dropped."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    marked = plain.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")
    return "".join(letter for letter in marked if letter.isprintable() or letter == "\t")


def _lines(contact: Contact) -> Iterator[str]:
    family, _comma, given = contact.sort_name.partition(",")
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield f"UID:urn:uuid:{escaped(contact.uid)}"
    yield f"FN:{escaped(contact.name)}"
    yield f"N:{escaped(family.strip())};{escaped(given.strip())};;;"
    if contact.organisation:
        yield f"ORG:{';'.join(map(escaped, contact.organisation))}"
    yield from _each("EMAIL:", contact.emails)
    yield from _each("TEL;VALUE=text:", contact.phones)
    yield from _each("LANG:", contact.languages)
    yield "END:VCARD"


def _each(start: str, texts: Iterable[str]) -> Iterator[str]:
    return (f"{start}{escaped(text)}" for text in texts)


def _folded(line: str) -> Iterator[str]:
    # Counted in bytes, and never cut inside a letter.
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _WIDEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    yield piece
