"""Motions that were carried further up: how they are answered, and when an answer is overdue."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kernel.errors import Refused
from folkmoot.meetings.motions.rules.states import MotionState

# A quarter: bodies above meet less often than cells, and whoever sent it wants to be told before they forget it.
PATIENCE = timedelta(days=90)
REASONS_LONGEST = 4_000


class Answer(StrEnum):
    """How a body answers a motion that came from below."""

    ADOPTED = "adopted"
    IN_PART = "in_part"
    REJECTED = "rejected"
    PASSED_ON = "passed_on"


ANSWERS: Mapping[Answer, Promise] = {
    Answer.ADOPTED: gettext_lazy("adopted"),
    Answer.IN_PART: gettext_lazy("adopted in part"),
    Answer.REJECTED: gettext_lazy("rejected"),
    Answer.PASSED_ON: gettext_lazy("passed on higher"),
}


def reasons_text(given: str) -> str:
    """Return why a body answers so, for those to read who sent the motion; at most 4,000 characters.

    :raises Refused: if nothing is left, or it is too long.
    """
    reasons = given.replace("\r\n", "\n").strip()
    if not reasons:
        raise Refused(_("Say why, so that those who sent it know."), field="reasons")
    if len(reasons) > REASONS_LONGEST:
        raise Refused(
            _("This has %(length)d characters. Shorten it to at most %(most)d.")
            % {"length": len(reasons), "most": REASONS_LONGEST},
            field="reasons",
        )
    return reasons


def must_be_so_decided(answer: Answer, decided: MotionState | None, *, is_changed: bool) -> None:
    """Let a body answer only what its own meeting decided; to pass a motion on, it need not decide on it.

    `decided` is what became of the motion there, None if it was not taken up. `is_changed` says whether its words were.

    :raises Refused: if the answer is another than what was decided, or nothing was.
    """
    if answer is Answer.PASSED_ON:
        return
    if decided not in {MotionState.CARRIED, MotionState.LOST}:
        raise Refused(
            _("Your body has not decided on it yet. Put it on an agenda, vote on it, and answer then."),
            field="answer",
        )
    fitting = Answer.REJECTED
    if decided is MotionState.CARRIED:
        fitting = Answer.IN_PART if is_changed else Answer.ADOPTED
    if answer is not fitting:
        raise Refused(
            _("Your body decided otherwise. By its vote the answer is: %(answer)s.")
            % {"answer": ANSWERS[fitting]},
            field="answer",
        )


def is_overdue(since: datetime, at: datetime) -> bool:
    """Return whether a motion that came from below has waited for its answer for more than a quarter."""
    return at - since > PATIENCE
