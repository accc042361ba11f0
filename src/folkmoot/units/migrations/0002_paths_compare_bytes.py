"""On PostgreSQL what is asked for by ranges must compare byte by byte, or the ranges are wrong and unindexed."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def compare_bytes(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    # SQLite compares bytes of its own accord (BINARY).
    if editor.connection.vendor == "postgresql":
        editor.execute('alter table units_unit alter column path type varchar(48) collate "C"')
        editor.execute('alter table units_unit alter column search_name type varchar(400) collate "C"')
        editor.execute('alter table units_unit alter column code type varchar(60) collate "C"')


class Migration(migrations.Migration):
    dependencies = (("units", "0001_first"),)
    operations = (migrations.RunPython(compare_bytes, migrations.RunPython.noop),)
