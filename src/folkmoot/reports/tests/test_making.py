from datetime import date

import pytest

from conftest import World
from folkmoot.kernel.errors import Refused
from folkmoot.reports.actions.making import end_form, make_form, open_form
from folkmoot.reports.models import Form, FormVersion
from folkmoot.reports.rules.definition import Declared, Kind, definition_from
from folkmoot.reports.tests.forms import (
    FEBRUARY,
    INDICATORS,
    JANUARY,
    do,
    indicator,
    kept,
    made,
    opened,
    revised,
    sent,
)
from folkmoot.structure.tests.acting import events

MAKING = {"names": {"en": "Monthly report"}, "every": "month", "unit_kinds": ["local"], "due_days": 10}


def version(form: Form):
    return form.versions.order_by("-number")[0]


def test_a_form_is_made_revised_opened_and_ended(world: World) -> None:
    form = made(world)
    assert (form.since, definition_from(version(form).definition).is_empty) == (None, True)
    form = revised(world, form, due_days=5)
    assert (form.due_days, form.revision, version(form).number) == (5, 2, 1)
    assert [each.code for each in definition_from(version(form).definition).indicators] == [
        each.code for each in INDICATORS
    ]
    do(world, open_form, by=world.max, form_id=form.pk, first=JANUARY)
    do(world, end_form, by=world.max, form_id=form.pk, first=date(2026, 6, 1))
    form.refresh_from_db()
    assert (form.since, form.until) == (JANUARY, date(2026, 6, 1))
    assert events() == ["FormMade", "FormRevised", "FormOpened", "FormEnded"]


def test_a_form_that_begins_with_the_standard_report_asks_its_figures(world: World) -> None:
    form = made(world, is_standard=True, names={"en": "Report", "fr": "Rapport"})
    asked = definition_from(version(form).definition)
    assert [each.code for each in asked.indicators] == [
        "members", "admitted", "meetings", "attendance", "duties", "assignments", "reached",
    ]  # fmt: skip
    assert set(asked.indicators[0].names) == {"en", "fr"}


def test_a_version_that_a_report_used_stays_as_it_was(world: World) -> None:
    form = opened(world)
    report = kept(world, form)
    form = revised(world, form, indicators=[*INDICATORS, indicator("walks", is_required=False)])
    assert [(each.number, len(each.definition["indicators"])) for each in form.versions.order_by("number")] == [
        (1, 6), (2, 7),
    ]  # fmt: skip
    report.refresh_from_db()
    assert report.version.number == 1
    later = kept(world, form, world.hill, by=_secretary_of(world, "hill"))
    assert later.version.number == 2
    assert revised(world, form, indicators=[*INDICATORS, indicator("walks", is_required=False)])
    assert FormVersion.objects.count() == 2


def _secretary_of(world: World, unit: str):
    from folkmoot.people.models import Office, Term  # noqa: PLC0415  -- for the two tests that need one more

    Term.objects.create(
        person=world.cy,
        office=Office.objects.get(code="secretary"),
        unit=world.units[unit],
        started_at=world.at,
    )
    return world.cy


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        (
            {"every": "week"},
            "every",
            "A form is filled every month, every quarter or every year. Choose one of them.",
        ),
        ({"unit_kinds": []}, "unit_kinds", "Choose which kinds of unit fill the form."),
        (
            {"unit_kinds": ["cave"]},
            "unit_kinds",
            "There is no kind of unit “cave”. Choose one from the list.",
        ),
        ({"due_days": 0}, "due_days", "A report is due from 1 to 180 days after its period. Enter how many."),
        (
            {"due_days": 181},
            "due_days",
            "A report is due from 1 to 180 days after its period. Enter how many.",
        ),
        ({"names": {}}, "names", "Give the form a name in one language at least."),
        ({"names": {"en": " "}}, "names", "Give the form a name in each of its languages."),
        ({"names": {"en": "x" * 201}}, "names", "This name is too long. Shorten it to 200 characters."),
        ({"names": {"xx": "x"}}, "names", "There is no language “xx” to choose. Choose one from the list."),
    ],
)
def test_what_a_form_cannot_be_is_refused(world: World, given, field, sentence) -> None:
    with pytest.raises(Refused) as refusal:
        do(world, make_form, by=world.max, unit_id=world.union.pk, **MAKING | given)
    assert (refusal.value.field, str(refusal.value)) == (field, sentence)
    assert Form.objects.count() == 0


def test_a_private_figure_is_refused_at_entry(world: World) -> None:
    form = made(world)
    with pytest.raises(
        Refused, match="is declared private: who read, felt or asked for something is never entered"
    ):
        revised(world, form, indicators=[indicator("felt_well", declared=Declared.PRIVATE)])
    assert version(form).definition["indicators"] == []


