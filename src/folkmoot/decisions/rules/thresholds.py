"""How many people a private figure speaks of at least, and what is shown of a share: all that a page needs of disclosure.

Apart from how figures are reckoned, because that takes numpy, 11 MB that no process but the worker has a use for.
"""

MINIMUM_GROUP = 20
SMALLEST = 5
_WHOLE = 100


def percent_at_least(value: int, addressed: int) -> int | None:
    """Return the whole per cent that is certain, rounded down; None if nobody was addressed."""
    return _WHOLE * value // addressed if addressed else None
