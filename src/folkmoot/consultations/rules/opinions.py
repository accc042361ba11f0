"""What somebody can think of a point."""

from enum import StrEnum


class Opinion(StrEnum):
    """What somebody thinks of a point."""

    AGREE = "agree"
    WITH_CHANGES = "changes"
    DISAGREE = "disagree"
    UNDECIDED = "none"
