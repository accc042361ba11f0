"""The index of words in the database: FTS5 on SQLite, tsvector on PostgreSQL, asked with one lookup.

Both hold the words that `rules.words` made and no others: the parsers and dictionaries of the databases, which differ
from each other and from one installation to the next, have nothing to do.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup

from folkmoot.documents.rules.words import Wanted

if TYPE_CHECKING:
    _Text = models.TextField[Any, Any]
    _Lookup = Lookup[Any]
else:
    # Only the type checker knows what a field and a lookup are of.
    _Text = models.TextField
    _Lookup = Lookup

TABLE = "documents_wordindex"
# No word of a text begins so.
_KEEPER = "¶"
# PostgreSQL keeps at most a megabyte of words a document. Nobody decides as much, but a dictionary could be pasted.
MOST_BYTES = 900_000

_PUT = {
    "sqlite": f"insert or replace into {TABLE} (rowid, words) values (%s, %s)",  # noqa: S608  -- a name of ours
    "postgresql": f"insert into {TABLE} (rowid, words) values (%s, array_to_tsvector(%s))"  # noqa: S608  -- as above
    " on conflict (rowid) do update set words = excluded.words",
}


@dataclass(frozen=True)
class Match:
    """What a row of the index has to have: all `words`, and one of the keepers if there are any."""

    words: Sequence[Wanted]
    keepers: Collection[UUID] = ()


class WordsField(_Text):
    """The words of a document, as the database keeps them."""

    def get_prep_value(self, value: object) -> object:
        """Hand a `Match` on as it is."""
        return value


@WordsField.register_lookup
class Matching(_Lookup):
    """Whether the words of a document are those of a `Match`."""

    lookup_name = "matching"

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, Sequence[Any]]:  # noqa: ANN401  -- Django's compiler
        """Ask FTS5."""
        column, parameters = self.process_lhs(compiler, connection)
        match = _match(self.rhs, word='"{}"', beginning='"{}" *', both=" AND ", either=" OR ")
        return f"{column} match %s", [*parameters, match]

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, Sequence[Any]]:  # noqa: ANN401  -- as above
        """Ask for the tsvector."""
        column, parameters = self.process_lhs(compiler, connection)
        match = _match(self.rhs, word="'{}'", beginning="'{}':*", both=" & ", either=" | ")
        return f"{column} @@ %s::tsquery", [*parameters, match]


def put_words(index_id: int, words: Iterable[str], *, keepers: Iterable[UUID]) -> None:
    """Put the words of a document into the index, in the running transaction."""
    kept = [*map(_kept_by, keepers), *_no_more_than(MOST_BYTES, dict.fromkeys(words))]
    with connection.cursor() as cursor:
        given = kept if connection.vendor == "postgresql" else " ".join(kept)
        cursor.execute(_PUT[connection.vendor], [index_id, given])


def take_out(index_ids: Sequence[int]) -> None:
    """Take documents out of the index."""
    with connection.cursor() as cursor:
        cursor.executemany(f"delete from {TABLE} where rowid = %s", [[each] for each in index_ids])  # noqa: S608  -- as above


def _match(match: Match, *, word: str, beginning: str, both: str, either: str) -> str:
    wanted = [(beginning if each.is_beginning else word).format(each.word) for each in match.words]
    keepers = either.join(word.format(_kept_by(keeper)) for keeper in sorted(match.keepers))
    return both.join([*wanted, *([f"({keepers})"] if keepers else [])])


def _kept_by(keeper: UUID) -> str:
    return f"{_KEEPER}{keeper.hex}"


def _no_more_than(size: int, words: Iterable[str]) -> Iterable[str]:
    for each in words:
        size -= len(each.encode())
        if size < 0:
            return
        yield each
