"""Members' rights are held against the data map: what it says is kept is shown, forgotten and explained."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.apps import apps

from folkmoot.access.grants import GRANTS
from folkmoot.access.holdings import excused, holdings
from folkmoot.kernel.acts import ACTS
from folkmoot.kernel.keeping import keepings

MAP = (Path(__file__).resolve().parents[2] / "docs" / "data-map.md").read_text(encoding="utf-8")
LINES = re.findall(r"^\| (\w+)\.(\w+) \| (.+) \| (.+) \| (.+) \|$", MAP, re.MULTILINE)
COLUMNS = {(table, column): who for table, column, _why, who, _how_long in LINES}
# The permissions with which others read a column, as the map says it in words. Somebody who holds an office is named
# where the office is (people_term), so their name needs no permission of its own.
WORDS = {
    "self": set(),
    "self, as a line that can be ended": set(),
    "self, operator": set(),
    "operator": set(),
    "system": set(),
    "nobody": set(),
    "everyone who sees the row that refers to them": set(),
    "everyone": set(),
    "self, officers with members": {"people.see_members"},
    "self, officers with members; of those who hold an office also as the holder": {"people.see_members"},
    "self; officers who may change contacts": {"accounts.change_contact"},
    "self, and every member in whose line the unit is": {"people.see_officers"},
    "self; the cell's own secretary sees who lacks it while it is first conveyed": {
        "decisions.see_members_not_reached"
    },
    "self; officers who may print or confirm a slip": {"accounts.print_slip", "accounts.confirm_slip"},
    "self; officers who may ask for or confirm it": {
        "accounts.ask_for_recovery",
        "accounts.confirm_recovery",
    },
    "self, but for what lets somebody in": set(),
    "self; the secretary who marked them, while it is first conveyed": {"decisions.withdraw_mark"},
    "self; the secretary of their cell, as “please ask for a new address”": {"notices.see_unreachable"},
    "self, officers of the body": {"decisions.draft_decision"},
    "self; officers of the body that asked, of signed ones with the name": {"consultations.see_comments"},
    "self, officers who write its news": {"news.draft_item"},
    "self, those who were there too, chair and secretary who belong to the unit": {"meetings.see_attendance"},
    "those who were there, chair and secretary who belong to the unit": set(),
    "self, those who were at the meeting, chair and secretary who belong to its unit": {
        "meetings.see_draft_minutes"
    },
    "self, members of the unit": {"meetings.see_minutes"},
    "self, chair and secretary who belong to the unit, those named to chair the meeting and take its minutes": {
        "meetings.run_meeting"
    },
    "self; editors of the body, and readers once it is published (who wrote it only if named)": {
        "news.edit_letters"
    },
    "self, and those who admit members there": {"membership.readmit_member"},
    "self, and those who appoint officers there": {"membership.appoint_officer"},
    "self, members of the unit, its chair and secretary among them": {"meetings.see_movers"},
    "self, those who see the work of the unit": {"work.see_work"},
    "self, those who put up work there": {"work.put_up_work"},
    "self, those who write or publish study material there": {
        "study.draft_programme",
        "study.publish_programme",
    },
    "self, those who confirm it while they ask": {"study.confirm_learning"},
    "self, the chair and the secretary of their unit while they show it": {"study.see_qualifications"},
    "self, those who confirm it while they ask, the chair and the secretary of their unit while they show it": {
        "study.confirm_learning",
        "study.see_qualifications",
    },
    "self, those who may print there": {"circulars.print_batch"},
    "self, those who may import there": {"structure.import_units", "membership.import_members"},
    "those who may merge both, and not self, who would learn of the other": set(),
    "self, and every member in whose line the unit was visited": {"structure.see_visits"},
    "self, those who may merge or split there": {"structure.merge_units", "structure.split_unit"},
}


def shown():
    return {(holding.table, field.column): field for holding in holdings() for field in holding.fields}


def withheld():
    return {
        (holding.table, column): why for holding in holdings() for column, why in holding.withheld.items()
    }


def known_times():
    times = defaultdict(set)
    for keeping in keepings():
        for table in keeping.tables:
            times[table].add(str(keeping.until))
    return times


def test_every_personal_column_is_in_the_export_or_excused_with_a_reason() -> None:
    reasons = {**withheld(), **{place: excused()[place[0]] for place in COLUMNS if place[0] in excused()}}
    missing = {place for place in COLUMNS if place not in shown() and not reasons.get(place)}
    assert missing == set()


def test_nothing_is_excused_that_is_shown_or_is_not_on_the_map() -> None:
    mapped = {table for table, _column in COLUMNS}
    assert set(excused()) <= mapped - {holding.table for holding in holdings()}
    assert set(withheld()) <= set(COLUMNS) - set(shown())


def test_every_app_that_holds_something_personal_tells_what() -> None:
    told = {holding.table for holding in holdings()} | set(excused())
    assert {table for table, _column in COLUMNS} == told


@pytest.mark.parametrize("place", sorted(set(COLUMNS)))
def test_who_reads_a_column_is_the_same_on_the_map_and_on_the_page(place) -> None:
    if place in shown():
        assert set(shown()[place].readers) == WORDS[COLUMNS[place]]
    else:
        assert WORDS[COLUMNS[place]] == set()


def test_what_is_for_the_program_alone_is_shown_to_nobody() -> None:
    hidden = {place for place, who in COLUMNS.items() if who in {"system", "nobody"}}
    assert hidden & set(shown()) == set()


def test_those_who_read_are_named_by_permissions_that_exist() -> None:
    assert {permission for field in shown().values() for permission in field.readers} <= set(GRANTS)


@pytest.mark.parametrize(("table", "column", "how_long"), [(line[0], line[1], line[4]) for line in LINES])
def test_how_long_a_column_is_kept_is_known_to_the_retention_job(table, column, how_long) -> None:
    assert how_long in known_times()[table]


def test_the_retention_job_knows_nothing_that_is_not_on_the_map() -> None:
    mapped = defaultdict(set)
    for table, _column, _why, _who, how_long in LINES:
        mapped[table].add(how_long)
    assert known_times() == mapped


def test_what_ends_a_keeping_by_hand_is_an_act() -> None:
    assert {act for keeping in keepings() for act in keeping.ended_by} <= set(ACTS)


def test_whatever_is_neither_for_good_nor_never_is_ended_by_a_clock_or_an_act() -> None:
    endless = {str(each.until) for each in keepings() if each.clock is None and not each.ended_by}
    assert endless == {"for good", "never"}


def test_each_holding_reads_columns_that_are_there() -> None:
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    for table, column in [*shown(), *withheld()]:
        assert table in tables
        if (table, column) in COLUMNS:
            assert column in {field.column for field in tables[table]._meta.local_concrete_fields}
