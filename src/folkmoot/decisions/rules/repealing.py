"""Why a decision is repealed."""

from folkmoot.kernel.text import tidy_text

REASON_LONGEST = 500


def repeal_reason(given: str) -> str:
    """Return why a decision is repealed, without the space around it; it may be empty, and has 500 characters at most.

    :raises Refused: if it is longer.
    """
    return tidy_text(given, longest=REASON_LONGEST, field="reason") if given.strip() else ""
