"""Minutes write themselves once their meeting is closed; the worker reads in the ledger that it was."""

import json
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from django.db import transaction

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.kernel.relay import Subscriber
from folkmoot.meetings.actions.claiming import claim_sitting
from folkmoot.meetings.minutes.actions.minutes import write_themselves

_ENTERED = frozenset({"MeetingEntered", "PaperVoteEntered", "PaperAdviceEntered"})
_CLOSED = frozenset({"MeetingClosed", "MeetingWithoutQuorum"}) | _ENTERED


def write_of_closed(entries: Sequence[Entry]) -> None:
    """Write the minutes of meetings that were closed, or entered afterwards with their votes; nothing is written twice."""
    for entry in entries:
        # What is refused half-way is not kept by halves.
        with suppress(Refused), transaction.atomic():
            write_themselves(claim_sitting(UUID(json.loads(entry.payload)["meeting_id"])))


def _until_one_was_closed(entries: Sequence[Entry]) -> Sequence[Entry]:
    found = (number for number, entry in enumerate(entries, start=1) if entry.event in _CLOSED)
    return entries[: next(found, len(entries))]


# One meeting at a time, so that no transaction lasts. Refused are those whose minutes were adopted while the worker stood
# still, or became too long by what people wrote: whoever takes them is told so by the page.
MINUTES = Subscriber("meetings.minutes", _CLOSED, write_of_closed, enough=_until_one_was_closed)
