"""On PostgreSQL what is searched by its beginning must compare code point by code point, or the ranges are wrong."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def compare_bytes(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    # SQLite compares bytes of its own accord (BINARY), and UTF-8 sorts as code points do.
    if editor.connection.vendor == "postgresql":
        editor.execute('alter table people_person alter column search_name type varchar(400) collate "C"')
        editor.execute('alter table people_person alter column member_number type varchar(40) collate "C"')


class Migration(migrations.Migration):
    dependencies = (("people", "0001_first"),)
    operations = (migrations.RunPython(compare_bytes, migrations.RunPython.noop),)
