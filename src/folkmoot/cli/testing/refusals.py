"""What keeps a check from being made."""


class CannotTest(Exception):
    """A sentence that says what a stage needs and how to come by it."""
