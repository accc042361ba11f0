import io
import json
import logging
import smtplib
import sys
import threading

import pytest
import structlog
from django.db import DataError, IntegrityError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from folkmoot.config import logs
from folkmoot.config.logs import fault_in_short, formatter
from folkmoot.people.models import Account

log = structlog.get_logger()


def divide(address):
    return len(address) / 0


KEY_THERE = "duplicate key\nDETAIL: Key (email)=(cy@example.org) already exists."


def repeat_a_key():
    raise IntegrityError(KEY_THERE)


def said(caplog, number=-1):
    return json.loads(formatter().format(caplog.records[number]))


# Apart from the line that fails, which a trace repeats.
ADDRESS = "cy@example.org"


def test_the_trace_of_a_fault_shows_no_values(caplog):
    try:
        divide(ADDRESS)
    except ZeroDivisionError:
        log.exception("task failed", task="tell old addresses")
    line = said(caplog)
    assert (line["event"], line["task"], line["level"]) == ("task failed", "tell old addresses", "error")
    assert (line["error"], line["said"]) == ("ZeroDivisionError", "")
    assert line["at"][-1].endswith("divide: return len(address) / 0")
    assert ADDRESS not in json.dumps(line)


def test_of_a_databases_words_only_the_first_line_is_kept(caplog):
    try:
        repeat_a_key()
    except IntegrityError:
        log.exception("task failed")
    assert said(caplog)["said"] == "duplicate key"


def test_a_failed_page_is_named_by_its_view_and_not_its_address(caplog):
    request = RequestFactory().get("/people/cy/")
    with pytest.raises(ZeroDivisionError) as raised:
        divide("cy")
    logging.getLogger("django.request").error(
        "%s: %s", "Internal Server Error", request.path, extra={"request": request}, exc_info=raised.value
    )
    line = said(caplog)
    assert (line["event"], line["view"], line["error"]) == ("Internal Server Error", "", "ZeroDivisionError")
    assert "/people/cy" not in json.dumps(line)


def test_what_a_visitor_did_wrong_is_not_logged(client, world, caplog):
    assert client.get(f"/people/{world.cy.pk}/nowhere/").status_code == 404
    assert caplog.records == []


ANSWERED = "folkmoot.config.answering"
# What is asked below carries all of these, and none may be found in what is said.
CARRIED = ("cy@example.org", "Cy Hill", "Cy%20Hill", "folkmoot_t0ken", "s3ssion", "c0de", "M-17", "10.9.8.7")


NO_SUCH = (550, b"no such Cy Hill")
FILE = "/imports/Cy Hill.csv"


def broken_constraint(_request, **_kept):
    repeat_a_key()


def refused_mail(_request, **_kept):
    raise smtplib.SMTPRecipientsRefused({ADDRESS: NO_SUCH})


def lost_file(_request, **_kept):
    raise FileNotFoundError(2, "No such file", FILE)


def unknown_key(_request, who, **_kept):
    return HttpResponse({}[f"{who} {ADDRESS}"])


def greeted(_request, who, **_kept):
    return HttpResponse(f"Hello {who}")


urlpatterns = [
    path("greeted/<str:who>/", greeted, name="greeted"),
    path("constraint/<str:who>/", broken_constraint, name="constraint"),
    path("mail/<str:who>/", refused_mail, name="mail"),
    path("file/<str:who>/", lost_file, name="file"),
    path("key/<str:who>/", unknown_key, name="key"),
]


@pytest.fixture
def spoken(settings):
    """All that the process says while the test runs, as it says it."""
    settings.LOG_REQUESTS = True
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def ask(where):
    browser = Client(raise_request_exception=False)
    browser.cookies["sessionid"] = "s3ssion"
    return browser.post(
        f"{where}?email=cy@example.org&token=folkmoot_t0ken",
        {"name": "Cy Hill", "code": "c0de", "member_number": "M-17"},
        REMOTE_ADDR="10.9.8.7",
        headers={"authorization": "Bearer folkmoot_t0ken", "x-request-id": "Cy Hill"},
    )


