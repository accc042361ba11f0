import json
from datetime import UTC, date, datetime, timedelta

import pytest

from conftest import World
from folkmoot.access.policy import holders_over
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.people.models import Membership, Office, Term
from folkmoot.reports.actions.claiming import WRITING
from folkmoot.reports.actions.climbing import accept_report, ask_back, send_report
from folkmoot.reports.models import Report, Sent, ToRollUp
from folkmoot.reports.rules.definition import Check, CheckKind, Matter, Question, Sign
from folkmoot.reports.tests.forms import (
    FEBRUARY,
    INDICATORS,
    JANUARY,
    accepted,
    asked_back,
    do,
    indicator,
    kept,
    made,
    opened,
    sent,
)
from folkmoot.structure.tests.acting import events

MARCH = date(2026, 3, 1)
AT_MOST_TEN = Check(code="few", kind=CheckKind.COMPARE, left="visits", sign=Sign.AT_MOST, number="10")
STEADY = Check(code="steady", kind=CheckKind.CHANGE, left="visits", percent=50)


@pytest.fixture
def form(world: World):
    return opened(world)


def test_a_report_is_kept_as_often_as_somebody_likes_and_nobody_above_sees_it(world: World, form) -> None:
    report = kept(world, form, values={"visits": "3", "dues": "120.50"}, texts={"achieved": " We sang. "})
    assert (report.values, report.texts, report.state, report.counted) == (
        {"visits": 3, "dues": 12050}, {"achieved": "We sang."}, "draft", None,
    )  # fmt: skip
    report = kept(world, form, values={"dues": "0"})
    assert (report.values, report.texts, report.revision) == ({"dues": 0}, {}, 2)
    assert events()[-2:] == ["ReportWritten"] * 2
    assert ToRollUp.objects.count() == 0


def test_two_people_who_write_at_once_lose_nothing(world: World, form) -> None:
    kept(world, form, values={"visits": "3"})
    for revision in (0, 2):
        with pytest.raises(Refused, match="Somebody else kept something in this report meanwhile"):
            kept(world, form, values={"visits": "4"}, revision=revision)
    assert Report.objects.get().values == {"visits": 3}
    report = kept(world, form, values={"visits": "4"}, revision=1)
    with pytest.raises(Refused, match="Somebody else kept something"):
        do(world, send_report, report_id=report.pk, revision=1)


def test_a_report_is_sent_counts_and_is_accepted(world: World, form) -> None:
    report = sent(world, form, values={"visits": "3"})
    assert (report.state, report.counted, report.sent_number, report.is_in_time) == (
        "sent",
        {"visits": 3},
        1,
        True,
    )
    assert ToRollUp.objects.values_list("unit", "first").get() == (world.harbour.pk, FEBRUARY)
    assert accepted(world, report).state == "accepted"
    row = Sent.objects.get()
    assert (row.values, row.answer, row.answered_at) == ({"visits": 3}, "accepted", world.at)
    assert events()[-2:] == ["ReportSent", "ReportAccepted"]
    payload = json.loads(Entry.objects.filter(event="ReportSent").get().payload)
    assert payload == {
        "report_id": str(report.pk), "unit_id": str(world.harbour.pk), "number": 1, "is_in_time": True,
    }  # fmt: skip


def test_what_is_asked_back_counts_until_other_figures_are_sent(world: World, form) -> None:
    report = asked_back(world, sent(world, form), "Is the boat in it?")
    assert (report.state, report.counted) == ("asked_back", {"visits": 3})
    assert Sent.objects.get().words == "Is the boat in it?"
    with pytest.raises(Refused, match="Nothing was changed since it was sent"):
        do(world, send_report, report_id=report.pk, revision=report.revision)
    kept(world, form, values={"visits": "5"})
    report.refresh_from_db()
    assert report.counted == {"visits": 3}
    report = sent(world, form, values={"visits": "5"})
    assert (report.state, report.counted, report.sent_number) == ("sent", {"visits": 5}, 2)
    assert list(Sent.objects.order_by("number").values_list("number", "values", "answer")) == [
        (1, {"visits": 3}, "asked_back"), (2, {"visits": 5}, ""),
    ]  # fmt: skip


