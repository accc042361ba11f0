"""`folkmoot bounces`: reads what mail servers report of mail that came back."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from email import message_from_binary_file
from email.message import Message
from pathlib import Path

from folkmoot.cli.starting import start_with_database

_MBOX = b"From "
_ABOUT = (
    "Read reports of mail that came back, from the mailbox of FOLKMOOT_EMAIL_FROM. Members whose address does not exist "
    "are asked for another one, and the secretary of their cell is too. The mailbox stays as it is; reading it again "
    "changes nothing."
)


def bounces(arguments: Sequence[str]) -> int:
    """Take in the reports of a mailbox; returns 0, or 1 if there is none."""
    parser = argparse.ArgumentParser("folkmoot bounces", description=_ABOUT)
    parser.add_argument(
        "mailbox", metavar="FILE", help="a maildir, an mbox file, one message, or - for one on standard input"
    )
    given = parser.parse_args(arguments)
    if given.mailbox != "-" and not Path(given.mailbox).exists():
        sys.stderr.write(f"There is no mailbox {given.mailbox}. Name a maildir, an mbox file or a message.\n")
        return 1
    start_with_database()
    from folkmoot.kernel.clock import now
    from folkmoot.notices.actions.refusals import take_in_reports

    read, noted = take_in_reports(_messages(given.mailbox), at=now())
    print(f"Messages read: {read}. Of them reports that our mail came back from an address in use: {noted}.")
    return 0


def _messages(place: str) -> Iterator[Message]:
    import mailbox

    path = Path(place)
    if place == "-":
        yield message_from_binary_file(sys.stdin.buffer)
    elif path.is_dir():
        yield from mailbox.Maildir(place, factory=None, create=False)
    elif _begins_with(path, _MBOX):
        with closing(mailbox.mbox(place, create=False)) as box:
            yield from box
    else:
        with path.open("rb") as file:
            yield message_from_binary_file(file)


def _begins_with(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark
