"""A report to be filled on paper: what is asked, each with the room for its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from folkmoot.circulars.rules.circular import code_of, language_and_region, said
from folkmoot.circulars.rules.wording import printable


@dataclass(frozen=True)
class Room:
    """Something that is asked: `kind` is line, share, boxes or words."""

    label: str
    kind: str
    hint: str = ""
    options: Sequence[str] = ()


@dataclass(frozen=True)
class ReportForm:
    """A form as it is printed, all of it in one language; the code leads to the page where it is entered."""

    title: str
    kicker: str
    organisation: str
    language: str
    direction: str
    lede: str
    rooms: Sequence[Room]
    address: str
    words: Mapping[str, str] = field(default_factory=dict)


def report_form_as_values(form: ReportForm) -> dict[str, object]:
    """Return all that is printed as plain values, cleared of what no page can show."""
    language, region = language_and_region(form.language)
    return {
        "title": said(form.title) or "·",
        "kicker": printable(form.kicker),
        "organisation": printable(form.organisation),
        "running": printable(f"{form.title} · {form.kicker}"),
        "language": language,
        "region": region,
        "direction": "rtl" if form.direction == "rtl" else "ltr",
        "lede": said(form.lede),
        "rooms": [_room(each) for each in form.rooms],
        "code": code_of(form.address),
        "words": {name: printable(words) for name, words in form.words.items()},
    }


def _room(room: Room) -> dict[str, object]:
    return {
        "label": said(room.label) or "·",
        "kind": room.kind,
        "hint": said(room.hint),
        "options": [printable(each) for each in room.options],
    }
