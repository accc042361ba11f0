"""Operations of migrations for tables that grow with members, which are used while they are migrated.

On PostgreSQL none of them keeps a page waiting. SQLite has one writer: there an index keeps acts waiting while it is built,
and nobody who reads.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddIndex, RemoveConstraint, RunPython
from django.db.migrations.state import ProjectState, StateApps

from folkmoot.kernel.clock import now
from folkmoot.kernel.wiping import empty_log

ROWS_AT_ONCE = 1_000
_BATCHES_IN_A_LOG = 50
# What is done to these rows; it may be done to them again, after an interruption.
Change = Callable[["models.QuerySet[Any]"], object]


class AddIndexWhileServed(AddIndex):
    """Adds an index without keeping anybody from the table: on PostgreSQL concurrently. Needs `atomic = False`."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Add the index; one that an interruption left unfinished is made anew."""
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        with _waiting_for_all(schema_editor):
            _drop(self.index.name, schema_editor)
            schema_editor.add_index(model, self.index, concurrently=True)  # type: ignore[call-arg]  # PostgreSQL's own


class AddUniqueWhileServed(AddConstraint):
    """Adds a unique constraint with a condition, which is an index, as `AddIndexWhileServed` adds one."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002  -- the shape of an operation
        to_state: ProjectState,
    ) -> None:
        """Add it; one that an interruption left, finished or not, is made anew."""
        model = to_state.apps.get_model(app_label, self.model_name)
        wanted = str(self.constraint.create_sql(model, schema_editor))
        with _waiting_for_all(schema_editor):
            _drop(self.constraint.name, schema_editor)
            if schema_editor.connection.vendor == "postgresql":
                wanted = wanted.replace("CREATE UNIQUE INDEX", "CREATE UNIQUE INDEX CONCURRENTLY", 1)
            schema_editor.execute(wanted, params=None)


class RemoveUniqueWhileServed(RemoveConstraint):
    """Removes a unique constraint with a condition without keeping anybody from the table. Needs `atomic = False`."""

    def database_forwards(
        self,
        app_label: str,  # noqa: ARG002  -- the shape of an operation
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002  -- as above
        to_state: ProjectState,  # noqa: ARG002  -- as above
    ) -> None:
        """Remove it, if an interruption has left it."""
        with _waiting_for_all(schema_editor):
            _drop(self.name, schema_editor)


class ChangeInBatches(RunPython):
    """Changes rows of a large table a thousand at a time, each in a transaction of its own. Needs `atomic = False`.

    The model is named as "app.Model". After an interruption it begins anew, so that `change` must do no harm to a row that
    it has changed before.
    """

    def __init__(self, model: str, change: Change) -> None:
        self.model = model
        self.change = change
        super().__init__(self._change_all, RunPython.noop, atomic=False)

    def describe(self) -> str:
        """Say what is done."""
        return f"Change rows of {self.model} in batches"

    def _change_all(self, apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        rows = apps.get_model(self.model)._default_manager.using(editor.connection.alias)  # noqa: SLF001  -- Django's documented API
        keys = _keys(rows.all())
        for number in count(1):
            if not keys:
                return
            begun = time.monotonic()
            with transaction.atomic(using=editor.connection.alias):
                self.change(rows.filter(pk__in=keys))
            # As long again for those who read and act: what they wait for is the disk.
            time.sleep(time.monotonic() - begun)
            if number % _BATCHES_IN_A_LOG == 0:
                # SQLite's log would grow to more than the database, as somebody is always reading.
                empty_log(now())
            keys = _keys(rows.filter(pk__gt=keys[-1]))


@contextmanager
def _waiting_for_all(schema_editor: BaseDatabaseSchemaEditor) -> Iterator[None]:
    if schema_editor.connection.vendor != "postgresql":
        yield
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("show lock_timeout")
        (patience,) = cursor.fetchone()
        # It waits for all who were there before it, however long: whoever comes meanwhile does not wait for it.
        cursor.execute("set lock_timeout = 0")
        yield
        cursor.execute("select set_config('lock_timeout', %s, false)", [patience])


def _drop(index: str, schema_editor: BaseDatabaseSchemaEditor) -> None:
    how = "concurrently " if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"drop index {how}if exists {schema_editor.quote_name(index)}")


@contextmanager
def references_checked_afterwards() -> Iterator[None]:
    """Check on SQLite that every row that is referred to exists once, at the end, and not within each migration.

    Django's own check reads the whole database before it lets go of the only writer's place: minutes for millions of
    members, in which nothing can be entered. PostgreSQL checks as it goes.
    """
    if connection.vendor != "sqlite":
        yield
        return
    check = connection.check_constraints
    connection.check_constraints = _nothing  # type: ignore[method-assign]  # for as long as we are migrating
    try:
        yield
    finally:
        connection.check_constraints = check  # type: ignore[method-assign]  # as above
    check()


def _nothing(table_names: Iterable[str] | None = None) -> None:
    """Leave for later what is to be checked."""


def _keys(rows: "models.QuerySet[Any]") -> list[Any]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:ROWS_AT_ONCE])
