"""Operations of migrations for tables that grow with members, which are used while they are migrated.

On PostgreSQL none of them keeps a page waiting. SQLite has one writer: there an index keeps acts waiting while it is built,
and nobody who reads.
"""

from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddIndex, RunPython
from django.db.migrations.state import ProjectState, StateApps

ROWS_AT_ONCE = 1_000
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
        # It waits for all who were there before it, however long: whoever comes meanwhile does not wait for it.
        schema_editor.execute("set lock_timeout = 0")
        schema_editor.execute(
            f"drop index concurrently if exists {schema_editor.quote_name(self.index.name)}"
        )
        schema_editor.add_index(model, self.index, concurrently=True)  # type: ignore[call-arg]  # PostgreSQL's own
        schema_editor.execute("reset lock_timeout")


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
        while keys:
            with transaction.atomic(using=editor.connection.alias):
                self.change(rows.filter(pk__in=keys))
            keys = _keys(rows.filter(pk__gt=keys[-1]))


def _keys(rows: "models.QuerySet[Any]") -> list[Any]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:ROWS_AT_ONCE])