@pytest.mark.parametrize("place", ["greeted", "constraint", "mail", "file", "key", "nowhere"])
def test_nothing_that_a_request_carries_is_said_whatever_becomes_of_it(db, settings, spoken, place):
    settings.ROOT_URLCONF = __name__
    answer = ask(f"/{place}/Cy Hill/")
    said = json.dumps(spoken())
    assert [word for word in CARRIED if word in said] == []
    assert spoken()[-1]["event"] == "answered"
    assert len(spoken()) == (2 if answer.status_code == 500 else 1)


def test_a_line_for_a_request_has_its_id_page_status_and_time(world, spoken):
    browser = Client()
    browser.force_login(Account.objects.get(person=world.una))
    answer = browser.get(f"/units/{world.north.pk}/?q=Cy")
    (line,) = spoken()
    assert answer.status_code == 200
    assert line.pop("timestamp")
    assert line.pop("milliseconds") >= 0
    assert line == {
        "event": "answered",
        "level": "info",
        "logger": ANSWERED,
        "request_id": answer["X-Request-ID"],
        "route": "structure:unit",
        "status": 200,
    }


def test_who_reads_and_who_acknowledges_looks_the_same(world, spoken):
    browser = Client()
    browser.force_login(Account.objects.get(person=world.cy))
    assert browser.get("/decisions/").status_code == 200
    assert browser.post("/ui/appearance/", {"appearance": "dark"}).status_code == 302
    assert browser.get("/account/sessions").status_code == 301
    assert [(line["route"], line["status"]) for line in spoken()] == [
        ("other", "2xx"),
        ("ui:appearance", 302),
        ("nowhere", 301),
    ]


def test_only_faults_are_said_where_nothing_else_was_asked_for(db, settings, spoken):
    settings.LOG_REQUESTS, settings.ROOT_URLCONF = False, __name__
    ask("/greeted/cy/")
    assert spoken() == []
    answer = ask("/key/cy/")
    assert [(line["event"], line["request_id"]) for line in spoken()] == [
        ("Internal Server Error", answer["X-Request-ID"]),
        ("answered", answer["X-Request-ID"]),
    ]


def test_that_health_is_bad_is_answered_and_not_logged_each_time(db, settings, tmp_path, spoken):
    settings.LOG_REQUESTS, settings.DATA = False, tmp_path
    assert Client().get("/health").status_code == 503
    assert spoken() == []


def test_what_is_said_after_a_request_names_it_no_more(db, settings, spoken):
    settings.ROOT_URLCONF = __name__
    ask("/greeted/cy/")
    log.warning("afterwards")
    assert "request_id" not in spoken()[-1]


def test_of_a_value_that_a_database_cannot_take_nothing_is_quoted(db):
    if connection.vendor != "postgresql":
        # SQLite takes any text; what it says names columns.
        statement, expected = "select 1 from nothing_cy", "no such table: nothing_cy"
    else:
        statement, expected = "select 'cy@example.org'::integer", "invalid input syntax for type integer: …"
    with pytest.raises((DataError, Exception)) as raised, connection.cursor() as cursor:
        cursor.execute(statement)
    assert fault_in_short(raised.value)["said"] == expected


@pytest.mark.parametrize(
    ("template", "arguments", "said"),
    [
        ("Couldn't reach %s", ("cy@example.org",), "Couldn't reach %s"),
        ("Exception in callback tell('cy@example.org')", (), "Exception in callback tell"),
        ("Task exception was never retrieved\nfuture: <Task cy@example.org>", (), "Task exception was never retrieved"),
        ("Application callable raised an exception\nKeyError: 'cy'", (), "Application callable raised an exception"),
    ],
)  # fmt: skip
def test_of_another_programs_words_only_those_are_kept_that_it_always_says(spoken, template, arguments, said):
    logging.getLogger("another").error(template, *arguments)
    assert [line["event"] for line in spoken()] == [said]


def test_what_ends_a_thread_or_the_process_is_said_without_its_words(spoken, monkeypatch):
    for module, name in ((sys, "excepthook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    logs.log_what_ends_us()
    thread = threading.Thread(target=divide, args=(ADDRESS,))
    thread.start()
    thread.join()
    sys.excepthook(KeyError, KeyError(ADDRESS), None)
    assert [(line["event"], line["error"]) for line in spoken()] == [
        ("thread ended", "ZeroDivisionError"),
        ("process ended", "KeyError"),
    ]
    assert ADDRESS not in json.dumps(spoken())
