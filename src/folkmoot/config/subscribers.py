"""Who reads the ledger."""

from collections.abc import Sequence

from folkmoot.kernel.relay import Subscriber

SUBSCRIBERS: Sequence[Subscriber] = ()
