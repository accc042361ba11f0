import json
import logging

import pytest
import structlog
from django.db import IntegrityError
from django.test import RequestFactory

from folkmoot.config.logs import formatter

log = structlog.get_logger()


def divide(address):
    return len(address) / 0


def repeat_a_key():
    raise IntegrityError("duplicate key\nDETAIL: Key (email)=(cy@example.org) already exists.")


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
