import contextlib
import socket

import pytest

from folkmoot.cli.serving import CannotServe, answers, must_be_free, serve, served_at, the_only_server
from folkmoot.cli.tests.ports import free_port


@contextlib.contextmanager
def taken(port=0):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize("before", [0, 1])
def test_a_port_that_is_taken_is_said_and_nothing_is_started(tmp_path, monkeypatch, capsys, before):
    monkeypatch.setenv("FOLKMOOT_DATA", str(tmp_path / "data"))
    port = free_port()
    with taken(port + before):
        assert serve(["--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert said == (
        f"127.0.0.1 port {port + before} cannot be listened at: Address already in use. "
        "Pages need one port and live the next; choose others with --port, or stop what uses them.\n"
    )
    assert served_at(tmp_path / "data") is None


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 65535), ("192.0.2.1", 8000)])
def test_an_address_that_cannot_be_is_said(host, port):
    with pytest.raises(CannotServe) as refusal:
        must_be_free(host, port)
    assert "cannot be listened at" in str(refusal.value)


def test_one_folder_is_served_once(tmp_path):
    data, port = tmp_path / "data", free_port()
    assert served_at(data) is None
    with the_only_server(data, "127.0.0.1", port):
        assert served_at(data) == ("127.0.0.1", port)
        with pytest.raises(CannotServe) as refusal, the_only_server(data, "127.0.0.1", port):
            raise AssertionError
    assert str(refusal.value).startswith(f"Another `folkmoot serve` is using {data}.")
    assert served_at(data) is None
    assert data.stat().st_mode & 0o777 == 0o700


def test_nobody_answers_where_nobody_is():
    assert not answers(free_port())
