"""Minutes write themselves once their meeting is closed; the worker reads in the ledger that it was."""

import json
from collections.abc import Sequence
from uuid import UUID

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.kernel.relay import Subscriber
from folkmoot.meetings.actions.minutes import claim_sitting, write_themselves


def write_of_closed(entries: Sequence[Entry]) -> None:
    """Write the minutes of meetings that were closed; what was written already is not written twice."""
    for entry in entries:
        try:
            write_themselves(claim_sitting(UUID(json.loads(entry.payload)["meeting_id"])))
        except Refused:
            # Adopted meanwhile, when the worker had stood still.
            continue


# One at a time, so that no transaction lasts.
MINUTES = Subscriber(
    "meetings.minutes", frozenset({"MeetingClosed", "MeetingWithoutQuorum"}), write_of_closed, most=1
)
