"""The installation's signing key, and the file in which signed heads are kept outside the database."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from folkmoot.kernel.files import write_once
from folkmoot.kernel.models import SignedHead


@dataclass(frozen=True)
class Signer:
    """Signs heads of the ledger with Ed25519."""

    key: Ed25519PrivateKey

    @classmethod
    def kept_in(cls, folder: Path) -> "Signer":
        """Return the signer of the installation that keeps its files in `folder`, making its key at first use."""
        path = folder / "ledger-key.pem"
        if not path.exists():
            write_once(path, _new_key())
        key = load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            message = f"{path} holds no Ed25519 key"
            raise TypeError(message)
        return cls(key)

    def sign(self, position: int, digest: str) -> str:
        """Return the signature of a head as 128 hexadecimal digits."""
        return self.key.sign(_message(position, digest)).hex()

    def has_signed(self, head: SignedHead) -> bool:
        """Return whether the signature of `head` is ours and fits its position and hash."""
        try:
            self.key.public_key().verify(bytes.fromhex(head.signature), _message(head.position, head.hash))
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class HeadLog:
    """A file of signed heads, a line each, that outlives a change made inside the database."""

    path: Path

    def append(self, head: SignedHead) -> None:
        """Add `head` and have it on the disk before returning."""
        line = json.dumps(
            {
                "position": head.position,
                "hash": head.hash,
                "signed_at": head.signed_at.isoformat(),
                "signature": head.signature,
            }
        )
        with self.path.open("a", encoding="ascii") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())

    def heads(self) -> Iterator[SignedHead]:
        """Yield the heads in the file, oldest first; a half-written last line is passed over.

        A line that is no head comes as one that nobody signed.
        """
        if not self.path.exists():
            return
        with self.path.open(encoding="ascii", errors="replace") as file:
            for line in file:
                if line.endswith("\n"):
                    yield _head_in(line)


def _head_in(line: str) -> SignedHead:
    nobodys = SignedHead(position=0, hash="", signature="")
    try:
        head = SignedHead(**json.loads(line))
    except (ValueError, TypeError):
        return nobodys
    return head if isinstance(head.position, int) and isinstance(head.signature, str) else nobodys


def _message(position: int, digest: str) -> bytes:
    return f"folkmoot ledger head {position} {digest}".encode()


def _new_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