def test_a_correction_says_why_and_leaves_a_trace(world: World, form) -> None:
    report = accepted(world, sent(world, form))
    with pytest.raises(Refused) as refusal:
        sent(world, form, values={"visits": "5"})
    assert (refusal.value.field, str(refusal.value)) == (
        "why", "This was sent before. Say what was wrong, so that others understand it.",
    )  # fmt: skip
    report.refresh_from_db()
    assert (report.state, report.counted) == ("accepted", {"visits": 3})
    report = sent(world, form, values={"visits": "5"}, why=" Two were forgotten. ")
    assert (report.state, report.counted) == ("sent", {"visits": 5})
    assert list(Sent.objects.order_by("number").values_list("why", "answer")) == [
        ("", "accepted"), ("Two were forgotten.", ""),
    ]  # fmt: skip


def test_the_first_time_says_whether_it_is_in_time_by_the_clocks_of_the_unit(world: World, form) -> None:
    # Due ten days after February: the tenth of March, in Paris.
    late = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    in_time = sent(world, form, at=late - timedelta(hours=1))
    assert (in_time.is_in_time, in_time.first_sent_on) == (True, date(2026, 3, 10))
    report = sent(world, form, first=JANUARY, at=late)
    assert (report.is_in_time, report.first_sent_on) == (False, date(2026, 3, 11))
    again = sent(world, form, why="A typo.", values={"visits": "9"}, at=late + timedelta(days=9))
    assert (again.is_in_time, again.first_sent_on) == (True, date(2026, 3, 10))


def test_a_report_is_sent_when_its_period_is_over_and_not_before(world: World, form) -> None:
    report = kept(world, form, first=MARCH)
    with pytest.raises(Refused, match=r"Keep what you have; from 1 April 2026 on you can send it\."):
        do(world, send_report, report_id=report.pk, revision=1)
    # In Paris April has begun.
    do(world, send_report, at=datetime(2026, 3, 31, 22, tzinfo=UTC), report_id=report.pk, revision=1)


@pytest.mark.parametrize(
    ("first", "sentence"),
    [
        (date(2025, 12, 1), "The form does not ask for this period. Choose another one."),
        (date(2026, 4, 1), "This period has not begun. Choose an earlier one."),
        (date(2026, 2, 2), "No period begins on this day. Choose the first day of one: 1 February 2026."),
    ],
)
def test_a_period_that_is_not_asked_for_is_refused(world: World, form, first, sentence) -> None:
    with pytest.raises(Refused) as refusal:
        kept(world, form, first=first)
    assert (refusal.value.field, str(refusal.value)) == ("first", sentence)


def test_a_unit_that_was_not_there_yet_reports_nothing(world: World, form) -> None:
    from conftest import make_unit  # noqa: PLC0415  -- beside its only use
    from folkmoot.units.models import ParentEdge  # noqa: PLC0415  -- as above

    quay = make_unit("Quay", world.harbour.kind, world.north)
    ParentEdge.objects.filter(unit=quay).update(started_at=world.at)
    Term.objects.create(
        person=world.bo, office=Office.objects.get(code="chair"), unit=quay, started_at=world.at
    )
    Membership.objects.filter(person=world.bo).update(unit=quay)
    with pytest.raises(Refused, match="Quay was not there at the end of this period"):
        kept(world, form, quay)
    kept(world, form, quay, first=MARCH)


