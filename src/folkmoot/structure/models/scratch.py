"""The scratch file of an import: its rows, read and put in order, outside the organisation's database.

It is a small database of its own, so that reading and checking a file of any size holds no more than some hundred rows
in memory and never keeps a writer of the real one waiting. It knows how far it has come, in the same transaction as
the rows, so whoever finds it after a crash goes on from there. It is deleted when the import ends.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import NamedTuple

from folkmoot.kernel.files import private

_TABLES = """
create table if not exists rows (number integer primary key, body text, level integer, parent text);
create table if not exists in_part (number integer primary key, body text);
create table if not exists keys (field text, value text, number integer, primary key (field, value)) without rowid;
create table if not exists problems (number integer, field text, sentence text, primary key (number, field, sentence))
    without rowid;
create table if not exists notes (number integer, field text, sentence text, primary key (number, field, sentence))
    without rowid;
create table if not exists changes (number integer, of text, what text, now text, becomes text);
create index if not exists changes_by_number on changes (number);
create table if not exists ordered (position integer primary key, number integer);
create table if not exists progress (one integer primary key check (one = 1), value text);
create index if not exists rows_by_level on rows (level);
create index if not exists rows_by_parent on rows (parent) where parent != '';
"""
PROBLEMS_KEPT = 1000
# Rows that go round in a circle, or hang below one that does, never have their turn.
_NEVER = 1_000_000
_CIRCLE_SHOWN = 5


class KeptRow(NamedTuple):
    """A row as it was read: `body` is its model as JSON, "" if a cell of it was wrong."""

    number: int
    body: str
    parent: str
    keys: Mapping[str, str]


class KeptProblem(NamedTuple):
    """What is wrong with a row: `field` is the title of the column, or "" for the whole row."""

    number: int
    field: str
    sentence: str


class KeptChange(NamedTuple):
    """What importing a row will change: of what or whom, which thing, as it is and as it will be."""

    number: int
    of: str
    what: str
    now: str
    then: str


@dataclass(frozen=True)
class Progress:
    """How far reading and checking have come: the last row read and the byte behind it, and the rows checked."""

    number: int = 0
    byte: int = 0
    row_count: int = 0
    is_ordered: bool = False
    checked_count: int = 0
    problem_count: int = 0
    wrong_row_count: int = 0
    new_count: int = 0
    changed_count: int = 0
    same_count: int = 0


class Scratch:
    """One scratch file, open."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take an open connection; `open_scratch` makes one."""
        self._connection = connection

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        found = self._connection.execute("select value from progress").fetchone()
        return Progress(**json.loads(found[0])) if found else Progress()

    @contextmanager
    def slice(self) -> Iterator["Slice"]:
        """Write the rows, problems and progress of one slice, all or nothing."""
        with self._connection:
            self._connection.execute("begin")
            piece = Slice(self._connection, self.progress)
            yield piece
            self._connection.execute(
                "insert or replace into progress values (1, ?)", [json.dumps(asdict(piece.progress))]
            )

    def bodies_in_order(self, first: int, *, most: int) -> list[tuple[int, str]]:
        """Return the numbers and bodies of the rows from position `first` on, parents before those below them."""
        found = self._connection.execute(
            "select number, case when rows.body = '' then in_part.body else rows.body end from ordered"
            " join rows using (number) left join in_part using (number) where position >= ? order by position limit ?",
            [first, most],
        )
        return found.fetchall()

    def bodies(self, field: str, values: Sequence[str]) -> dict[str, str]:
        """Return the rows that have one of `values` in the key `field`, by that value; "" for a row with a wrong cell."""
        marks = ",".join("?" * len(values))
        found = self._connection.execute(
            "select keys.value, rows.body from keys join rows using (number)"  # noqa: S608  -- marks are question marks
            f" where field = ? and value in ({marks})",
            [field, *values],
        )
        return dict(found.fetchall())

    def put_in_order(self, key: str, *, with_wrong: bool = False) -> None:
        """Give each row its turn: by its number, and if `key` is what rows call their parents by, after its parent.

        With `with_wrong` rows of which a part could be read have their turn, too: to be checked, not to be imported.
        """
        write = self._connection
        write.execute("begin")
        if key:
            self._put_in_levels(key)
        write.execute("delete from ordered")
        write.execute(
            "insert into ordered select row_number() over (order by level, number) - 1, number from rows"
            " where coalesce(level, 0) < ? and (body != '' or (? and number in (select number from in_part)))",
            [_NEVER, with_wrong],
        )
        write.execute("commit")

    def _put_in_levels(self, key: str) -> None:
        write = self._connection
        write.execute(
            "update rows set level = 0 where not exists"
            " (select 1 from keys where field = ? and value = rows.parent)",
            [key],
        )
        level = 0
        while self._raise_those_below(key, level):
            level += 1
        write.execute("update rows set level = ? where level is null", [_NEVER])

    def _raise_those_below(self, key: str, level: int) -> int:
        raised = self._connection.execute(
            "update rows set level = ? where level is null and parent in"
            " (select value from keys join rows as above using (number) where field = ? and above.level = ?)",
            [level + 1, key, level],
        )
        return raised.rowcount

    def circles(self, key: str) -> Iterator[tuple[int, list[str]]]:
        """Yield each row that hangs below itself, with the parents it passes on its way up, some of them if many."""
        found = self._connection.execute(
            "select number, parent from rows where level = ? and body != ''", [_NEVER]
        )
        for number, parent in found.fetchall():
            yield number, self._way_up(key, parent)

    def problems(self) -> Iterator[KeptProblem]:
        """Yield the problems that were kept, by row."""
        found = self._connection.execute(
            "select number, field, sentence from problems order by number, field, sentence"
        )
        return map(KeptProblem._make, found)

    def notes(self) -> Iterator[KeptProblem]:
        """Yield the notes that were kept, by row."""
        found = self._connection.execute(
            "select number, field, sentence from notes order by number, field, sentence"
        )
        return map(KeptProblem._make, found)

    def changes(self) -> Iterator[KeptChange]:
        """Yield what importing the rows will change of what is there, by row, all of it."""
        found = self._connection.execute(
            "select number, of, what, now, becomes from changes order by number, rowid"
        )
        return map(KeptChange._make, found)

    def settle(self) -> None:
        """Make sure that all of it is on the disk: what follows relies on it."""
        self._connection.execute("pragma synchronous = full")
        self._connection.execute("pragma wal_checkpoint(truncate)")

    def _way_up(self, key: str, parent: str) -> list[str]:
        way: list[str] = []
        while parent not in way:
            if len(way) == _CIRCLE_SHOWN:
                return [*way, "…"]
            way.append(parent)
            (parent,) = self._connection.execute(
                "select parent from keys join rows using (number) where field = ? and value = ?",
                [key, parent],
            ).fetchone()
        return [*way, parent]


