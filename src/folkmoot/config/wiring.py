"""Where a lower feature asks a higher one: the answers to the interfaces that features declare."""


def connect() -> None:
    """Register each feature's answer; called once, when Django is ready."""