def test_nobody_writes_over_a_form_that_they_have_not_seen(world: World) -> None:
    form = made(world)
    revised(world, Form.objects.get(pk=form.pk))
    with pytest.raises(Refused, match="Somebody else changed this form meanwhile"):
        revised(world, form)


def test_a_form_that_asks_nothing_is_not_opened_nor_one_twice(world: World) -> None:
    form = made(world)
    with pytest.raises(Refused, match="This form asks nothing yet"):
        do(world, open_form, by=world.max, form_id=form.pk, first=JANUARY)
    with pytest.raises(Refused, match="was never opened"):
        do(world, end_form, by=world.max, form_id=form.pk, first=JANUARY)
    form = opened(world)
    with pytest.raises(Refused, match="is open already"):
        do(world, open_form, by=world.max, form_id=form.pk, first=JANUARY)
    with pytest.raises(
        Refused, match=r"No period begins on this day. Choose the first day of one: 1 February 2026\."
    ):
        do(world, end_form, by=world.max, form_id=form.pk, first=date(2026, 2, 9))


def test_a_code_that_was_left_out_comes_back_as_what_it_was(world: World) -> None:
    form = opened(world, indicators=[indicator("visits")], questions=[])
    kept(world, form)
    form = revised(world, form, indicators=[indicator("walks")], questions=[])
    kept(world, form, first=JANUARY, values={"walks": "2"})
    with pytest.raises(Refused, match="“visits” was counted in something else until now"):
        revised(world, form, indicators=[indicator("visits", Kind.MONEY, currency="EUR")], questions=[])
    form = revised(world, form, indicators=[indicator("visits")], questions=[])
    assert [each.code for each in definition_from(version(form).definition).indicators] == ["visits"]


@pytest.mark.parametrize(
    ("every", "first", "opens"),
    [
        ("month", date(1, 1, 1), False),
        ("month", date(2024, 3, 1), False),
        ("month", date(2024, 4, 1), True),
        ("month", date(2028, 3, 1), True),
        ("month", date(2028, 4, 1), False),
        ("month", date(9999, 12, 1), False),
        ("quarter", date(2020, 4, 1), True),
        ("quarter", date(2020, 1, 1), False),
        ("year", date(2003, 1, 1), True),
        ("year", date(2002, 1, 1), False),
        ("year", date(9999, 1, 1), False),
    ],
)
def test_a_form_begins_to_ask_within_some_periods_of_today(world: World, every, first, opens) -> None:
    form = revised(world, made(world, every=every))
    if opens:
        do(world, open_form, by=world.max, form_id=form.pk, first=first)
        return
    with pytest.raises(Refused) as refusal:
        do(world, open_form, by=world.max, form_id=form.pk, first=first)
    assert refusal.value.field == "first"


def test_how_far_from_today_a_form_can_begin_is_said(world: World) -> None:
    form = revised(world, made(world))
    with pytest.raises(Refused) as refusal:
        do(world, open_form, by=world.max, form_id=form.pk, first=date(2020, 1, 1))
    assert str(refusal.value) == (
        "A form begins to ask on 1 April 2024 at the earliest, and on 2 March 2028 at the latest. Choose a period between them."
    )
    with pytest.raises(Refused) as refusal:
        do(world, open_form, by=world.max, form_id=form.pk, first=date(9999, 12, 1))
    assert str(refusal.value) == "Periods are counted from the year 1900 to 2999. Choose one of them."


def test_a_form_does_not_end_before_what_was_reported(world: World) -> None:
    form = opened(world)
    sent(world, form)
    with pytest.raises(Refused, match="Some have sent reports on this period"):
        do(world, end_form, by=world.max, form_id=form.pk, first=FEBRUARY)
    do(world, end_form, by=world.max, form_id=form.pk, first=date(2026, 3, 1))
    with pytest.raises(Refused, match="This form has ended"):
        revised(world, form)
    with pytest.raises(Refused, match="does not ask for this period"):
        kept(world, form, first=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("who", "unit", "may"),
    [
        ("max", "union", True),
        ("ada", "north", True),
        ("bo", "harbour", True),
        ("una", "union", False),
        ("max", "north", False),
        ("ada", "union", False),
        ("ada", "south", False),
        ("eve", "harbour", False),
        ("stan", "harbour", False),
        ("dee", "vale", False),
    ],
)
def test_chairs_and_secretaries_make_forms_in_their_own_unit_alone(world: World, who, unit, may) -> None:
    if may:
        made(world, unit=world.units[unit], by=world.people[who])
        return
    with pytest.raises(Refused):
        made(world, unit=world.units[unit], by=world.people[who])
    assert Form.objects.count() == 0
