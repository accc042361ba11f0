"""Decks of Anki, as Anki writes them for its older versions."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

BASIC, GAPS = "1", "2"
KINDS: Mapping[str, Any] = {
    BASIC: {"type": 0, "flds": [{"name": "Front"}, {"name": "Back"}]},
    GAPS: {"type": 1, "flds": [{"name": "Text"}, {"name": "Back Extra"}]},
    "3": {"type": 0, "flds": [{"name": each} for each in ("Decision", "Front", "Back", "Point")]},
}
NOTES = (
    (
        BASIC,
        "<div>Who <b>calls</b> it?</div><img src='x.png'>[sound:a.mp3]",
        "The secretary<br>or, if ill,&nbsp;another",
    ),
    (GAPS, "A local meets {{c1::once}} a {{c2::month::how long?}}.", ""),
)


def collection(notes: Sequence[tuple[str, ...]] = NOTES, *, kinds: Mapping[str, Any] = KINDS) -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE col (id INTEGER PRIMARY KEY, models TEXT)")
        database.execute("INSERT INTO col (models) VALUES (?)", [json.dumps(kinds)])
        database.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, mid INTEGER, flds TEXT)")
        rows = [(int(kind), "\x1f".join(fields)) for kind, *fields in notes]
        database.executemany("INSERT INTO notes (mid, flds) VALUES (?, ?)", rows)
        database.commit()
        return database.serialize()


def package(**files: bytes) -> bytes:
    """A package with these files; what Python has no name for is written with _ for its point."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name.replace("_", "."), content)
    return written.getvalue()


def deck(notes: Sequence[tuple[str, ...]] = NOTES, *, kinds: Mapping[str, Any] = KINDS) -> bytes:
    return package(collection_anki21=collection(notes, kinds=kinds), collection_anki2=b"", media=b"{}")
