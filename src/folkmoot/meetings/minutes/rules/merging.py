"""Texts that several people change at once (Yjs, a CRDT): each change is kept, in whatever order they come.

Positions in the text are counted in bytes of UTF-8, as Yrs does.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from folkmoot.documents.rules.comparing import Steps

if TYPE_CHECKING:
    from pycrdt import Doc, Text

_NAME = "text"
_WORD = re.compile(r"\w+|\s|[^\w\s]")
# Beyond so many steps what lies between the first and the last change is replaced as one: meanwhile nobody else writes.
_MOST_STEPS = 500_000


class Edit(NamedTuple):
    """One place in a text: from which byte on, how many bytes give place, and to what."""

    start: int
    removed: int
    inserted: str


def begun() -> bytes:
    """Return the state of an empty text."""
    return _state(_doc())


def text_of(*updates: bytes) -> str:
    """Return the text that some updates make together."""
    return str(_text(_doc(*updates)))


def merged(*updates: bytes) -> bytes:
    """Return the state that some updates make together."""
    return _state(_doc(*updates))


def change(state: bytes, text: str) -> bytes:
    """Return the update that makes `text` of what a `state` says: other updates to that state stay beside it."""
    doc = _doc(state)
    before = doc.get_state()
    written = _text(doc)
    with doc.transaction():
        for edit in reversed(edits_between(str(written), text)):
            if edit.removed:
                del written[edit.start : edit.start + edit.removed]
            if edit.inserted:
                written.insert(edit.start, edit.inserted)
    return bytes(doc.get_update(before))


def edits_between(before: str, after: str) -> list[Edit]:
    """Return the places in which `after` differs from `before`, word by word, in order."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    first = _shared(old, new)
    last = _shared(old[first:][::-1], new[first:][::-1])
    start = _size(old[:first])
    return list(_edits(old[first : len(old) - last], new[first : len(new) - last], start))


def _edits(old: Sequence[str], new: Sequence[str], start: int) -> Iterator[Edit]:
    opcodes = Steps(_MOST_STEPS).opcodes(old, new)
    if opcodes is None:
        yield Edit(start, _size(old), "".join(new))
        return
    at = list(accumulate((len(word.encode()) for word in old), initial=start))
    for kind, i, i_end, j, j_end in opcodes:
        if kind != "equal":
            yield Edit(at[i], at[i_end] - at[i], "".join(new[j:j_end]))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return with how many equal words both begin."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _size(words: Sequence[str]) -> int:
    return sum(len(word.encode()) for word in words)


def _doc(*updates: bytes) -> "Doc[Text]":
    # Only whoever writes minutes has a use for it.
    from pycrdt import Doc, Text  # noqa: PLC0415  -- 3 MB, where it is used

    doc: Doc[Text] = Doc()
    doc[_NAME] = Text()
    for update in updates:
        doc.apply_update(update)
    return doc


def _text(doc: "Doc[Text]") -> "Text":
    return doc[_NAME]


def _state(doc: "Doc[Text]") -> bytes:
    return bytes(doc.get_update())
