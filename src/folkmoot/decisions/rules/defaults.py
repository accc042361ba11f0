"""What is proposed where nobody has chosen yet."""

SOON, LATER, AT_LAST = 7, 14, 30


def proposed_days(levels: int) -> list[int]:
    """Return in how many days each of `levels` should have read a decision, from the top down: 7, 14, then 30.

    The last level, where the members are, always gets 30.
    """
    above = [SOON, *[LATER] * (levels - 2)] if levels > 1 else []
    return [*above, AT_LAST][-levels:] if levels else []
