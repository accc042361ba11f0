"""The numbers that authors put before a heading, a paragraph or an item: "4.1.", "§ 3", "A.1.2", "b)"."""

import re
from dataclasses import dataclass

# A clause is numbered through the whole document; a part only gathers clauses, and often counts anew.
_CLAUSE_WORDS = (
    "article", "art.", "artikel", "artículo", "artigo", "articolo",
    "section", "sec.", "clause", "paragraph", "point", "punkt", "ziffer", "punto", "ponto", "§§", "§",
)  # fmt: skip
_PART_WORDS = (
    "chapter", "part", "title", "book", "annex", "appendix",
    "chapitre", "partie", "titre", "livre", "annexe",
    "kapitel", "teil", "abschnitt", "buch", "anhang", "anlage",
    "capítulo", "parte", "título", "libro", "anexo",
    "livro", "capitolo", "titolo", "allegato",
)  # fmt: skip
_ROMAN_SIGNS = (
    (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_PLAIN = r"\d{1,4}[a-z]?(?:\.\d{1,4}[a-z]?)*|[A-Z](?:\.\d{1,4}[a-z]?)+"
_LETTERED = r"[IVXLC]{1,7}|[A-Z]"
_WORDS = "|".join(re.escape(word) for word in (*_CLAUSE_WORDS, *_PART_WORDS))
_WITH_WORD = re.compile(
    rf"(?P<word>{_WORDS})\s*(?P<label>(?:{_PLAIN}|{_LETTERED}))(?P<end>(?:[ºª°]|er\b)?[.):]?)(?=\s|$)\s*(?:[–—-]\s+)?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_WITHOUT_WORD = re.compile(
    rf"(?P<label>{_PLAIN})(?P<end>[.):]?)(?=\s|$)\s*(?P<rest>.*)|(?P<label2>{_LETTERED})(?P<end2>[.)])(?=\s|$)\s*(?P<rest2>.*)",
    re.DOTALL,
)
_ENUMERATOR = re.compile(
    r"(?:\((?P<inner>[a-z]|[ivxlc]{1,7}|\d{1,2})\)|(?P<bare>[a-z]|[ivxlc]{1,7})[.)])\s+(?P<rest>.*)",
    re.DOTALL,
)
_STRONG = re.compile(r"(\*\*|__)(?P<inside>.*?)\1(?P<behind>.*)", re.DOTALL)
# Spaces around it are taken off outside: as a part of the pattern, a long row of them would be tried from each one anew.
_GIVEN_LABEL = re.compile(r"(?<!\\)\{#(?P<label>[\w.()+-]{1,60})\}$")
_BLANKS = " \t"


@dataclass(frozen=True)
class Number:
    """A number as its author wrote it, and the text behind it.

    `is_whole` numbers say the full place ("4.1", "§ 3"); others are counted within what they stand in.
    """

    label: str
    rest: str
    is_whole: bool
    is_part: bool = False


def heading_number(text: str) -> Number | None:
    """Return the number a heading begins with, if it does."""
    plain = _without_emphasis(text)
    if (named := _named_number(plain)) or not (match := _WITHOUT_WORD.fullmatch(plain)):
        return named
    label, end, rest = _parts(match)
    return Number(label, rest, is_whole="." in label) if _is_number(end, rest) else None


def paragraph_number(text: str) -> Number | None:
    """Return the number a paragraph begins with, if it says its full place, such as "4.1." or "§ 3".

    A mere "4." makes an item of a list in Markdown, and is left to that.
    """
    number = heading_number(text)
    return number if number and number.is_whole and not number.is_part else None


def enumerator(text: str, *, after: str) -> Number | None:
    """Return the letter or small number that begins a paragraph, "a)" or "(iv)", if it follows `after`.

    The first of a series is a, i or 1, and follows nothing; so that no word of prose is taken for one.
    """
    number = enumerator_at(text)
    return number if number and number.label in _successors(after) else None


def enumerator_at(text: str) -> Number | None:
    """Return the letter or small number that begins a paragraph, whatever it follows."""
    match = _ENUMERATOR.fullmatch(text)
    return Number(match["inner"] or match["bare"], match["rest"], is_whole=False) if match else None


def given_label(text: str) -> str:
    """Return the label that an author gives a point by ending its first line with {#label}, or ""."""
    match = _GIVEN_LABEL.search(text.partition("\n")[0].rstrip(_BLANKS))
    return match["label"] if match else ""


def without_given_label(text: str) -> str:
    """Take {#label} off the first line."""
    first, end, others = text.partition("\n")
    line = first.rstrip(_BLANKS)
    if match := _GIVEN_LABEL.search(line):
        first = line[: match.start()].rstrip(_BLANKS)
    return first + end + others


def _named_number(text: str) -> Number | None:
    match = _WITH_WORD.fullmatch(text)
    if not match or not _is_number(match["end"], match["rest"]):
        return None
    word, label = match["word"].lower(), match["label"]
    if label[0].isalpha() and not label[0].isupper():
        return None
    return Number(label, match["rest"], is_whole=True, is_part=word in _PART_WORDS)


def _parts(match: re.Match[str]) -> tuple[str, str, str]:
    second = "" if match["label"] else "2"
    return match[f"label{second}"], match[f"end{second}"], match[f"rest{second}"]


def _is_number(end: str, rest: str) -> bool:
    """Without a stop behind it, a number before a small letter is prose: "3.5 million members"."""
    return bool(end) or not rest[:1].islower()


def _without_emphasis(text: str) -> str:
    match = _STRONG.fullmatch(text)
    return f"{match['inside']}{match['behind']}" if match else text


def _successors(label: str) -> set[str]:
    if not label:
        return {"a", "i", "1"}
    following = {str(int(label) + 1)} if label.isdigit() else set()
    if len(label) == 1 and "a" <= label < "z":
        following.add(chr(ord(label) + 1))
    if label in _ROMAN_NUMBERS:
        following.add(_roman(_ROMAN_NUMBERS[label] + 1))
    return following


def _roman(value: int) -> str:
    letters = ""
    for worth, sign in _ROMAN_SIGNS:
        count, value = divmod(value, worth)
        letters += sign * count
    return letters


_ROMAN_NUMBERS = {_roman(value): value for value in range(1, 100)}
