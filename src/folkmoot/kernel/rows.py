"""How the rows that answer a prepared question become what its queryset yields: worked out once, and done for each answer."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, SafeUUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    NamedValuesListIterable,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.utils import create_namedtuple_class

Row = Sequence[Any]
Reader = Callable[[Sequence[Row]], list[Any]]


def reader_of(queryset: QuerySet[Any, Any], compiler: SQLCompiler) -> Reader:
    """Return what makes of rows, as the database's driver returns them, what `queryset` would yield.

    `compiler` has put the question of the queryset together.

    :raises TypeError: if the queryset yields something that is neither a model nor plain values.
    """
    kind = vars(queryset)["_iterable_class"]
    make = _READERS.get(kind)
    if make is None:
        message = f"A prepared question cannot be answered with {kind.__name__}."
        raise TypeError(message)
    return _converted(make(queryset, compiler), compiler)


def _converted(read: Reader, compiler: SQLCompiler) -> Reader:
    """Return `read` for rows whose values are not in Python's form yet."""
    selected = [each[0] for each in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(selected)
    if not converters:
        return read
    ours = _ours_of(connections[DEFAULT_DB_ALIAS])
    made = {place: ours.get(each[0]) for place, (each, _column) in converters.items() if len(each) == 1}
    quick = [(place, make) for place, make in made.items() if make]
    others = [(place, each, column) for place, (each, column) in converters.items() if not made.get(place)]

    def convert(found: Sequence[Row]) -> list[Any]:
        connection = connections[DEFAULT_DB_ALIAS]
        rows = [list(row) for row in found]
        for row in rows:
            for place, make in quick:
                if row[place] is not None:
                    row[place] = make(row[place])
            for place, converters, column in others:
                for each in converters:
                    row[place] = each(row[place], column, connection)
        return read(rows)

    return convert


def _ours_of(connection: BaseDatabaseWrapper) -> Mapping[Any, Callable[[Any], object]]:
    """Return what stands for Django's converters of ids and moments of SQLite, which are most of what a page reads."""
    operations: Any = connection.ops
    if connection.vendor != "sqlite" or connection.timezone is not UTC:
        return {}
    return {
        operations.convert_uuidfield_value: _as_id,
        operations.convert_datetimefield_value: _as_moment,
    }


def _as_id(written: str) -> UUID:
    # What `UUID(written)` does once it has looked at the eight forms in which one may be given.
    made = _NEW(UUID)
    _SET(made, "int", int(written, 16))
    _SET(made, "is_safe", SafeUUID.unknown)
    return made


def _as_moment(written: str | datetime) -> datetime:
    moment = written if isinstance(written, datetime) else datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_NEW, _SET = object.__new__, object.__setattr__


def _models(_queryset: QuerySet[Any, Any], compiler: SQLCompiler) -> Reader:
    # The same that Django's own iterable does, which works all this out again for each answer.
    chosen: Any = compiler.klass_info
    select: Any = compiler.select
    model, columns = chosen["model"], chosen["select_fields"]
    start, end = columns[0], columns[-1] + 1
    names = [each[0].target.attname for each in select[start:end]]
    populators = get_related_populators(chosen, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # of Django 6
    beside: Mapping[str, int] = compiler.annotation_col_map or {}
    places = list(beside.items())

    def read(rows: Sequence[Row]) -> list[Any]:
        found = []
        for row in rows:
            each = model.from_db(DEFAULT_DB_ALIAS, names, row[start:end])
            for populator in populators:
                populator.populate(row, each)
            for name, place in places:
                setattr(each, name, row[place])
            found.append(each)
        return found

    return read


def _values(queryset: QuerySet[Any, Any], _compiler: SQLCompiler) -> Reader:
    names = _names(queryset)
    return lambda rows: [dict(zip(names, row, strict=False)) for row in rows]


def _named(queryset: QuerySet[Any, Any], _compiler: SQLCompiler) -> Reader:
    make = create_namedtuple_class(*(vars(queryset)["_fields"] or _names(queryset)))
    return lambda rows: [tuple.__new__(make, row) for row in rows]


def _tuples(_queryset: QuerySet[Any, Any], _compiler: SQLCompiler) -> Reader:
    return lambda rows: [tuple(row) for row in rows]


def _first(_queryset: QuerySet[Any, Any], _compiler: SQLCompiler) -> Reader:
    return lambda rows: [row[0] for row in rows]


def _names(queryset: QuerySet[Any, Any]) -> Sequence[str]:
    query: Any = queryset.query
    return list(query.selected or [*query.extra_select, *query.values_select, *query.annotation_select])


_READERS: Mapping[type, Callable[[QuerySet[Any, Any], SQLCompiler], Reader]] = {
    ModelIterable: _models,
    ValuesIterable: _values,
    ValuesListIterable: _tuples,
    NamedValuesListIterable: _named,
    FlatValuesListIterable: _first,
}
