import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from folkmoot.kernel.migrating import (
    AddIndexWhileServed,
    AddUniqueWhileServed,
    ChangeInBatches,
    RemoveUniqueWhileServed,
)
from tests.architecture.migration_checks import BEFORE_THE_FIRST_VERSION, SMALL, complaints

OURS = {app.label for app in apps.get_app_configs() if app.name.startswith("folkmoot.")} - {"usersessions"}


ONE_OF_A_NAME = models.UniqueConstraint(
    fields=["name"], condition=models.Q(erased_at=None), name="one_of_a_name"
)


def ours():
    found = MigrationLoader(None).disk_migrations
    return {f"{app}.{name}": each for (app, name), each in sorted(found.items()) if app in OURS}


def test_no_migration_keeps_pages_waiting_for_a_large_table():
    assert [
        each
        for name, one in ours().items()
        if name not in BEFORE_THE_FIRST_VERSION
        for each in complaints(one)
    ] == []


def test_each_migration_that_is_let_off_would_be_refused_and_each_small_table_is_there():
    assert {name for name in BEFORE_THE_FIRST_VERSION if not list(complaints(ours()[name]))} == set()
    assert {
        name for name in SMALL if name not in {model._meta.label_lower for model in apps.get_models()}
    } == set()


def migration(*operations, atomic=True):
    made = migrations.Migration("0099_trial", "people")
    made.operations, made.atomic = list(operations), atomic
    return made


def field(name="field", **options):
    return migrations.AddField("person", name, models.TextField(**options))


def nothing(*_given):
    """Do nothing."""


@pytest.mark.parametrize(
    ("operation", "beginning"),
    [
        (field(default=""), "every row is written anew"),
        (field(null=True, default="a"), "every row is written anew"),
        (field(null=True, db_default="a"), "every row is written anew"),
        (field(null=True, unique=True), "every row is written anew"),
        (field(null=True, db_index=True), "its index or reference is built"),
        (
            migrations.AddField("person", "home", models.ForeignKey("units.Unit", models.PROTECT, null=True)),
            "its index or reference is built",
        ),
        (migrations.AddIndex("person", models.Index(fields=["name"], name="a")), "an index keeps writers waiting"),
        (migrations.RunPython(nothing), "what it touches may be large"),
        (migrations.RunSQL("update people_person set name = ''"), "what it touches may be large"),
        (
            migrations.AddConstraint(
                "person", models.CheckConstraint(condition=models.Q(name__gt=""), name="named")
            ),
            "SQLite writes the whole table anew",
        ),
        (migrations.AlterField("person", "name", models.TextField()), "SQLite writes the whole table anew"),
        (migrations.RemoveField("person", "name"), "SQLite writes the whole table anew"),
        (migrations.RenameField("person", "name", "called"), "SQLite writes the whole table anew"),
        (migrations.DeleteModel("Person"), "SQLite writes the whole table anew"),
        (AddIndexWhileServed("person", models.Index(fields=["name"], name="a")), "set atomic = False"),
        (AddUniqueWhileServed("person", ONE_OF_A_NAME), "set atomic = False"),
        (RemoveUniqueWhileServed("person", "one_of_a_name"), "set atomic = False"),
        (ChangeInBatches("people.Person", nothing), "set atomic = False"),
    ],
)  # fmt: skip
def test_what_holds_up_a_large_table_is_refused(operation, beginning):
    found = list(complaints(migration(operation)))
    assert [each.split(": ", 2)[2][: len(beginning)] for each in found] == [beginning]
    wrapped = migrations.SeparateDatabaseAndState(database_operations=[operation])
    assert len(list(complaints(migration(wrapped)))) == 1


def test_what_does_not_is_let_through():
    office = migrations.AddField("office", "rank", models.IntegerField(default=0))
    made = migrations.CreateModel("Thing", [("id", models.BigAutoField(primary_key=True))])
    on_new = migrations.AddIndex("thing", models.Index(fields=["id"], name="b"))
    while_served = (
        AddIndexWhileServed("person", models.Index(fields=["name"], name="a")),
        AddUniqueWhileServed("person", ONE_OF_A_NAME),
        RemoveUniqueWhileServed("person", "one_of_a_name"),
        ChangeInBatches("people.Person", nothing),
    )
    assert list(complaints(migration(field(null=True), office, made, on_new))) == []
    assert list(complaints(migration(*while_served, atomic=False))) == []
