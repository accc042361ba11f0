import json
from datetime import UTC, date, datetime, timedelta

import pytest

from conftest import World, give_passkey
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.people.models import Membership, Office, Term
from folkmoot.reports.actions.requesting import answer_request
from folkmoot.reports.models import Report, Request
from folkmoot.reports.rules.definition import Matter, Question
from folkmoot.reports.rules.requests import Standing, standing
from folkmoot.reports.tests.forms import JANUARY, QUESTIONS, do, kept, opened, sent
from folkmoot.structure.tests.acting import events

WANTED = Question(code="wanted", names={"en": "What do you ask for?"}, matter=Matter.REQUESTS)
STOVE = {"wanted": "A stove for the loft."}


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


@pytest.fixture
def form(world: World):
    return opened(world, questions=[*QUESTIONS, WANTED])


def answered(world: World, request: Request, words="It comes in May.", *, by=None, at=None) -> Request:
    do(world, answer_request, by=by or world.ada, at=at, request_id=request.pk, words=words)
    request.refresh_from_db()
    return request


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"is_answered": True}, Standing.ANSWERED),
        ({"is_withdrawn": True}, Standing.WITHDRAWN),
        ({"today": date(2026, 3, 9)}, Standing.OPEN),
        ({"today": date(2026, 3, 10)}, Standing.OPEN),
        ({"today": date(2026, 3, 11)}, Standing.LATE),
    ],
)
def test_a_request_is_late_from_the_day_after_its_last(given, expected) -> None:
    asked = {"is_answered": False, "is_withdrawn": False, "today": date(2026, 3, 11)}
    assert standing(due_on=date(2026, 3, 10), **asked | given) is expected


def test_what_a_report_asks_for_waits_above_until_it_is_answered(world: World, form) -> None:
    kept(world, form, texts=STOVE)
    assert Request.objects.count() == 0
    report = sent(world, form, texts=STOVE | {"achieved": "We sang."})
    request = Request.objects.get()
    assert (request.report_id, request.unit_id, request.number, request.code, request.words) == (
        report.pk, world.harbour.pk, 1, "wanted", "A stove for the loft.",
    )  # fmt: skip
    # Thirty days after the second of March.
    assert (request.due_on, request.answer, request.answered_at) == (date(2026, 4, 1), "", None)
    assert list(Request.objects.put_to(world.north).open()) == [request]
    answered(world, request, " It comes in May. ")
    assert (request.answer, request.answered_at) == ("It comes in May.", world.at)
    assert not Request.objects.open().exists()
    assert events()[-1] == "RequestAnswered"
    payload = json.loads(Entry.objects.get(event="RequestAnswered").payload)
    assert payload == {
        "request_id": str(request.pk), "report_id": str(report.pk), "unit_id": str(world.harbour.pk),
    }  # fmt: skip


