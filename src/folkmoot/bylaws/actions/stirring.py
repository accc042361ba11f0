"""Marking the units that something happened to, as the ledger tells it."""

import json
from collections.abc import Sequence

from folkmoot.bylaws.actions.standing import mark
from folkmoot.bylaws.interfaces import stirred_by
from folkmoot.bylaws.queries.standings import has_clauses
from folkmoot.kernel.models import Entry
from folkmoot.kernel.relay import Subscriber

# An import names some hundred units in one entry.
ENTRIES = 50


def mark_stirred(entries: Sequence[Entry]) -> None:
    """Mark the units that entries concern; where no bylaws ask anything, whoever enters a clause has all told then."""
    stirred = [stirred_by(entry.event, json.loads(entry.payload)) for entry in entries]
    if any(each.units or each.below for each in stirred) and has_clauses():
        mark(
            [unit_id for each in stirred for unit_id in each.units],
            [unit_id for each in stirred for unit_id in each.below],
        )


STIRRED = Subscriber("bylaws.stirred", None, mark_stirred, most=ENTRIES, commits_itself=True)
