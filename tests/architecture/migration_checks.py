"""What a migration may not do to a table that grows with members: keep pages waiting while it is rewritten.

A table is taken to be large unless it is named here, so that a new one is looked after from its first day.
"""

from collections.abc import Iterator
from typing import Any

from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.models.fields import NOT_PROVIDED

from folkmoot.kernel.migrating import (
    AddIndexWhileServed,
    AddUniqueWhileServed,
    ChangeInBatches,
    RemoveUniqueWhileServed,
)

# Of these an organisation has hundreds, whatever the number of its members.
SMALL = {
    "consultations.consultation",
    "decisions.audience",
    "decisions.deadline",
    "decisions.decision",
    "decisions.recirculation",
    "decisions.snapshot",
    "documents.document",
    "kernel.cursor",
    "people.office",
    "reports.form",
    "structure.importjob",
    "study.card",
    "study.programme",
    "study.wording",
    "units.sector",
    "units.unitkind",
}
# Made before there was an installation to be upgraded; nothing that comes later belongs here.
BEFORE_THE_FIRST_VERSION = {
    "decisions.0002_frozen_figures",
    "decisions.0004_attested_by",
    "documents.0002_word_index",
    "documents.0003_versions_and_operations",
    "people.0002_names_compare_bytes",
    "people.0003_memberships_by_period",
    "people.0006_accounts_without_address",
    "units.0002_paths_compare_bytes",
    "work.0007_pieces_before_share_outs",
}
_WHILE_SERVED = (AddIndexWhileServed, AddUniqueWhileServed, RemoveUniqueWhileServed, ChangeInBatches)
_HARMLESS = (ops.CreateModel, ops.AlterModelOptions, ops.AlterModelManagers, *_WHILE_SERVED)


def complaints(migration: Migration) -> Iterator[str]:
    """Say of each operation that would hold up a large table what it does, and what to do instead."""
    place = f"{migration.app_label}.{migration.name}"
    new = {_label(migration, each.name) for each in migration.operations if isinstance(each, ops.CreateModel)}
    for operation in _all_of(migration.operations):
        if isinstance(operation, _WHILE_SERVED) and migration.atomic:
            yield f"{place}: {operation.describe()}: set atomic = False, or all of it is one transaction"
        why = _offence(operation)
        name = getattr(operation, "model_name", None) or getattr(operation, "name", None)
        table = (
            _label(migration, name) if name and not isinstance(operation, ops.RunPython | ops.RunSQL) else ""
        )
        if why and table not in SMALL | new:
            yield f"{place}: {operation.describe()}: {why}"


def _all_of(operations: Any) -> Iterator[Any]:
    for each in operations:
        yield each
        if isinstance(each, ops.SeparateDatabaseAndState):
            yield from _all_of(each.database_operations)


def _offence(operation: Any) -> str:
    if isinstance(operation, (*_HARMLESS, ops.SeparateDatabaseAndState)):
        return ""
    if isinstance(operation, ops.AddField):
        return _offence_of_field(operation.field)
    if isinstance(operation, ops.AddIndex):
        return "an index keeps writers waiting until it is built; take AddIndexWhileServed"
    if isinstance(operation, ops.RunPython | ops.RunSQL):
        return "what it touches may be large; take ChangeInBatches"
    # Constraints, changed, renamed and removed fields.
    return "SQLite writes the whole table anew, and pages of the version before still use it"


def _offence_of_field(field: Any) -> str:
    if field.many_to_many:
        return ""
    is_plain = field.null and field.default is NOT_PROVIDED and field.db_default is NOT_PROVIDED
    if not is_plain or field.unique:
        return "every row is written anew; add it nullable and without a default, and fill it with ChangeInBatches"
    is_constrained = field.remote_field is not None and getattr(field, "db_constraint", False)
    if field.db_index or is_constrained:
        return "its index or reference is built in a lock; take db_index=False and db_constraint=False, then AddIndexWhileServed"
    return ""


def _label(migration: Migration, name: str) -> str:
    return f"{migration.app_label}.{name.lower()}"
