"""A small OpenID Connect provider on this machine: it says of whoever comes what the test told it to."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt

CLIENT_ID = "folkmoot"
_KEY = "nobody checks this signature: the token comes straight from the provider"


class Provider(ThreadingHTTPServer):
    """Answers where its pages are, and gives a token for any code."""

    claims: dict[str, Any]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.claims = {}

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answering(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        issuer = self.server.issuer
        self._answer({
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
        })  # fmt: skip

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        said = {"iss": self.server.issuer, "aud": CLIENT_ID, "exp": time.time() + 60, "iat": time.time()}
        token = jwt.encode(said | self.server.claims, _KEY, algorithm="HS256", headers={"kid": "1"})
        self._answer({"access_token": "unused", "id_token": token, "token_type": "Bearer"})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  -- the library's name
        """Say nothing."""

    def _answer(self, said: dict[str, object]) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextlib.contextmanager
def providing() -> Iterator[Provider]:
    """Run a provider until the test is done with it."""
    provider = Provider()
    thread = threading.Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        thread.join()
        provider.server_close()