class Slice:
    """What is written to a scratch file in one go."""

    def __init__(self, connection: sqlite3.Connection, progress: Progress) -> None:
        """Take the connection in a transaction, and where the slice before ended."""
        self._connection = connection
        self.progress = progress

    def advance(self, **counts: int) -> None:
        """Note the new place and counts."""
        self.progress = replace(self.progress, **counts)  # type: ignore[arg-type]  # counts name integers only

    def mark_ordered(self) -> None:
        """Note that the rows have their order."""
        self.progress = replace(self.progress, is_ordered=True)

    def keep(self, row: KeptRow) -> list[tuple[str, int]]:
        """Keep one row, and return those of its keys that a row before it has too, with that row's number."""
        self._connection.execute(
            "insert into rows values (?, ?, null, ?)", [row.number, row.body, row.parent]
        )
        doubles = [
            (field, self._owner(field, value))
            for field, value in row.keys.items()
            if not self._claim(field, value, row.number)
        ]
        if doubles:
            self._connection.execute("update rows set body = '' where number = ?", [row.number])
        return doubles

    def keep_in_part(self, number: int, body: str) -> None:
        """Keep what could be read of a row in which something is wrong, so that the rest is checked in the same round."""
        self._connection.execute("insert into in_part values (?, ?)", [number, body])

    def complain(self, problems: Iterable[KeptProblem], *, once_more: bool = False) -> None:
        """Count the problems of one row, and keep them if they are among the first thousand.

        With `once_more` the row was counted as wrong before.
        """
        found = list(problems)
        kept = found[: max(0, PROBLEMS_KEPT - self.progress.problem_count)]
        self._connection.executemany("insert or ignore into problems values (?, ?, ?)", kept)
        self.advance(
            problem_count=self.progress.problem_count + len(found),
            wrong_row_count=self.progress.wrong_row_count + (bool(found) and not once_more),
        )

    def leave_out(self, number: int) -> None:
        """Give a row that was checked and is wrong no turn, the next time the rows are put in order."""
        self._connection.execute("update rows set level = ? where number = ?", [_NEVER, number])

    def note(self, notes: Iterable[KeptProblem]) -> None:
        """Keep the notes on one row, if they are among the first thousand."""
        self._connection.executemany(
            "insert or ignore into notes select ?, ?, ? where (select count(*) from notes) < ?",
            [(*note, PROBLEMS_KEPT) for note in notes],
        )

    def foresee(self, changes: Iterable[KeptChange]) -> None:
        """Keep what one row will change; all of them are kept, on the disk."""
        self._connection.executemany("insert into changes values (?, ?, ?, ?, ?)", changes)

    def _claim(self, field: str, value: str, number: int) -> bool:
        claimed = self._connection.execute(
            "insert or ignore into keys values (?, ?, ?)", [field, value, number]
        )
        return bool(claimed.rowcount)

    def _owner(self, field: str, value: str) -> int:
        found = self._connection.execute(
            "select number from keys where field = ? and value = ?", [field, value]
        )
        return int(found.fetchone()[0])


@contextmanager
def open_scratch(path: Path) -> Iterator[Scratch]:
    """Open the scratch file at `path`, making it if need be."""
    # Made before SQLite would make it, with the rights of a private file, which its companions take over.
    os.close(private(path, os.O_CREAT | os.O_RDWR))
    with closing(sqlite3.connect(path, isolation_level=None, timeout=20)) as connection:
        # A killed process leaves it whole. A power cut may not, until `settle`: then the check is begun anew.
        connection.executescript("pragma journal_mode = wal; pragma synchronous = off;" + _TABLES)
        yield Scratch(connection)
