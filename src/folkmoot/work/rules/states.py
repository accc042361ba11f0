"""How work goes on: from being open to having been talked over, and what can be done with it meanwhile."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kernel.errors import Refused


class State(StrEnum):
    """How work stands. Only work that is open can be offered, and it is offered as long as an offer of it waits."""

    OPEN = "open"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DONE = "done"
    REVIEWED = "reviewed"
    WITHDRAWN = "withdrawn"


class Lesson(StrEnum):
    """What is said of work when it is talked over."""

    WELL = "well"
    HINDERED = "hindered"
    NEXT = "next"


class Move(StrEnum):
    """What can be done with work."""

    OFFER = "offer"
    TAKE = "take"
    ACCEPT = "accept"
    DECLINE = "decline"
    GIVE_BACK = "give back"
    REPORT = "report"
    REVIEW = "review"
    WITHDRAW = "withdraw"


NEXT: Mapping[tuple[State, Move], State] = {
    (State.OPEN, Move.OFFER): State.OFFERED,
    (State.OPEN, Move.TAKE): State.ACCEPTED,
    (State.OPEN, Move.WITHDRAW): State.WITHDRAWN,
    (State.OFFERED, Move.ACCEPT): State.ACCEPTED,
    # To everybody but the one who is asked and those who ask it is open: whoever says yes first does it.
    (State.OFFERED, Move.TAKE): State.ACCEPTED,
    # As if it had never been offered.
    (State.OFFERED, Move.DECLINE): State.OPEN,
    (State.OFFERED, Move.WITHDRAW): State.WITHDRAWN,
    (State.ACCEPTED, Move.GIVE_BACK): State.OPEN,
    (State.ACCEPTED, Move.REPORT): State.DONE,
    (State.ACCEPTED, Move.WITHDRAW): State.WITHDRAWN,
    (State.DONE, Move.REVIEW): State.REVIEWED,
}
# In these, somebody has said yes themselves, and is named.
HELD = frozenset({State.ACCEPTED, State.DONE, State.REVIEWED})
# What is still to be done.
STANDING = frozenset({State.OPEN, State.OFFERED, State.ACCEPTED})
# Files can be hung on it, and taken off, until it was talked over.
TAKES_FILES = STANDING | {State.DONE}

LESSONS: Mapping[Lesson, str | Promise] = {
    Lesson.WELL: gettext_lazy("What went well"),
    Lesson.HINDERED: gettext_lazy("What hindered"),
    Lesson.NEXT: gettext_lazy("What next"),
}
IN_WORDS: Mapping[State, str | Promise] = {
    State.OPEN: gettext_lazy("open"),
    State.OFFERED: gettext_lazy("offered"),
    State.ACCEPTED: gettext_lazy("taken"),
    State.DONE: gettext_lazy("done"),
    State.REVIEWED: gettext_lazy("talked over"),
    State.WITHDRAWN: gettext_lazy("withdrawn"),
}


def after(state: State, move: Move) -> State:
    """Return how work stands after a move.

    :raises Refused: if that cannot be done with work that stands so; the sentence says how it stands.
    """
    found = NEXT.get((state, move))
    if found is None:
        raise Refused(
            _("This work is %(state)s by now. Look at it again before you go on.")
            % {"state": IN_WORDS[state]}
        )
    return found
