from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import World
from folkmoot.bylaws.models import Provision
from folkmoot.bylaws.rules.calendar import span_around
from folkmoot.bylaws.rules.kinds import Every
from folkmoot.bylaws.tests.papers import bylaws, entered
from folkmoot.kernel.errors import Refused
from folkmoot.reports.actions.climbing import accept_report, ask_back
from folkmoot.reports.actions.importing import take_in_reports
from folkmoot.reports.models import Report, Request, Sent, ToRollUp
from folkmoot.reports.rules.definition import Check, CheckKind, Matter, Question, Sign
from folkmoot.reports.rules.period_codes import period_read, period_written
from folkmoot.reports.tests.forms import FEBRUARY, JANUARY, QUESTIONS, do, kept, opened, sent
from folkmoot.structure.models import State
from folkmoot.structure.tests.acting import events
from folkmoot.structure.tests.importing import checked_text, import_text, told

WANTED = Question(code="wanted", names={"en": "What do you ask for?"}, matter=Matter.REQUESTS)
AT_MOST_TEN = Check(code="few", kind=CheckKind.COMPARE, left="visits", sign=Sign.AT_MOST, number="10")
FILE = """unit,period,Visits,dues,voted,paper,What do you ask for?
harbour,202602,3,"1,50",7/9,wall,A stove.
hill,2026-02-01,5,,,,
"""


@pytest.fixture
def form(world: World):
    return opened(world, questions=[*QUESTIONS, WANTED], checks=[AT_MOST_TEN])


def brought(world: World, text: str, *, by=None, under=None):
    return import_text("reports", text, under=under or world.north, by=by or world.ada, at=world.at)


def wrong(world: World, *lines: str, head="unit,period,visits,reason") -> list[tuple[int, str, str]]:
    text = "\n".join((head, *lines)) + "\n"
    return told(checked_text("reports", text, under=world.north, by=world.ada, at=world.at))


@given(
    st.dates(date(1900, 1, 1), date(2999, 12, 31)), st.sampled_from([Every.MONTH, Every.QUARTER, Every.YEAR])
)
def test_the_code_of_a_period_is_read_back(day, every) -> None:
    period = span_around(day, every)
    assert period_read(period_written(period, every), every) == period
    assert period_read(period.first.isoformat(), every) == period


@pytest.mark.parametrize(
    ("code", "every"),
    [("202413", "month"), ("2024", "month"), ("2024Q5", "quarter"), ("202401", "quarter"), ("24", "year"), ("", "year"),
     ("2024-02-02", "month"), ("٢٠٢٤", "year")],
)  # fmt: skip
def test_what_is_no_period_is_refused(code, every) -> None:
    with pytest.raises(Refused):
        period_read(code, every)


def test_a_file_sends_the_reports_of_many_units_and_says_that_they_came_so(world: World, form) -> None:
    job = brought(world, FILE)
    assert (job.state, job.done_new_count) == (State.DONE, 2)
    reports = {each.unit_id: each for each in Report.objects.all()}
    assert {pk: (each.first, each.values, each.counted, each.state, each.is_in_time) for pk, each in reports.items()} == {
        world.harbour.pk: (FEBRUARY, *[{"visits": 3, "dues": 150, "voted": [7, 9], "paper": "wall"}] * 2, "sent", True),
        world.hill.pk: (FEBRUARY, *[{"visits": 5}] * 2, "sent", True),
    }  # fmt: skip
    assert set(Sent.objects.values_list("number", "way")) == {(1, "file")}
    assert set(ToRollUp.objects.values_list("unit", flat=True)) == set(reports)
    assert list(Request.objects.values_list("unit", "words")) == [(world.harbour.pk, "A stove.")]
    assert events()[-1] == "ReportsImported"
    form.versions.get().refresh_from_db()
    assert form.versions.get().fixed_at == world.at


def test_a_file_does_what_the_acts_would_do_one_by_one(world: World, form) -> None:
    brought(world, FILE)
    shown = ("values", "texts", "reasons", "state", "sent_number", "first_sent_on", "is_in_time", "counted")
    by_file = Report.objects.filter(unit=world.harbour).values_list(*shown).get()
    requests = list(Request.objects.values_list("code", "words", "due_on", "number"))
    Request.objects.all().delete()
    Sent.objects.all().delete()
    Report.objects.all().delete()
    values = {"visits": "3", "dues": "1,50", "voted": "7/9", "paper": "wall"}
    sent(world, form, values=values, texts={"wanted": "A stove."})
    assert Report.objects.values_list(*shown).get() == by_file
    assert list(Request.objects.values_list("code", "words", "due_on", "number")) == requests


def test_the_same_file_changes_nothing_and_another_one_corrects_with_its_reason(world: World, form) -> None:
    brought(world, FILE)
    again = brought(world, FILE)
    assert (again.done_new_count, again.done_changed_count, again.done_same_count) == (0, 0, 2)
    assert Sent.objects.count() == 2
    assert wrong(world, "hill,202602,6,") == [
        (2, "reason", "This was sent before. Say what was wrong, so that others understand it.")
    ]
    job = brought(world, "unit,period,visits,reason\nhill,202602,6,One was forgotten.\n")
    assert (job.done_changed_count, job.done_new_count) == (1, 0)
    assert list(Sent.objects.filter(report__unit=world.hill).order_by("number").values_list("number", "why")) == [
        (1, ""), (2, "One was forgotten."),
    ]  # fmt: skip
    assert Report.objects.get(unit=world.hill).counted == {"visits": 6}


