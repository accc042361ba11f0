"""What is written in a consultation: plain text, of which nothing is shown but what was typed."""

from folkmoot.kernel.text import tidy_text

COMMENT_LONGEST = 2_000
INTRODUCTION_LONGEST = 2_000
REASON_LONGEST = 500


def comment_text(given: str) -> str:
    """Return the text of a comment without the space around it; at most 2,000 characters.

    :raises Refused: if nothing is left, or it is too long.
    """
    return tidy_text(given, longest=COMMENT_LONGEST, field="text")


def introduction_text(given: str) -> str:
    """Return the words with which a body puts a draft before people; they may be empty, and have 2,000 characters at most.

    :raises Refused: if they are longer.
    """
    return tidy_text(given, longest=INTRODUCTION_LONGEST, field="introduction") if given.strip() else ""


def answer_text(given: str, *, field: str = "text") -> str:
    """Return a body's answer or reasons without the space around it; at most 2,000 characters.

    :raises Refused: if nothing is left, or it is too long; the refusal names `field`.
    """
    return tidy_text(given, longest=COMMENT_LONGEST, field=field)


def reason_text(given: str) -> str:
    """Return why a consultation ends early; at most 500 characters.

    :raises Refused: if nothing is left, or it is too long.
    """
    return tidy_text(given, longest=REASON_LONGEST, field="reason")
