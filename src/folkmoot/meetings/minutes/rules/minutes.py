"""What minutes say: their parts as they write themselves, the people in them as references, and their hash."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

PART_LONGEST = 10_000
OPENING, CLOSING = "opening", "closing"
# Who was there is named by references, so many at the most.
PEOPLE_MOST = 6_000
_FIRST = 0xE000
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True)
class Happening:
    """What happened at a meeting, as its minutes say it: under an item of the agenda, or at its opening if `item_id` is None.

    `at` sorts happenings under one item; one that has none comes first.
    """

    words: str
    item_id: UUID | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Draft:
    """A part as it writes itself: under which `name` it is known, its heading, which is not edited, and its text."""

    name: str
    heading: str
    text: str


@dataclass(frozen=True)
class Fixed:
    """A part of adopted minutes; people in its text are references."""

    heading: str
    text: str


def lines_of(happenings: Sequence[Happening], item_id: UUID | None) -> str:
    """Return what happened under an item, a line each, in the order in which it did."""
    own = [each for each in happenings if each.item_id == item_id]
    in_order = sorted(own, key=lambda each: each.at.timestamp() if each.at else float("-inf"))
    return "\n".join(each.words for each in in_order)


def within(texts: Sequence[str], most: int) -> list[str]:
    """Return texts, with a note in place of each with which they would have more than `most` characters together."""
    left, found = most, []
    for text in texts:
        fits = len(text) <= left
        left -= len(text) if fits else 0
        found.append(text if fits else _("(Too long to be told here: it stands with the motion.)"))
    return found


def changed(olds: Sequence[str], news: Sequence[str]) -> list[str]:
    """Return the points of a text that were not there before, and a note of each that is there no more."""
    known, kept = {each.strip() for each in olds}, {each.strip() for each in news}
    added = [each.strip() for each in news if each.strip() not in known]
    struck = [each.strip() for each in olds if each.strip() not in kept]
    return [*added, *(_("Instead of: %(words)s") % {"words": each} for each in struck)]


def reference(number: int) -> str:
    """Return the one character that stands for a person in the texts of minutes."""
    return chr(_FIRST + number)


def with_references(text: str, names: Mapping[int, str]) -> str:
    """Return a text in which the names of people are references, by the number that each has; whole words alone."""
    clean = _PRIVATE_USE.sub("", text)
    numbers = {name: number for number, name in sorted(names.items(), reverse=True) if name.strip()}
    if not numbers:
        return clean
    longest_first = sorted(numbers, key=len, reverse=True)
    found = re.compile(r"(?<!\w)(?:%s)(?!\w)" % "|".join(map(re.escape, longest_first)))  # noqa: UP031  -- braces
    return found.sub(lambda match: reference(numbers[match[0]]), clean)


def with_names(text: str, names: Mapping[int, str]) -> str:
    """Return a text in which references are the names of people; whoever was erased is named no more."""
    return _PRIVATE_USE.sub(lambda match: names.get(ord(match[0]) - _FIRST) or _("(name erased)"), text)


def references_in(text: str) -> set[int]:
    """Return the numbers of the people to whom a text refers."""
    return {ord(letter) - _FIRST for letter in _PRIVATE_USE.findall(text)}


def part_text(given: str) -> str:
    """Return the text of a part, without the space around it; at most 10,000 characters.

    :raises Refused: if it is longer.
    """
    text = given.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if len(text) > PART_LONGEST:
        raise Refused(
            _("This part has %(length)d characters. Shorten it to at most %(most)d.")
            % {"length": len(text), "most": PART_LONGEST},
            field="text",
        )
    return text


def hash_of(parts: Sequence[Fixed], salt: str) -> str:
    """Return the SHA-256, in hexadecimal, of the salt, a newline and the parts as compact JSON in UTF-8.

    References stand in it as {1}, so that it holds once a name is erased; without the salt, short minutes could be guessed.
    """
    said = [[each.heading, _PRIVATE_USE.sub(_numbered, each.text)] for each in parts]
    written = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{written}".encode("utf-8", "surrogatepass")).hexdigest()


def _numbered(match: re.Match[str]) -> str:
    return f"{{{ord(match[0]) - _FIRST}}}"
