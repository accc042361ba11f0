"""The data map names every column that says something of a person, and no table is forgotten."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

MAP = (Path(__file__).resolve().parents[2] / "docs" / "data-map.md").read_text(encoding="utf-8")
LINE = re.compile(r"^\| (\w+)\.(\w+) \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)
# Of these only what somebody did in office concerns a person; the rest is about papers, units and files.
IN_PART = {
    "circulars_batch",
    "decisions_decision",
    "meetings_minutes",
    "meetings_sitting",
    "news_item",
    "kernel_entry",
    "structure_importjob",
    "structure_reorganisation",
}


def mapped() -> dict[str, set[str]]:
    columns: dict[str, set[str]] = {}
    for table, column, *_rest in LINE.findall(MAP):
        columns.setdefault(table, set()).add(column)
    return columns


def unmapped_tables() -> set[str]:
    return set(re.findall(r"`(\w+)`", MAP.split("## Tables that say nothing of a person")[1]))


def tables() -> dict[str, type[models.Model]]:
    ours = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in ours if not model._meta.app_label.endswith("test")}


def test_every_table_is_on_the_map_once() -> None:
    assert set(tables()) == set(mapped()) | unmapped_tables()
    assert not set(mapped()) & unmapped_tables()


@pytest.mark.parametrize("table", sorted(mapped()))
def test_every_column_of_a_personal_table_has_a_line(table: str) -> None:
    columns = {field.column for field in tables()[table]._meta.local_concrete_fields}
    assert mapped()[table] <= columns
    assert table in IN_PART or mapped()[table] == columns


def test_a_table_called_impersonal_points_to_no_person() -> None:
    personal = {"people_person", "people_account", "people_membership", "people_term"}
    pointing = {
        table
        for table in unmapped_tables()
        for field in tables()[table]._meta.local_concrete_fields
        if field.related_model and field.related_model._meta.db_table in personal
    }
    assert pointing == set()
