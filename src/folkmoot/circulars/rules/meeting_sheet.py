"""The sheet that those present at a meeting sign, with the room for all that is entered from it afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from folkmoot.circulars.rules.circular import code_of, language_and_region, said
from folkmoot.circulars.rules.wording import printable

# Lines to sign: more than came, fewer than fill three pages; more is written on a second sheet.
LEAST, MOST = 10, 60
# As many columns as fit beside a name and a signature.
HEARD_MOST = 4


@dataclass(frozen=True)
class MeetingSheet:
    """A sheet as it is printed, all of it in one language; the code leads to the page from which it is entered.

    `lines` are to be signed, and `heard` are the numbers of the decisions that are read aloud.
    """

    title: str
    kicker: str
    organisation: str
    language: str
    direction: str
    lede: str
    facts: Sequence[tuple[str, str]]
    agenda: Sequence[str]
    lines: int
    heard: Sequence[str]
    address: str
    words: Mapping[str, str] = field(default_factory=dict)


def lines_for(members: int) -> int:
    """Return how many lines a sheet has for so many members."""
    return max(LEAST, min(members, MOST))


def sheet_as_values(sheet: MeetingSheet) -> dict[str, object]:
    """Return all that is printed as plain values, cleared of what no page can show."""
    language, region = language_and_region(sheet.language)
    return {
        "title": said(sheet.title) or "·",
        "kicker": printable(sheet.kicker),
        "organisation": printable(sheet.organisation),
        "running": printable(f"{sheet.title} · {sheet.kicker}"),
        "language": language,
        "region": region,
        "direction": "rtl" if sheet.direction == "rtl" else "ltr",
        "lede": said(sheet.lede),
        "facts": [[printable(name), printable(fact)] for name, fact in sheet.facts],
        "agenda": [printable(each) for each in sheet.agenda],
        "lines": sheet.lines,
        "heard": [printable(each) for each in sheet.heard[:HEARD_MOST]],
        "code": code_of(sheet.address),
        "words": {name: printable(words) for name, words in sheet.words.items()},
    }
