"""Who reads the ledger: the worker feeds each, and keeps how far it has come."""

from collections.abc import Sequence

from folkmoot.bylaws.actions.stirring import STIRRED
from folkmoot.kernel.relay import Subscriber
from folkmoot.meetings.minutes.actions.of_closed import MINUTES
from folkmoot.rights.actions.mentioning import MENTIONS
from folkmoot.work.actions.leaving import LEFT

SUBSCRIBERS: Sequence[Subscriber] = (MENTIONS, STIRRED, MINUTES, LEFT)
