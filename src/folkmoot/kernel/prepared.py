"""Questions that are put together once and asked often.

Django puts a large question together in milliseconds, and the database answers it in a fraction of one. A prepared
question is a function that returns a queryset: it is called once for each shape of what is asked, and asked again with
other values in the places where those stood.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cached_property, lru_cache
from itertools import count
from typing import Any, Generic, ParamSpec, TypeVar, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

from folkmoot.kernel.rows import Reader, reader_of

Arguments = ParamSpec("Arguments")
Row = TypeVar("Row")
Value = TypeVar("Value")

# Questions of one kind differ in the depth of a unit and the number of offices: few shapes are asked often.
SHAPES_KEPT = 64
LENGTHS = (0, 1, 16, 128, 1_024)
_PLACEHOLDER = re.compile("(?<!%)%s")


@dataclass(frozen=True)
class _Slot:
    """A place in a question: which of the values stands there, and how much later if it is a moment."""

    number: int
    later: timedelta | None = None


@dataclass(frozen=True)
class _Constant:
    """A place in a question where the same stands whatever is asked."""

    value: object


@dataclass(frozen=True)
class _Question:
    """A question as it was put together, for the values of one shape."""

    sql: str
    # What stands there whatever is asked, and of each slot all its places: the same moment may stand in thirty.
    standing: Sequence[object]
    slots: "Sequence[tuple[_Slot, Sequence[int]]]"
    read: Reader

    def rows(self, values: Sequence[object]) -> list[Any]:
        """Ask, with `values` in their places."""
        connection = connections[DEFAULT_DB_ALIAS]
        standing: list[Any] = list(self.standing)
        for slot, places in self.slots:
            value = _value_at(slot, values, connection)
            for place in places:
                standing[place] = value
        return self.read(self._found(standing, connection))

    def _found(self, params: Sequence[Any], connection: BaseDatabaseWrapper) -> Sequence[Sequence[object]]:
        if connection.vendor == "sqlite" and not (connection.execute_wrappers or connection.queries_logged):
            return self._found_at_once(params, connection)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, tuple(params))
            found: list[Sequence[object]] = cursor.fetchall()
        return found

    def _found_at_once(
        self, params: Sequence[Any], connection: BaseDatabaseWrapper
    ) -> Sequence[Sequence[object]]:
        """Ask SQLite itself: Django would write the question anew each time, and SQLite look up what it knows by heart."""
        connection.validate_thread_sharing()
        connection.validate_no_broken_transaction()
        connection.ensure_connection()
        with connection.wrap_database_errors:
            found: list[Sequence[object]] = connection.connection.execute(
                self.sql_of_sqlite, params
            ).fetchall()
        return found

    @cached_property
    def sql_of_sqlite(self) -> str:
        """The question as SQLite's driver is asked it."""
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            sql: str = cursor.convert_query(self.sql)
        return sql


class Prepared(Generic[Arguments, Row]):
    """A question that is put together once for each shape of what is asked."""

    def __init__(self, build: Callable[Arguments, QuerySet[Any, Row]]) -> None:
        """Keep how the question is put together."""
        self._build = build
        self._question = lru_cache(maxsize=SHAPES_KEPT)(self._put_together)

    def __call__(self, *args: Arguments.args, **given: Arguments.kwargs) -> list[Row]:
        """Return the rows that answer the question for what is given by name.

        Ids, moments, days and words are values and may stand anywhere in it, moments also shifted by a fixed span.
        Numbers, yes or no, None, members of an enumeration, and how many values are in each tuple, are its shape.

        :raises TypeError: if something else is given, or if the question depends on a value in another way.
        """
        if args:
            message = "Whatever a prepared question is asked with is given by name."
            raise TypeError(message)
        values: list[object] = []
        shape = tuple((name, _shape_of(each, values)) for name, each in given.items())
        question = self._question(shape)
        return question.rows(values) if question else []

    def _put_together(self, shape: tuple[tuple[str, Hashable], ...]) -> _Question | None:
        """Put the question together twice, with two sets of marks: what differs is a value's place."""
        connection = connections[DEFAULT_DB_ALIAS]
        first, second = _Marks(spacing=1_000_003), _Marks(spacing=7_000_009)
        try:
            queryset, compiler, sql, params = self._asked_with(first, shape)
            _other, _its_compiler, other_sql, other_params = self._asked_with(second, shape)
        except EmptyResultSet:
            return None
        if sql != other_sql or len(params) != len(other_params):
            message = f"{self._build.__name__} asks something else for other values."
            raise TypeError(message)
        pairs = zip(params, other_params, strict=True)
        places = [_place_of(pair, (first.given, second.given), connection) for pair in pairs]
        if connection.vendor == "sqlite":
            sql, places = _with_words_written_out(sql, places)
        standing = [place.value if isinstance(place, _Constant) else None for place in places]
        slots = list(_places_of_slots(places).items())
        return _Question(sql, standing, slots, reader_of(queryset, compiler))

    def _asked_with(
        self, marks: "_Marks", shape: tuple[tuple[str, Hashable], ...]
    ) -> tuple[QuerySet[Any, Row], SQLCompiler, str, Sequence[object]]:
        given = {name: marks.in_place_of(each) for name, each in shape}
        build: Callable[..., QuerySet[Any, Row]] = self._build
        queryset = build(**given)
        compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        return queryset, compiler, sql, params