def test_a_form_is_for_the_kinds_of_unit_that_it_names_below_the_body_that_made_it(
    world: World, form
) -> None:
    with pytest.raises(Refused, match="This form is not for a region"):
        kept(world, form, world.north, by=world.ada)
    with pytest.raises(Refused, match="There is no such form"):
        kept(world, made(world), world.harbour)
    elsewhere = made(world, unit=world.north, by=world.ada)
    Term.objects.create(
        person=world.dee, office=Office.objects.get(code="secretary"), unit=world.vale, started_at=world.at
    )
    with pytest.raises(Refused, match="There is no such form"):
        kept(world, elsewhere, world.vale, by=world.dee)


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"values": {"visits": "many"}}, "visits", "Enter a number in digits, such as 1234."),
        ({"values": {"moon": "1"}}, "moon", "This form does not ask for “moon”. Leave it out."),
        ({"texts": {"moon": "1"}}, "moon", "This form does not ask for “moon”. Leave it out."),
        ({"reasons": {"visits": "1"}}, "visits", "This form does not ask for “visits”. Leave it out."),
        (
            {"texts": {"achieved": "x" * 4001}},
            "achieved",
            "This has 4001 characters. Shorten it to at most 4000.",
        ),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(world: World, form, given, field, sentence) -> None:
    with pytest.raises(Refused) as refusal:
        kept(world, form, **given)
    assert (refusal.value.field, str(refusal.value)) == (field, sentence)


def test_what_is_missing_and_what_is_not_explained_is_not_sent(world: World) -> None:
    why = Question(code="cause", names={"en": "Why?"}, matter=Matter.CAUSES, is_required=True)
    form = opened(world, checks=[AT_MOST_TEN, STEADY], questions=[why])
    sent(world, form, first=JANUARY, texts={"cause": "So."}, values={"visits": "4"})

    def refused(**given) -> tuple[str, str]:
        report = kept(world, form, **given)
        with pytest.raises(Refused) as refusal:
            do(world, send_report, report_id=report.pk, revision=report.revision)
        return refusal.value.field, str(refusal.value)

    missing = "This is still missing. Answer it, then send the report."
    unfit = "Something does not fit here. Correct it, or say why it is so."
    assert refused(values={}) == ("visits", missing)
    assert refused(values={"visits": "4"}) == ("cause", missing)
    more = {"values": {"visits": "11"}, "texts": {"cause": "So."}}
    assert refused(**more) == ("few", unfit)
    assert refused(**more, reasons={"few": "A feast."}) == ("steady", unfit)
    report = sent(world, form, **more, reasons={"few": "A feast.", "steady": "A feast."})
    assert Sent.objects.get(report=report).reasons == {"few": "A feast.", "steady": "A feast."}


def test_what_the_system_computes_is_confirmed_or_explained(world: World) -> None:
    form = opened(world, indicators=[indicator("members", source="members")])
    report = kept(world, form, values={"members": "3"})
    with pytest.raises(Refused) as refusal:
        do(world, send_report, report_id=report.pk, revision=1)
    assert refusal.value.field == "members"
    # Bo and Eve.
    assert sent(world, form, values={"members": "2"}).counted == {"members": 2}


def test_what_is_answered_is_what_was_read(world: World, form) -> None:
    report = sent(world, form)
    sent(world, form, values={"visits": "5"}, why="Two were forgotten.")
    for act, given in ((accept_report, {}), (ask_back, {"words": "Sure?"})):
        with pytest.raises(Refused, match="It was sent once more meanwhile"):
            do(world, act, by=world.ada, report_id=report.pk, number=1, **given)
    do(world, accept_report, by=world.ada, report_id=report.pk, number=2)
    with pytest.raises(Refused, match="This was answered already"):
        do(world, ask_back, by=world.ada, report_id=report.pk, number=2, words="Sure?")
    with pytest.raises(Refused, match="Say what the unit should look at"):
        do(world, ask_back, by=world.ada, report_id=report.pk, number=2, words=" ")