def test_a_form_says_within_how_many_days_by_the_clocks_of_the_unit_above(world: World) -> None:
    form = opened(world, questions=[WANTED], answer_days=3)
    sent(world, form, texts=STOVE, at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    # In Paris April has begun.
    assert Request.objects.get().due_on == date(2026, 4, 4)


@pytest.mark.parametrize("days", [0, 181])
def test_an_answer_is_due_within_half_a_year(world: World, days) -> None:
    with pytest.raises(Refused, match=r"What reports ask for is answered within 1 to 180 days\."):
        opened(world, answer_days=days)


def test_a_correction_that_asks_something_else_withdraws_what_was_asked_and_asks_that(
    world: World, form
) -> None:
    sent(world, form, texts=STOVE)
    sent(world, form, texts={"wanted": "A boat."}, why="We were wrong.")
    assert list(Request.objects.order_by("number").values_list("words", "number", "withdrawn_at")) == [
        ("A stove for the loft.", 1, world.at), ("A boat.", 2, None),
    ]  # fmt: skip
    with pytest.raises(Refused, match="The unit no longer asks for this"):
        answered(world, Request.objects.get(number=1))
    sent(world, form, why="We found one.")
    assert not Request.objects.open().exists()


@pytest.mark.parametrize("is_answered", [False, True])
def test_a_correction_that_asks_the_same_asks_once(world: World, form, is_answered) -> None:
    sent(world, form, texts=STOVE)
    if is_answered:
        answered(world, Request.objects.get())
    sent(world, form, texts=STOVE, values={"visits": "9"}, why="A typo.")
    assert list(Request.objects.values_list("number", "withdrawn_at")) == [(1, None)]


def test_an_answer_says_something_and_is_given_once(world: World, form) -> None:
    sent(world, form, texts=STOVE)
    request = Request.objects.get()
    with pytest.raises(Refused, match=r"Say what you will do, or why not\."):
        answered(world, request, "  ")
    answered(world, request)
    with pytest.raises(Refused, match="This was answered already"):
        answered(world, request, "No.")
    assert Request.objects.get().answer == "It comes in May."


@pytest.mark.parametrize("who", ["bo", "eve", "una", "cy"])
def test_others_than_officers_above_do_not_answer(world: World, form, who) -> None:
    sent(world, form, texts=STOVE)
    with pytest.raises(Refused):
        answered(world, Request.objects.get(), by=world.people[who])
    assert Request.objects.open().exists()


def test_whoever_sends_the_report_leaves_the_answer_to_another(world: World, form) -> None:
    sent(world, form, texts=STOVE)
    Membership.objects.filter(person=world.ada).update(unit=world.harbour)
    chair = Office.objects.get(code="chair")
    Term.objects.create(person=world.ada, office=chair, unit=world.harbour, started_at=world.at)
    with pytest.raises(Refused, match="You send the reports of Harbour yourself"):
        answered(world, Request.objects.get())


def test_who_laid_the_office_down_by_which_they_asked_answers_no_less_of_their_own(
    world: World, form
) -> None:
    sent(world, form, texts=STOVE)
    give_passkey(world.bo)
    chair = Office.objects.get(code="chair")
    Term.objects.create(person=world.bo, office=chair, unit=world.north, started_at=world.at)
    world.at += timedelta(minutes=5)
    Term.objects.filter(person=world.bo, unit=world.harbour).update(ended_at=world.at)
    world.at += timedelta(minutes=5)
    with pytest.raises(Refused, match="You send the reports of Harbour yourself, or did"):
        answered(world, Request.objects.get(), by=world.bo)
    assert Request.objects.open().exists()


def test_the_level_above_finds_what_waits_and_the_unit_reads_the_answer(world: World, client, form) -> None:
    sent(world, form, texts=STOVE)
    page = as_(client, world.ada).get("/desk/")
    line = "1 request from the units below waits for an answer"
    page = client.get(links(page)[line])
    assert texts_of(page, "p.meta") == [
        "to be answered Harbour, Monthly report, February 2026, by 1 April 2026"
    ]
    page = client.get(links(page)["A stove for the loft."])
    page = client.post(page.request["PATH_INFO"], fields(page) | {"words": "It comes in May."}, follow=True)
    assert "Nothing waits" in texts_of(page, "h2")
    page = client.get(links(page)["Answered"])
    assert "It comes in May." in texts_of(page, "p")
    assert "request" not in " ".join(links(as_(client, world.ada).get("/desk/")))
    page = as_(client, world.bo).get(f"/units/{world.harbour.pk}/reports/")
    assert "What you asked for" in texts_of(page, "h2")
    page = client.get(f"/reports/{Report.objects.get().pk}/")
    assert "It comes in May." in texts_of(page, "p")


def test_what_is_late_says_so(world: World, client, form, monkeypatch) -> None:
    sent(world, form, texts=STOVE)
    for days, is_late in ((30, False), (31, True)):
        monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at + timedelta(days=days))  # noqa: B023
        page = as_(client, world.ada).get(f"/units/{world.north.pk}/reports/requests/")
        assert ("1 was to be answered before today." in texts_of(page, "p")) is is_late
        assert ("1 is late" in as_(client, world.ada).get("/desk/").content.decode()) is is_late


def test_an_empty_answer_is_refused_on_its_page(world: World, client, form) -> None:
    sent(world, form, texts=STOVE)
    page = as_(client, world.ada).get(f"/reports/requests/{Request.objects.get().pk}/")
    page = client.post(page.request["PATH_INFO"], fields(page) | {"words": ""})
    assert page.status_code == 422
    assert refusals(page)


@pytest.mark.parametrize("who", ["bo", "eve", "una", "cy"])
def test_strangers_find_no_requests(world: World, client, form, who) -> None:
    sent(world, form, texts=STOVE)
    client = as_(client, world.people[who])
    assert client.get(f"/units/{world.north.pk}/reports/requests/").status_code == 404
    assert client.get(f"/reports/requests/{Request.objects.get().pk}/").status_code == 404


def test_what_waits_is_read_page_by_page(world: World, client, form, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.reports.queries.requests.SHOWN", 1)
    sent(world, form, texts=STOVE)
    sent(world, form, first=JANUARY, texts={"wanted": "A boat."})
    page = as_(client, world.ada).get(f"/units/{world.north.pk}/reports/requests/")
    assert "A stove for the loft." in links(page)
    page = client.get(links(page)["Older"])
    assert "A boat." in links(page)
    assert "Older" not in links(page)


def test_the_page_asks_as_many_questions_for_three_requests_as_for_one(world: World, client, form) -> None:
    address = f"/units/{world.north.pk}/reports/requests/"
    sent(world, form, texts=STOVE)
    one = cost(as_(client, world.ada), address)
    sent(world, form, first=JANUARY, texts=STOVE)
    assert cost(client, address) == one
