"""Prints what an expression is inside an installation: `python -m tests.trouble.asking EXPRESSION`."""

import json
import sys

import django
from django.db.models import Model, QuerySet

from folkmoot.config.loading import undisturbed

with undisturbed():
    django.setup()

from django.contrib.sessions.models import Session  # noqa: F401  -- models exist only now

from folkmoot.accounts.models import Slip  # noqa: F401  -- as above, for the expression
from folkmoot.config.ledger import heads, signer
from folkmoot.documents.actions.orphans import remove_orphans  # noqa: F401  -- as above
from folkmoot.documents.models import Attachment  # noqa: F401  -- as above
from folkmoot.documents.queries.files import wrong_files  # noqa: F401  -- as above
from folkmoot.kernel.clock import now
from folkmoot.kernel.models import ActClaim, Entry  # noqa: F401  -- as above, for the expression
from folkmoot.kernel.relay import chain_waiting
from folkmoot.kernel.verifying import verify
from folkmoot.notices.models import Recipient, Subscription  # noqa: F401  -- as above, for the expression
from folkmoot.people.models import (  # noqa: F401  -- as above, for the expression
    Account,
    Person,
    Term,
)
from folkmoot.units.models import Unit  # noqa: F401  -- as above, for the expression


def verdict() -> tuple[int, int, list[str]]:
    """Chain what waits, as the worker would, verify the ledger, and return how many are chained, wait, are wrong."""
    while chain_waiting(at=now(), signer=signer(), heads=heads()):
        pass
    found = verify(signer=signer(), heads=heads())
    return found.chained, found.waiting, found.faults


def pks(rows: "type[Model] | QuerySet[Model]", field: str = "pk") -> list[str]:
    """Return all values of a field, as text."""
    chosen = rows if isinstance(rows, QuerySet) else rows._default_manager.all()
    return [str(value) for value in chosen.order_by("pk").values_list(field, flat=True)]


print(json.dumps(eval(sys.argv[1]), default=str))  # noqa: S307, T201  -- the test's own words, and their answer