def prepared(build: Callable[Arguments, QuerySet[Any, Row]]) -> Prepared[Arguments, Row]:
    """Make of a function that returns a queryset a question that is put together once for each shape of what is asked."""
    return Prepared(build)


def padded(values: Sequence[Value]) -> Sequence[Value]:
    """Return `values` with the last one repeated up to one of few lengths, so that batches have few shapes."""
    length = next((each for each in LENGTHS if each >= len(values)), 1 << len(values).bit_length())
    missing = length - len(values)
    return [*values, *(values[-1] for _each in range(missing))]


class _Marks:
    """Values that occur nowhere else, one for each value that will be given."""

    def __init__(self, *, spacing: int) -> None:
        self.given: list[object] = []
        self._numbers = (spacing * each for each in count(1))

    def in_place_of(self, shape: object) -> object:
        if isinstance(shape, tuple):
            return tuple(self.in_place_of(each) for each in shape)
        if not isinstance(shape, type):
            return shape
        mark = _MARKED[shape](next(self._numbers))
        self.given.append(mark)
        return mark


_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
_MARKED: dict[type, Callable[[int], object]] = {
    UUID: lambda number: UUID(int=(0xF01C << 112) + number),
    datetime: lambda number: _EPOCH + timedelta(seconds=number * 7, microseconds=number),
    date: lambda number: date.fromordinal(400_000 + number // 1_000),
    str: lambda number: f"mark {number} of a prepared question",
}
_SEQUENCES, _OF_THE_SHAPE = (tuple, list), (int, Enum)


def _shape_of(given: object, values: list[object]) -> Hashable:
    """Return the shape of what is given, and add its values to `values` in their order."""
    if type(given) in _MARKED:
        values.append(given)
        return cast("Hashable", type(given))
    if isinstance(given, _SEQUENCES):
        return tuple([_shape_of(each, values) for each in given])
    if given is None or isinstance(given, _OF_THE_SHAPE):
        return given
    kind = next((each for each in _MARKED if isinstance(given, each)), None)
    if kind is None:
        message = f"A prepared question cannot be asked with {type(given).__name__}."
        raise TypeError(message)
    values.append(given)
    return kind


def _place_of(
    pair: tuple[object, object],
    marks: tuple[Sequence[object], Sequence[object]],
    connection: BaseDatabaseWrapper,
) -> _Slot | _Constant:
    if pair[0] == pair[1]:
        return _Constant(pair[0])
    found = list(_slots(pair, marks, connection))
    if len(found) != 1:
        message = (
            f"It cannot be told how {pair[0]!r} in a prepared question comes from what it is asked with."
        )
        raise TypeError(message)
    return found[0]


def _with_words_written_out(
    sql: str, places: Sequence[_Slot | _Constant]
) -> tuple[str, list[_Slot | _Constant]]:
    """Write words that stand in a question whatever is asked into it.

    Where an index is for rows with a certain word, SQLite would plan the question anew for each value that stands where
    this word could. Numbers stay: alone in an order, one would name a column.
    """
    texts = _PLACEHOLDER.split(sql)
    written, left = [texts[0]], []
    for place, text in zip(places, texts[1:], strict=True):
        word = place.value if isinstance(place, _Constant) else None
        if isinstance(word, str) and "\0" not in word:
            # A member of an enumeration of words is written as the word that it is.
            written += ["'", str.__str__(word).replace("'", "''").replace("%", "%%"), "'", text]
        else:
            left.append(place)
            written += ["%s", text]
    return "".join(written), left


def _places_of_slots(places: Sequence[_Slot | _Constant]) -> dict[_Slot, list[int]]:
    found: dict[_Slot, list[int]] = {}
    for number, place in enumerate(places):
        if isinstance(place, _Slot):
            found.setdefault(place, []).append(number)
    return found


def _slots(
    pair: tuple[object, object],
    marks: tuple[Sequence[object], Sequence[object]],
    connection: BaseDatabaseWrapper,
) -> Iterator[_Slot]:
    """Yield what could stand in a place that held `pair` for the two sets of marks."""
    moments = tuple(_moment(each) for each in pair)
    for number, (one, other) in enumerate(zip(*marks, strict=True)):
        if pair == (_adapted(one, connection), _adapted(other, connection)):
            yield _Slot(number)
        elif isinstance(one, datetime) and isinstance(other, datetime) and all(moments):
            later = moments[0] - one  # type: ignore[operator]  # both are moments: `all` says so
            if later == moments[1] - other:  # type: ignore[operator]
                yield _Slot(number, later)


def _moment(param: object) -> datetime | None:
    """Return the moment that a parameter stands for: SQLite is given it in words, and without its zone."""
    try:
        moment = datetime.fromisoformat(param) if isinstance(param, str) else param
    except ValueError:
        return None
    if not isinstance(moment, datetime):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _value_at(slot: _Slot, values: Sequence[object], connection: BaseDatabaseWrapper) -> object:
    value = values[slot.number]
    if slot.later is not None and isinstance(value, datetime):
        value += slot.later
    return _adapted(value, connection)


def _adapted(value: object, connection: BaseDatabaseWrapper) -> object:
    """Return `value` as the database's driver is given it: what the field of a model would do."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return _in_words(value) if connection.vendor == "sqlite" else value
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _in_words(moment: datetime) -> str:
    """Return a moment as SQLite is given it: as Django writes it, which looks up three settings for each."""
    at = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return at.replace(tzinfo=None).isoformat(" ")
