"""Decks of Anki (`.apkg`), read as rows of cards.

A package is a ZIP with a database of SQLite in it: `collection.anki21`, or `collection.anki2` of old. What Anki writes today
unless it is asked for the older form is `collection.anki21b`, compressed with zstd, with a stub beside it that says no more than
that it is too new. Whatever is in one comes from somebody else: it is unpacked within bounds, and asked within bounds.
"""

import json
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from os import SEEK_END
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO
from urllib.parse import quote

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.study.rules.notes import NoteCard, NoteKind, cards_of
from folkmoot.study.rules.programmes import CARDS_MOST

_NEW, _OLDER = "collection.anki21b", ("collection.anki21", "collection.anki2")
_BETWEEN_FIELDS = "\x1f"
_GAPS = 1
DATABASE_MOST = 64 << 20
_BLOCK = 1 << 20
# What the libraries say of what is no package, has a password, is compressed otherwise, or holds what no collection holds.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    sqlite3.Error,
    sqlite3.Warning,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
)
_TEXT_MOST = 8 << 20
# Of one note, and of all.
_NOTE_MOST, _NOTES_MOST = 256 << 10, 4 << 20
# A deck has a file for each picture. One that says it has as many as this form can, or more, has 65,535 here.
_ENTRIES_MOST = 20_000
_END, _END_LONGEST = b"PK\x05\x06", 22 + 0xFFFF
_STEPS, _STEPS_MOST = 10_000, 2_000


def is_deck(source: BinaryIO) -> bool:
    """Return whether a file is a deck of Anki; the place in it is kept."""
    place = source.tell()
    try:
        if _entries_said(source) > _ENTRIES_MOST:
            return False
        with zipfile.ZipFile(source) as package:
            return bool({_NEW, *_OLDER} & set(package.namelist()))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return False
    finally:
        source.seek(place)


def _entries_said(source: BinaryIO) -> int:
    """Return how many files a package says it has in the record at its end (APPNOTE 4.3.16): of its list nothing is read yet."""
    size = source.seek(0, SEEK_END)
    source.seek(max(0, size - _END_LONGEST))
    end = source.read()
    place = end.rfind(_END)
    source.seek(0)
    return int.from_bytes(end[place + 10 : place + 12], "little") if place >= 0 else 0


def cards_in(source: BinaryIO) -> list[NoteCard]:
    """Return the cards of a deck of Anki, in the order in which its notes were written.

    :raises Refused: if it is of the newer form, has too much in it, or cannot be read.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "collection"
        try:
            with zipfile.ZipFile(source) as package:
                _unpack(package, path)
            notes, kinds = _notes_of(path)
        except _UNREADABLE as error:
            raise Refused(
                _("This deck cannot be read. Export it from Anki once more, or bring its notes as CSV."),
                field="file",
            ) from error
    return [card for kind, fields in notes if kind in kinds for card in cards_of(kinds[kind], fields)]


def _unpack(package: zipfile.ZipFile, path: Path) -> None:
    names = set(package.namelist())
    if _NEW in names:
        raise Refused(
            _(
                "This deck is written as only the newest Anki reads it. Export it once more, and tick “Support older Anki"
                " versions” there."
            ),
            field="file",
        )
    name = next(each for each in _OLDER if each in names)
    left = DATABASE_MOST
    # By what comes out: what a package says of its own size is no bound.
    with package.open(name) as packed, path.open("wb") as written:
        while block := packed.read(_BLOCK):
            left -= len(block)
            if left < 0:
                raise Refused(
                    _("This deck has more than %(most)d MB in it. Export a part of it from Anki.")
                    % {"most": DATABASE_MOST >> 20},
                    field="file",
                )
            written.write(block)


def _notes_of(path: Path) -> tuple[list[tuple[str, Sequence[str]]], Mapping[str, NoteKind]]:
    with closing(_opened(path)) as database:
        _must_be_tables(database, "notes", "col")
        (written,) = database.execute("SELECT models FROM col").fetchone()
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _NOTE_MOST)
        found = database.execute("SELECT mid, flds FROM notes ORDER BY id LIMIT ?", [CARDS_MOST + 1])
        rows = list(_within_bounds(found))
    if len(rows) > CARDS_MOST:
        raise Refused(
            _("This deck has more notes than a programme has cards, which is %(most)d. Export a part of it.")
            % {"most": CARDS_MOST},
            field="file",
        )
    return [(str(kind), str(fields).split(_BETWEEN_FIELDS)) for kind, fields in rows], dict(_kinds(written))


def _must_be_tables(database: sqlite3.Connection, *names: str) -> None:
    """See that what is asked is kept: a view, a virtual table or a generated column could make anything, for ever."""
    kept = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
    tables = {name for (name,) in database.execute(kept)}
    columns = [row for name in names for row in database.execute(f"PRAGMA table_xinfo({name})")]
    if not set(names) <= tables or any(hidden for *_column, hidden in columns):
        raise ValueError(tables)


def _within_bounds(rows: Iterable[tuple[object, object]]) -> Iterator[tuple[object, object]]:
    left = _NOTES_MOST
    for kind, fields in rows:
        left -= len(str(fields))
        if left < 0:
            raise ValueError(left)
        yield kind, fields


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
    database.text_factory = lambda text: text.decode("utf-8", "replace")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _TEXT_MOST)
    database.execute("PRAGMA trusted_schema = OFF")
    steps = iter(range(_STEPS_MOST))
    database.set_progress_handler(lambda: next(steps, None) is None, _STEPS)
    return database


def _kinds(written: str) -> Iterator[tuple[str, NoteKind]]:
    for number, kind in json.loads(written).items():
        names = tuple(str(each["name"]) for each in kind["flds"])
        yield str(number), NoteKind(names, kind.get("type") == _GAPS)