def test_nobody_stands_above_the_topmost_unit(world: World) -> None:
    form = opened(world, unit_kinds=["union"], indicators=INDICATORS)
    report = sent(world, form, world.union, by=world.max)
    with pytest.raises(Refused, match="No level stands above Union"):
        do(world, accept_report, by=world.max, report_id=report.pk, number=1)


NOBODY = [(who, False) for who in ("una", "cy", "eve", "dee", "stan")]
# Bo keeps the papers of the unit.
OFFICES = [("bo", True), ("ada", False), ("max", False), *NOBODY]


@pytest.mark.parametrize(("who", "may"), OFFICES)
def test_a_unit_writes_and_sends_its_own_report_and_nobody_else_does(world: World, form, who, may) -> None:
    person = world.people[who]
    if may:
        sent(world, form, by=person)
        return
    with pytest.raises(Refused):
        kept(world, form, by=person)
    report = kept(world, form)
    with pytest.raises(Refused):
        do(world, send_report, by=person, report_id=report.pk, revision=1)
    assert Sent.objects.count() == 0


# Ada chairs the region right above, Max keeps the papers of the union.
ABOVE = [("ada", True), ("max", True), ("bo", False), *NOBODY]


@pytest.mark.parametrize(("who", "may"), ABOVE)
def test_officers_above_answer_and_the_unit_itself_does_not(world: World, form, who, may) -> None:
    report, person = sent(world, form), world.people[who]
    if may:
        accepted(world, report, by=person)
        return
    for act, given in ((accept_report, {}), (ask_back, {"words": "Sure?"})):
        with pytest.raises(Refused):
            do(world, act, by=person, report_id=report.pk, number=1, **given)
    assert Sent.objects.get().answer == ""


def test_nobody_accepts_what_they_send_themselves(world: World, form) -> None:
    Membership.objects.filter(person=world.ada).update(unit=world.harbour)
    chair = Office.objects.get(code="chair")
    term = Term.objects.create(person=world.ada, office=chair, unit=world.harbour, started_at=world.at)
    report = sent(world, form, by=world.ada)
    for act, given in ((accept_report, {}), (ask_back, {"words": "Sure?"})):
        with pytest.raises(Refused, match="You send the reports of Harbour yourself"):
            do(world, act, by=world.ada, report_id=report.pk, number=1, **given)
    # Nor does whoever lays the office down first.
    Term.objects.filter(pk=term.pk).update(ended_at=world.at + timedelta(minutes=1))
    with pytest.raises(Refused, match="You send the reports of Harbour yourself, or did"):
        do(
            world,
            accept_report,
            by=world.ada,
            at=world.at + timedelta(minutes=2),
            report_id=report.pk,
            number=1,
        )
    Term.objects.filter(pk=term.pk).update(ended_at=None)
    # By an office that one gave to oneself one neither reads a draft nor sends it.
    Term.objects.filter(pk=term.pk).update(entered_by=world.ada)
    with pytest.raises(Refused, match="You put yourself into this office"):
        do(world, send_report, by=world.ada, report_id=report.pk, revision=2)
    assert world.ada not in [
        holder.term.person for holder in holders_over([WRITING], world.harbour, at=world.at)
    ]
    accepted(world, report, by=world.ada)


def test_a_draft_is_to_those_above_as_if_it_were_not_there(world: World, form) -> None:
    report = kept(world, form)
    with pytest.raises(Refused, match="There is no such report"):
        do(world, accept_report, by=world.ada, report_id=report.pk, number=0)


def test_a_text_counts_the_same_however_its_lines_end(world: World) -> None:
    form = opened(world)
    sent(world, form, texts={"achieved": "We sang.\nWe ate."})
    again = kept(world, form, texts={"achieved": " We sang.\r\nWe ate.\r\n"})
    assert again.texts == {"achieved": "We sang.\nWe ate."}
    assert kept(world, form, texts={"achieved": "\r\n".join("x" * 2000)}).texts["achieved"].count("x") == 2000
