"""A browser that can read what was pushed to it, and a push service on this machine that takes it in."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from folkmoot.notices.rules.encryption import point_of, written


@dataclass
class Browser:
    """The other end of RFC 8291: its key never leaves it."""

    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    secret: bytes = b"sixteen letters."

    @property
    def keys(self) -> dict[str, str]:
        return {"public_key": written(point_of(self.key.public_key())), "secret": written(self.secret)}

    def read(self, body: bytes) -> bytes:
        salt, length, key_id = body[:16], body[20], body[21 : 21 + body[20]]
        ours = point_of(self.key.public_key())
        shared = self.key.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), key_id))
        first = HKDF(SHA256(), 32, self.secret, b"WebPush: info\x00" + ours + key_id).derive(shared)
        key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(first)
        nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(first)
        text = AESGCM(key).decrypt(nonce, body[21 + length :], None).rstrip(b"\x00")
        assert text.endswith(b"\x02")
        return text[:-1]


@dataclass
class PushService:
    """Takes in what is pushed, answering with a status by the path; `arrived` has path, headers and body."""

    port: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    arrived: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    # Told before the sender is.
    on_arrival: Callable[[int], None] = lambda _count: None

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def endpoint(self, name: str) -> str:
        return f"http://{self.place}/{name}"

    @property
    def asked(self) -> list[str]:
        return [path.strip("/") for path, _headers, _body in self.arrived]


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.arrived.append((self.path, dict(self.headers), body))
            service.on_arrival(len(service.arrived))
            status = service.statuses.get(self.path.strip("/"), 201)
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", service.endpoint("elsewhere"))
            self.end_headers()

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    service.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
