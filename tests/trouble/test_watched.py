import json
import re

import pytest

from folkmoot.cli.serving import answers
from folkmoot.cli.tests.ports import free_port
from tests.trouble.test_serving import asked, within

# What is asked below carries these, and none may be found in what the processes say.
CARRIED = ("una@example.org", "folkmoot_t0ken", "s3cret")


@pytest.fixture
def watched(installation):
    """Served by two processes for pages, counted and logged."""
    port = free_port()
    installation.more = {
        "FOLKMOOT_METRICS": "local",
        "FOLKMOOT_LOG_REQUESTS": "1",
        "FOLKMOOT_PAGE_PROCESSES": "2",
    }
    process = installation.begin("folkmoot", "serve", "--port", str(port))
    assert within(120, lambda: answers(port) and answers(port + 1))
    yield installation, process, port
    process.kill()
    process.communicate()


def health(port):
    status, _headers, body = asked(port, "/health")
    return status, json.loads(body)


def metrics(port):
    status, _headers, body = asked(port, "/metrics")
    assert status == 200
    return dict(re.findall(r"^(\S+) (\S+)$", body.decode(), re.MULTILINE))


def test_served_it_is_well_counted_across_processes_and_logged_without_words(watched):
    installation, process, port = watched
    assert within(30, lambda: health(port)[0] == 200), health(port)
    assert within(30, lambda: health(port + 1)[0] == 200)
    for _time in range(20):
        assert asked(port, "/sign-in/?next=/people/una@example.org/&token=folkmoot_t0ken")[0] == 200
    assert asked(port, "/calendar/s3cret.ics")[0] == 404
    told = metrics(port)
    counted = 'folkmoot_requests_total{route="account_request_login_code",status="2xx"}'
    # By whichever of the two answered, and told by whichever is asked.
    assert [metrics(port)[counted] for _time in range(6)] == ["20.0"] * 6
    assert {"pages", "live", "worker"} <= {name.split('"')[1] for name in told if "resident" in name}
    assert float(told['folkmoot_process_resident_bytes{process="pages"}']) > 100e6
    relays = 'folkmoot_task_done_timestamp_seconds{task="relay"}'
    assert relays in told
    migrated = installation.folkmoot("migrate")
    assert migrated == (0, "The database is of this version already.\n", "")
    process.terminate()
    _said, complained = process.communicate(timeout=30)
    assert [word for word in CARRIED if word in complained] == []
    lines = [json.loads(line) for line in complained.splitlines() if line.startswith("{")]
    answered = [line for line in lines if line["event"] == "answered"]
    assert len([line for line in answered if line["route"] == "account_request_login_code"]) == 20
    assert len({line["request_id"] for line in answered}) == len(answered)
