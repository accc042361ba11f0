"""A paper of sections: the notice of a meeting for a wall, or its minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from folkmoot.circulars.rules.circular import code_of, language_and_region, said
from folkmoot.circulars.rules.wording import printable


@dataclass(frozen=True)
class Section:
    """A section: its heading, its paragraphs, and then numbered items."""

    heading: str
    paragraphs: Sequence[str] = ()
    items: Sequence[str] = ()


@dataclass(frozen=True)
class Leaf:
    """A paper as it is printed, all of it in one language.

    `lede` is what must not be missed; `facts` stand under it, each with its name. The code leads to `address`, "" for none.
    """

    title: str
    kicker: str
    organisation: str
    language: str
    direction: str
    lede: str = ""
    facts: Sequence[tuple[str, str]] = ()
    sections: Sequence[Section] = ()
    closing: Sequence[str] = ()
    address: str = ""
    is_large: bool = False
    words: Mapping[str, str] = field(default_factory=dict)


def leaf_as_values(leaf: Leaf) -> dict[str, object]:
    """Return all that is printed as plain values, cleared of what no page can show."""
    language, region = language_and_region(leaf.language)
    return {
        "title": said(leaf.title) or "·",
        "kicker": printable(leaf.kicker),
        "organisation": printable(leaf.organisation),
        "running": printable(f"{leaf.title} · {leaf.kicker}"),
        "language": language,
        "region": region,
        "direction": "rtl" if leaf.direction == "rtl" else "ltr",
        "lede": said(leaf.lede),
        "facts": [[printable(name), printable(fact)] for name, fact in leaf.facts],
        "sections": [_section(each) for each in leaf.sections],
        "closing": [printable(line) for line in leaf.closing],
        "code": code_of(leaf.address) if leaf.address else [],
        "is_large": leaf.is_large,
        "words": {name: printable(words) for name, words in leaf.words.items()},
    }


def _section(section: Section) -> dict[str, object]:
    return {
        "heading": said(section.heading),
        "paragraphs": [printable(each) for each in section.paragraphs if said(each)],
        "items": [printable(item) for item in section.items],
    }