@pytest.mark.parametrize(
    ("line", "field", "sentence"),
    [
        ("vale,202602,3,", "unit", "There is no unit “vale” here for which you can report. Correct the code."),
        ("nowhere,202602,3,", "unit", "There is no unit “nowhere” here for which you can report. Correct the code."),
        ("north,202602,3,", "Form", "Say by which form this is, in a column of its own: one of those that ask this unit."),
        ("hill,202512,3,", "period", "The form does not ask for this period. Choose another one."),
        ("hill,202604,3,", "period", "This period has not begun. Choose an earlier one."),
        ("hill,2026Q1,3,", "period",
         "“2026Q1” is no period of this form. Write one as 202401, or its first day as 2024-01-01."),
        ("hill,202602,many,", "visits", "Enter a number in digits, such as 1234."),
        ("hill,202602,,", "visits", "“Visits” is missing."),
        ("hill,202602,11,", "reason",
         "This does not fit, and no reason stands beside it: “Visits” is at most 10."),
    ],
)  # fmt: skip
def test_each_wrong_row_says_what_is_wrong(world: World, form, line, field, sentence) -> None:
    assert wrong(world, "harbour,202602,3,", line) == [(3, field, sentence)]
    assert Report.objects.count() == 0


def test_a_row_that_goes_on_in_march_is_refused(world: World, form) -> None:
    assert wrong(world, "hill,202603,3,")[0][2].startswith("The period is not over.")


def test_a_row_twice_in_a_file_is_refused(world: World, form) -> None:
    assert [(number, field) for number, field, _why in wrong(world, "hill,202602,3,", "hill,202602,4,")] == [
        (3, "unit")
    ]


def test_a_check_that_fails_goes_with_its_reason(world: World, form) -> None:
    brought(world, "unit,period,visits,reason\nhill,202602,11,A feast.\n")
    assert Report.objects.get().reasons == {"few": "A feast."}


def test_what_a_unit_is_writing_itself_is_left_to_it(world: World, form) -> None:
    kept(world, form, world.harbour)
    expected = [(2, "unit", "Harbour is writing this report itself. Leave it to them.")]
    assert wrong(world, "harbour,202602,3,") == expected
    sent(world, form, first=JANUARY)
    kept(world, form, first=JANUARY, values={"visits": "9"})
    assert wrong(world, "harbour,202601,3,") == expected


def test_what_a_unit_sent_itself_is_corrected_by_the_unit_alone(world: World, form) -> None:
    sent(world, form, values={"visits": "3"})
    assert wrong(world, "harbour,202602,9,Miscounted.") == [
        (2, "unit", "Harbour sent this report itself, and corrects it alone. Ask it back.")
    ]
    assert wrong(world, "harbour,202602,3,") == []
    text = "unit,period,visits,reason\nharbour,202602,9,Miscounted.\n"
    brought(world, text, by=world.bo, under=world.harbour)
    assert Report.objects.get().counted == {"visits": 9}
    assert len(wrong(world, "harbour,202602,8,Miscounted.")) == 1


@pytest.mark.parametrize("who", ["bo", "eve", "una", "cy"])
def test_others_than_officers_above_bring_no_file(world: World, form, who) -> None:
    with pytest.raises(Refused):
        brought(world, FILE, by=world.people[who])
    assert Report.objects.count() == 0


@pytest.mark.parametrize("answer", [accept_report, ask_back])
def test_nobody_answers_what_they_brought_and_another_officer_above_does(world: World, form, answer) -> None:
    brought(world, FILE)
    report = Report.objects.get(unit=world.hill)
    given = {"report_id": report.pk, "number": 1} | ({"words": "Is it so?"} if answer is ask_back else {})
    with pytest.raises(Refused, match=r"You brought this report of Hill yourself\."):
        do(world, answer, by=world.ada, **given)
    do(world, answer, by=world.max, **given)
    report.refresh_from_db()
    assert report.state == ("asked_back" if answer is ask_back else "accepted")


def test_what_another_program_brought_is_answered_by_others_too(world: World, form) -> None:
    row = {"number": 1, "unit": "hill", "period": "202602", "asked_visits": "5"}
    do(world, take_in_reports, by=world.ada, under_id=world.north.pk, rows=[row])
    given = {"report_id": Report.objects.get().pk, "number": 1}
    with pytest.raises(Refused, match=r"You brought this report of Hill yourself\."):
        do(world, accept_report, by=world.ada, **given)
    do(world, accept_report, by=world.max, **given)


def test_what_a_unit_sent_again_itself_is_answered_by_whoever_brought_the_first(world: World, form) -> None:
    brought(world, FILE)
    again = sent(world, form, values={"visits": "6"}, why="Two more.")
    do(world, accept_report, by=world.ada, report_id=again.pk, number=2)


def test_whether_a_file_comes_in_time_says_the_article_too(world: World, form) -> None:
    entered(world, bylaws(world), "2.1", {"kind": "reporting", "every": "month", "days": 1})
    Provision.objects.update(since=date(2025, 12, 1))
    brought(world, FILE)
    assert set(Report.objects.values_list("is_in_time", flat=True)) == {False}


def test_the_form_is_named_where_two_ask_the_same_unit(world: World, form) -> None:
    other = opened(world)
    line = f"hill,202602,3,,{other.pk}"
    assert wrong(world, line, head="unit,period,visits,reason,form") == []
    assert wrong(world, "hill,202602,3,,Yearly", head="unit,period,visits,reason,form")[0][1] == "form"
