"""A mail server on 127.0.0.1 that takes everything and delivers nothing: for measuring, and for tests that kill senders."""

import socketserver
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import cast

GREETING, BYE, GO_ON, TAKEN = b"220 sink\r\n", b"221 bye\r\n", b"354 go on\r\n", b"250 taken\r\n"
END = b".\r\n"


@dataclass
class Sink:
    """What arrived: a pair of recipient and Message-ID each, in order; `on_arrival` is told before the sender is."""

    keeps: bool = True
    on_arrival: Callable[[int], None] = lambda _count: None
    arrived: list[tuple[str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, recipient: str, content: bytes) -> None:
        """Note one message."""
        message_id = str(message_from_bytes(content)["Message-ID"]).strip() if self.keeps else ""
        with self.lock:
            self.arrived.append((recipient, message_id))
            count = len(self.arrived)
        self.on_arrival(count)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    sink: Sink


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.recipient = ""
        self.wfile.write(GREETING)
        while line := self.rfile.readline():
            if not self._answer(line):
                return

    def _answer(self, line: bytes) -> bool:
        word = line[:4].upper()
        if word == b"RCPT":
            self.recipient = line.decode().partition("<")[2].partition(">")[0]
        elif word == b"DATA":
            self.wfile.write(GO_ON)
            content = b"".join(iter(self.rfile.readline, END))
            cast("_Server", self.server).sink.take(self.recipient, content)
        self.wfile.write(BYE if word == b"QUIT" else TAKEN)
        return word != b"QUIT"


@contextmanager
def listening(sink: Sink) -> Iterator[int]:
    """Take mail in a thread of this process, and yield the port."""
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        server.sink = sink
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()


def main() -> None:
    """Take mail in a process of its own until standard input ends; prints the port."""
    with listening(Sink(keeps=False)) as port:
        print(port, flush=True)  # noqa: T201  -- what the parent reads
        sys.stdin.read()


if __name__ == "__main__":
    main()
