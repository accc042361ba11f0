"""What is spoken to, for how long, and what its answers mean."""

import json
import socket
import threading
import time
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from folkmoot.notices import push as pushing
from folkmoot.notices import vapid
from folkmoot.notices.mail import NotSent, NotTaken
from folkmoot.notices.push import Ended, push
from folkmoot.notices.rules.encryption import bytes_of
from folkmoot.notices.tests.pushes import push_service

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def service(settings):
    with push_service() as service:
        settings.PUSH_INSIDE = frozenset({service.place})
        yield service


def leads_to(monkeypatch, *addresses):
    """Let every name lead to these addresses, and note where a connection is made."""
    kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _host, port, **_kind: [(*kind, (each, port)) for each in addresses]
    )
    tried = []

    def connect(place, timeout):
        tried.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    return tried


def test_what_is_pushed_arrives_as_it_was_sealed(service) -> None:
    push(service.endpoint("cy?a=b"), b"\x00sealed", {"TTL": "60", "Topic": "news"})
    [(path, headers, body)] = service.arrived
    assert (path, body) == ("/cy?a=b", b"\x00sealed")
    assert {name: headers[name] for name in ("Host", "TTL", "Topic", "Content-Length")} == {
        "Host": service.place,
        "TTL": "60",
        "Topic": "news",
        "Content-Length": "7",
    }


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (404, Ended),
        (410, Ended),
        (400, NotTaken),
        (403, NotTaken),
        (413, NotTaken),
        (429, NotSent),
        (503, NotSent),
    ],
)
def test_an_answer_means_what_the_standard_says(service, status, fault) -> None:
    service.statuses["cy"] = status
    with pytest.raises(NotSent) as raised:
        push(service.endpoint("cy"), b"", {})
    assert type(raised.value) is fault


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_nobody_follows_where_an_answer_leads(service, status) -> None:
    service.statuses["cy"] = status
    with pytest.raises(NotTaken):
        push(service.endpoint("cy"), b"", {})
    assert service.asked == ["cy"]


@pytest.mark.parametrize(
    "where", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:10.0.0.1"]
)
def test_a_name_that_leads_inside_is_not_spoken_to(monkeypatch, where) -> None:
    tried = leads_to(monkeypatch, where)
    with pytest.raises(NotSent, match="PermissionError"):
        push("https://push.example.org/a", b"", {})
    assert tried == []


def test_a_name_of_which_one_address_leads_inside_is_not_spoken_to_at_all(monkeypatch) -> None:
    tried = leads_to(monkeypatch, "93.184.216.34", "10.0.0.1")
    with pytest.raises(NotSent, match="PermissionError"):
        push("https://push.example.org/a", b"", {})
    assert tried == []


def test_the_connection_goes_to_the_addresses_that_were_looked_at(monkeypatch) -> None:
    tried = leads_to(monkeypatch, "93.184.216.34", "93.184.216.35")
    with pytest.raises(NotSent, match="ConnectionRefusedError"):
        push("https://push.example.org/a", b"", {})
    assert tried == [("93.184.216.34", 443), ("93.184.216.35", 443)]


def test_an_address_inside_that_was_written_as_a_number_is_not_spoken_to(service, settings) -> None:
    settings.PUSH_INSIDE = frozenset()
    for address in (service.endpoint("cy"), f"https://{service.place}/cy"):
        with pytest.raises(NotTaken):
            push(address, b"", {})
    with pytest.raises(NotSent, match="PermissionError"):
        push("https://127.0.0.1/cy", b"", {})
    assert service.arrived == []


def test_a_service_without_a_certificate_is_not_believed(service) -> None:
    with pytest.raises(NotSent, match="SSL"):
        push(f"https://{service.place}/cy", b"", {})


@pytest.mark.parametrize("dribbles", [b"", b"H", b"\r"])
def test_a_service_that_answers_for_ever_is_waited_for_no_longer_than_told(
    monkeypatch, settings, dribbles
) -> None:
    monkeypatch.setattr(pushing, "PATIENCE", 0.5)
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.PUSH_INSIDE = frozenset({place := f"127.0.0.1:{silent.getsockname()[1]}"})

        def dribble():
            line, _address = silent.accept()
            with line:
                while not ended.wait(0.1):
                    line.sendall(dribbles)

        thread = threading.Thread(target=dribble)
        thread.start()
        began = time.monotonic()
        try:
            with pytest.raises(NotSent, match="Timeout"):
                push(f"http://{place}/cy", b"", {})
            took = time.monotonic() - began
        finally:
            ended.set()
            thread.join()
    assert 0.4 < took < 3


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n", b"x" * 5000])
def test_what_is_no_answer_of_a_push_service_is_none(settings, said) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        settings.PUSH_INSIDE = frozenset({place := f"127.0.0.1:{other.getsockname()[1]}"})

        def answer():
            line, _address = other.accept()
            with line:
                line.recv(1000)
                line.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(NotSent, match="Connection"):
            push(f"http://{place}/cy", b"", {})
        thread.join()


def test_a_push_service_is_told_who_pushes(settings, tmp_path) -> None:
    settings.DATA, settings.PUBLIC_URL = tmp_path, "https://folkmoot.example.org"
    said = vapid.authorization("https://push.example.org", at=AT)
    token, key = said.removeprefix("vapid t=").split(", k=")
    text, _dot, signature = token.rpartition(".")
    point = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), bytes_of(key))
    halves = (int.from_bytes(bytes_of(signature)[:32]), int.from_bytes(bytes_of(signature)[32:]))
    point.verify(encode_dss_signature(*halves), text.encode(), ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        point.verify(encode_dss_signature(*halves), b"other", ECDSA(SHA256()))
    head, claims = (json.loads(bytes_of(part)) for part in text.split("."))
    assert head == {"typ": "JWT", "alg": "ES256"}
    assert claims == {
        "aud": "https://push.example.org",
        "exp": int(AT.timestamp()) + 12 * 3600,
        "sub": "https://folkmoot.example.org",
    }


def test_the_key_is_made_once_and_is_its_owners_alone(settings, tmp_path) -> None:
    settings.DATA = tmp_path
    first = vapid.public_key()
    vapid._key.cache_clear()
    assert vapid.public_key() == first
    assert (tmp_path / "push-key.pem").stat().st_mode & 0o777 == 0o600


def test_a_file_that_holds_another_kind_of_key_is_not_used(settings, tmp_path) -> None:
    settings.DATA = tmp_path
    from folkmoot.kernel.signing import Signer  # noqa: PLC0415  -- to make a key of the other kind

    Signer.kept_in(tmp_path)
    (tmp_path / "ledger-key.pem").rename(tmp_path / "push-key.pem")
    with pytest.raises(TypeError, match="P-256"):
        vapid.public_key()


def test_without_https_a_complaint_comes_by_mail(settings, tmp_path) -> None:
    settings.DATA, settings.PUBLIC_URL = tmp_path, "http://127.0.0.1:8000"
    claims = json.loads(bytes_of(vapid.authorization("https://push.example.org", at=AT).split(".")[1]))
    assert claims["sub"] == f"mailto:{settings.DEFAULT_FROM_EMAIL}"
