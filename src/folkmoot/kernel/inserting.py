"""Writing many rows of one table at once, where Django's `bulk_create` is too slow or has no words for it."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def insert_all(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model in the running transaction, for what writes hundreds at once.

    Their keys are given, or else the database's to give, and then not told.

    Does what `bulk_create` does in a fifth of the time: that builds the text of the statement from every value, this
    prepares it once and hands the values over.
    """
    if not rows:
        return
    columns = zip(*(_column(field, rows) for field in _fields(rows[0])), strict=True)
    with connection.cursor() as cursor:
        cursor.executemany(_insert(rows[:1]), list(columns))
    for row in rows:
        # As `bulk_create` does: a later save of this row is an UPDATE.
        row._state.adding = False  # noqa: SLF001  -- Django's documented Model API


def leave_no_order(row: models.Model) -> None:
    """Give a row that was just inserted, of which nobody shall tell who wrote it, another place than behind those before it.

    SQLite numbers rows as they come, beside their keys, in every copy and backup.
    """
    if connection.vendor != "sqlite":
        return
    table, key = row._meta.db_table, row._meta.pk  # noqa: SLF001  -- Django's documented Model API
    assert key is not None  # noqa: S101  -- every table of ours has one
    value = key.get_db_prep_value(row.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f'update "{table}" set rowid = %s where "{key.column}" = %s',  # noqa: S608  -- names of ours
            [secrets.randbelow(2**62), value],
        )


def insert_new(rows: Sequence[Row]) -> list[Row]:
    """Insert the rows of one model whose primary key is not there yet, and return those that were new."""
    if not rows:
        return []
    keys = ", ".join(_quoted(field.column) for field in _key_fields(rows[0]))
    tail = f"on conflict ({keys}) do nothing returning {keys}"
    with connection.cursor() as cursor:
        cursor.execute(f"{_insert(rows)} {tail}", _values(rows))
        new = {tuple(_comparable(part) for part in key) for key in cursor.fetchall()}
    return [row for row in rows if tuple(_comparable(part) for part in _key_of(row)) in new]


def insert_new_columns(
    model: type[models.Model], columns: Mapping[str, Sequence[Any]], **same: object
) -> list[int]:
    """Insert rows whose primary key is not there yet, given by their columns, and return the places of those that were new.

    `columns` hold a value for each row, `same` what stands in every row; all else has its default. For what comes in
    thousands: an object for each row takes longer than writing it.
    """
    count = len(next(iter(columns.values())))
    if not count:
        return []
    fields = model._meta.local_concrete_fields  # noqa: SLF001  -- Django's documented Model API
    written = {
        field.attname: _written(field, columns[field.attname])
        if field.attname in columns
        else repeat(_saved(field, same.get(field.attname, field.get_default())), count)
        for field in fields
    }
    key = [field.attname for field in model._meta.pk_fields]  # noqa: SLF001  -- as above
    names = ", ".join(_quoted(field.column) for field in model._meta.pk_fields)  # noqa: SLF001  -- as above
    keys = list(zip(*(written[name] for name in key), strict=True))
    values = [value for row in zip(*written.values(), strict=True) for value in row]
    with connection.cursor() as cursor:
        tail = f"on conflict ({names}) do nothing returning {names}"
        cursor.execute(f"{_insert_into(model, fields, count)} {tail}", values)
        new = set(cursor.fetchall())
    return [place for place, each in enumerate(keys) if each in new]


def _written(field: "models.Field[Any, Any]", values: Sequence[Any]) -> list[Any]:
    """Return values as the database keeps them, ids without the detours of fields that refer to others."""
    kept: models.Field[Any, Any] = getattr(field, "target_field", field)
    if not isinstance(kept, models.UUIDField):
        return [_saved(field, value) for value in values]
    return list(values) if connection.features.has_native_uuid_field else [value.hex for value in values]


def _saved(field: "models.Field[Any, Any]", value: object) -> object:
    return field.get_db_prep_save(value, connection=connection)


def add_to_counts(rows: Sequence[models.Model], column: str) -> None:
    """Insert the rows, or where one is there already add its `column` to the one that is there.

    Rows are written in the order of their keys, so that two writers cannot wait for each other.
    """
    if not rows:
        return
    ordered = sorted(rows, key=lambda row: tuple(str(part) for part in _key_of(row)))
    table, name = _quoted(rows[0]._meta.db_table), _quoted(column)  # noqa: SLF001  -- Django's documented Model API
    keys = ", ".join(_quoted(field.column) for field in _key_fields(rows[0]))
    tail = f"on conflict ({keys}) do update set {name} = {table}.{name} + excluded.{name}"
    with connection.cursor() as cursor:
        cursor.execute(f"{_insert(ordered)} {tail}", _values(ordered))


def _insert(rows: Sequence[models.Model]) -> str:
    return _insert_into(type(rows[0]), _fields(rows[0]), len(rows))


def _insert_into(model: type[models.Model], fields: Sequence["models.Field[Any, Any]"], count: int) -> str:
    columns = ", ".join(_quoted(field.column) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    return f"insert into {_quoted(model._meta.db_table)} ({columns}) values {', '.join([row] * count)}"  # noqa: S608, SLF001  -- names from the model, values as parameters


def _values(rows: Sequence[models.Model]) -> list[Any]:
    columns = [_column(field, rows) for field in _fields(rows[0])]
    return [value for values in zip(*columns, strict=True) for value in values]


def _column(field: "models.Field[Any, Any]", rows: Sequence[models.Model]) -> Iterator[object]:
    before: object = field
    prepared: object = None
    for row in rows:
        value = getattr(row, field.attname)
        # The moment and the flags of a batch are the same in every row: preparing them would cost more than the rest.
        if value is not before:
            before, prepared = value, field.get_db_prep_save(value, connection=connection)
        yield prepared


def _fields(row: models.Model) -> list["models.Field[Any, Any]"]:
    fields = row._meta.local_concrete_fields  # noqa: SLF001  -- Django's documented Model API
    return [each for each in fields if row.pk is not None or not isinstance(each, models.AutoField)]


def _key_fields(row: models.Model) -> list["models.Field[Any, Any]"]:
    return list(row._meta.pk_fields)  # noqa: SLF001  -- Django's documented Model API


def _key_of(row: models.Model) -> tuple[Any, ...]:
    return tuple(getattr(row, field.attname) for field in _key_fields(row))


def _comparable(part: object) -> str:
    # SQLite keeps an id as its hexadecimal digits; reading those back as an id would take longer than writing the row.
    return part.hex if isinstance(part, UUID) else str(part)


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
