"""What a mail server reports of a message it could not deliver (RFC 3464), and which message of ours it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr

_FAILED = "failed"
# Of the permanent ones (RFC 3463 §3) those about an address: none there, switched off, no such host; and what says no more.
# The others are about us or the message, and would be said of everybody's address at once.
_FOR_GOOD = ("5.0.", "5.1.", "5.2.1", "5.4.4")
_RETURNED = ("message/rfc822", "text/rfc822-headers")


@dataclass(frozen=True)
class Returned:
    """A message that came back for good: to whom it went, and by which Message-ID."""

    address: str
    message_id: str


def returned_in(report: Message) -> Returned | None:
    """Return the message that `report` says cannot be delivered, ever; None if it is another mail or only a delay.

    The report has to bring the headers of what it returns: its own word for the address is anybody's to write.
    """
    if report.get_content_type() != "multipart/report":
        return None
    parts = list(report.walk())
    headers = _returned_headers(parts)
    if headers is None or not any(map(_is_final, _of_type(parts, "message/delivery-status"))):
        return None
    return Returned(parseaddr(str(headers.get("To", "")))[1], str(headers.get("Message-ID", "")).strip())


def _of_type(parts: Iterable[Message], wanted: str) -> Iterable[Message]:
    return (part for part in parts if part.get_content_type() == wanted)


def _is_final(status: Message) -> bool:
    # The first block is about the message, the others about one recipient each (RFC 3464 §2.1).
    blocks = status.get_payload()
    return isinstance(blocks, list) and any(
        str(block.get("Action", "")).strip().lower() == _FAILED
        and str(block.get("Status", "")).strip().startswith(_FOR_GOOD)
        for block in blocks
        if isinstance(block, Message)
    )


def _returned_headers(parts: Iterable[Message]) -> Message | None:
    for part in parts:
        if part.get_content_type() in _RETURNED:
            return _inner(part)
    return None


def _inner(part: Message) -> Message | None:
    inside = part.get_payload()
    if isinstance(inside, list):
        return inside[0] if inside and isinstance(inside[0], Message) else None
    decoded = part.get_payload(decode=True)
    return message_from_bytes(decoded) if isinstance(decoded, bytes) else None
