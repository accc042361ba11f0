"""Words as people search and sort them, and as they write them."""

import re
import unicodedata

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.latin import IN_LATIN

# Letters that NFKD leaves whole although a person typing on a plain keyboard writes them apart.
_PLAIN_LETTERS = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
})  # fmt: skip
_LATIN_LIMIT = 0x0250
_SPACES = re.compile(r"\s+")
# O'Brien and OBrien are one name; Jean-Luc and Jean Luc too, whose parts stay apart.
_WITHIN_WORDS = frozenset("'.`\N{ACUTE ACCENT}\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}")
# Each word of a search is a condition of the query, and a database puts thousands of them together for a minute.
MOST_WORDS_SOUGHT = 10
_SHORTEST = 3

# Of what an address or a page gives as a number: a column holds more, and Python reads no number of 5,000.
_MOST_DIGITS = 9


def number_in(text: str) -> int:
    """Return the number that a text is, as it comes in an address or from a page; 0 if it is none or too long."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else 0


def fold(text: str) -> str:
    """Fold case, accents and width away, so that two spellings of a word compare equal.

    The result is for searching and sorting, never for showing; folding it again changes nothing.
    """
    folded = _fold_once(text)
    while (again := _fold_once(folded)) != folded:
        folded = again
    return folded


def words_sought(text: str) -> list[str]:
    """Return the words of a search folded as `fold` does, each once; those after the tenth are left aside."""
    return list(dict.fromkeys(fold(text).split()))[:MOST_WORDS_SOUGHT]


def beginnings(text: str) -> str:
    """Return the words of a search without their ends, where enough is left of them: "meetings" is looked for as "meetin".

    Of a word in letters alone a third goes, so that endings of many languages do; nothing of one of three letters.
    """
    return " ".join(
        word[: max(_SHORTEST, len(word) - len(word) // 3)] if word.isalpha() else word
        for word in text.split()
    )


def name_key(name: str) -> str:
    """Return what is the same for two spellings of a person's name: folded, in Latin letters, its words in order.

    "Byron, Ada", "ADA BYRON" and "Ada Býron" are one, and "Олег Попов" is "Oleg Popov"; it knows no more than letters.
    """
    written = fold(name).translate(IN_LATIN)
    apart = "".join(letter if letter.isalnum() else " " for letter in written if letter not in _WITHIN_WORDS)
    return " ".join(sorted(apart.split()))


def sort_name_of(name: str) -> str:
    """Return a name as a list sorts it: "Ada Byron" as "Byron, Ada".

    A name with a comma is taken to be in sorting order already. One word, and a name in a script other
    than Latin, stays as it is: there the order of family and given name cannot be told from the name.
    """
    words = name.split()
    whole = " ".join(words)
    if "," in whole or len(words) < 2 or not _is_latin(whole):  # noqa: PLR2004  -- one word has no order to change
        return whole
    return f"{words[-1]}, {' '.join(words[:-1])}"


def tidy_text(text: str, *, longest: int, field: str) -> str:
    """Return what somebody wrote as plain text: with plain line ends and without space around it.

    :raises Refused: if nothing is left, or it has more than `longest` characters; the refusal names `field`.
    """
    tidied = plain_text(text, longest=longest, field=field)
    if not tidied:
        raise Refused(_("Nothing is written here yet."), field=field)
    return tidied


def plain_text(text: str, *, longest: int, field: str) -> str:
    """Return what somebody wrote, as `tidy_text` does, "" where they wrote nothing.

    A browser sends each end of a line as two characters and a program as one: what is kept, counted and compared is one.

    :raises Refused: if it has more than `longest` characters; the refusal names `field`.
    """
    tidied = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if len(tidied) > longest:
        raise Refused(
            _("This has %(length)d characters. Shorten it to at most %(most)d.")
            % {"length": len(tidied), "most": longest},
            field=field,
        )
    return tidied


def one_line(text: str, *, longest: int, field: str = "") -> str:
    """Return what somebody wrote in one line, with its spaces tidied, "" where they wrote nothing.

    :raises Refused: if it has more than `longest` characters, or one that cannot be seen; the refusal names `field`.
    """
    tidy = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if any(unicodedata.category(character) == "Cc" for character in tidy):
        raise Refused(_("This holds a character that cannot be seen. Type the text again."), field=field)
    if len(tidy) > longest:
        raise Refused(
            _("This has %(count)d characters; at most %(longest)d fit. Shorten it.")
            % {"count": len(tidy), "longest": longest},
            field=field,
        )
    return tidy


def _fold_once(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    return unicodedata.normalize("NFKC", bare.casefold().translate(_PLAIN_LETTERS))


def _is_latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return all(_is_latin_letter(letter) for letter in letters)


def _is_latin_letter(letter: str) -> bool:
    return ord(letter) < _LATIN_LIMIT or unicodedata.name(letter, "").startswith("LATIN ")
