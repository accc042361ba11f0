import gzip
import http.client
import re
import signal
import time

import psutil
import pytest

from folkmoot.cli.serving import answers, must_be_free
from folkmoot.cli.tests.ports import free_port


def within(seconds, happens):
    """Look again and again; a test that waits for nothing ends all the same."""
    deadline = time.monotonic() + seconds
    while not (happened := happens()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return happened


def asked(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, dict(response.getheaders()), body


@pytest.fixture
def served(installation):
    port = free_port()
    process = installation.begin("folkmoot", "serve", "--port", str(port))
    assert within(120, lambda: answers(port) and answers(port + 1))
    yield installation, process, port
    process.kill()
    process.communicate()


def test_served_it_answers_compressed_is_in_order_and_stops_when_asked(served):
    installation, process, port = served
    status, headers, body = asked(port, "/sign-in/")
    page = gzip.decompress(body).decode()
    assert (status, headers["content-encoding"]) == (200, "gzip")
    style = re.search(r'href="(/static/ui/folkmoot\.[0-9a-f]{12}\.css)"', page)[1]
    status, headers, body = asked(port, style)
    assert (status, headers["content-encoding"], "immutable" in headers["cache-control"]) == (
        200,
        "gzip",
        True,
    )
    assert len(body) < len(gzip.decompress(body)) / 3
    beat = installation.data / "worker-alive"
    assert within(60, beat.exists)
    code, said, _complained = installation.folkmoot("check")
    assert (code, said.splitlines()[-1]) == (0, "Nothing is wrong."), said
    code, _said, complained = installation.folkmoot("serve", "--port", str(port + 2))
    assert (code, complained.startswith("Another `folkmoot serve` is using")) == (1, True)
    children = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    # Ten seconds are promised; a machine that is busy with other tests gets more.
    said, complained = process.communicate(timeout=60)
    assert (complained, process.returncode) == ("", 0)
    assert said == (
        f"Folkmoot is at http://127.0.0.1:{port}\n"
        "Sign in there with your e-mail address. "
        f"No mail server is set: codes to sign in with lie as messages in {installation.data}/outbox.\n"
    )
    assert (len(children), psutil.wait_procs(children, timeout=10)[1]) == (3, [])


def test_killed_it_leaves_no_process_and_its_ports_free(served):
    _installation, process, port = served
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = psutil.wait_procs(children, timeout=30)[1]
    for child in left:
        child.kill()
    assert (len(children), left) == (3, [])
    must_be_free("127.0.0.1", port)
