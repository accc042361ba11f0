from contextlib import nullcontext

import pytest
from django.db import connection, models
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration, RunPython
from django.db.migrations.state import ProjectState

from folkmoot.kernel.migration_states import models_made_once

pytestmark = pytest.mark.django_db(transaction=True)


def table(name, *fields):
    return CreateModel(name, [("id", models.BigAutoField(primary_key=True)), *fields])


def to(name):
    return models.ForeignKey(f"trial.{name}", models.CASCADE)


def seen_from_both_ends(apps, _editor):
    unit, home = apps.get_model("trial", "Unit"), apps.get_model("trial", "Home")
    harbour = unit.objects.create(name="Harbour")
    home.objects.create(unit=harbour)
    assert unit.objects.filter(home__isnull=False).get() == harbour
    assert home.objects.get().unit == harbour
    assert harbour.home_set.count() == 1
    harbour.delete()
    assert home.objects.count() == 0


class Trial(Migration):
    operations = [
        table("Unit", ("name", models.TextField())),
        RunPython(lambda apps, _editor: apps.get_model("trial", "Unit").objects.create(name="x").delete()),
        table("Home", ("unit", to("Unit"))),
        table("Circle", ("homes", models.ManyToManyField("trial.Home"))),
        AddIndex("Unit", models.Index(fields=["name"], name="trial_name")),
        AddConstraint("Home", models.CheckConstraint(condition=models.Q(id__gt=0), name="trial_id")),
        AddConstraint("Unit", models.UniqueConstraint(fields=["name"], name="trial_one")),
        RunPython(seen_from_both_ends),
        AddField("Unit", "above", models.ForeignKey("trial.Unit", models.CASCADE, null=True)),
        AddIndex("Home", models.Index(fields=["unit", "id"], name="trial_of_unit")),
    ]


@pytest.fixture
def no_trial():
    yield
    with connection.cursor() as cursor:
        for name in ("circle_homes", "circle", "home", "unit"):
            cursor.execute(f"drop table if exists trial_{name}")


def statements_of(way):
    state = ProjectState()
    assert state.apps.get_models() == []
    said = []

    def note(execute, sql, params, many, context):
        said.append(sql)
        return execute(sql, params, many, context)

    with way(), connection.execute_wrapper(note), connection.schema_editor(atomic=False) as editor:
        Trial("0001_initial", "trial").apply(state, editor)
    return [each for each in said if each.startswith(("CREATE", "ALTER", "DROP", "INSERT"))]


@pytest.mark.parametrize("way", [models_made_once, nullcontext])
def test_a_migration_finds_relations_from_both_ends(no_trial, way):
    assert any(each.startswith("CREATE UNIQUE") or "UNIQUE" in each for each in statements_of(way))


def test_the_same_is_asked_of_the_database(no_trial):
    alone = statements_of(nullcontext)
    with connection.cursor() as cursor:
        for name in ("circle_homes", "circle", "home", "unit"):
            cursor.execute(f"drop table trial_{name}")
    assert statements_of(models_made_once) == alone
