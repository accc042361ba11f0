"""What can be done with a motion and with an amendment, from which state it leads to which, and why not from another.

These two tables are the only place that says so: acts are let through by them, and pages offer what they let through.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from folkmoot.kernel.errors import Refused


class MotionState(StrEnum):
    """How far a motion has come."""

    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    CARRIED = "carried"
    LOST = "lost"


class AmendmentState(StrEnum):
    """What became of an amendment."""

    PROPOSED = "proposed"
    WITHDRAWN = "withdrawn"
    ADOPTED = "adopted"
    LOST = "lost"


class MotionDeed(StrEnum):
    """What is done with a motion."""

    SECOND = "second"
    AMEND = "amend"
    PLACE = "place"
    PUT = "put"
    WITHDRAW = "withdraw"
    CARRY = "carry"
    LOSE = "lose"
    TAKE_BACK = "take_back"
    ADOPT = "adopt"
    FORWARD = "forward"
    TRANSLATE = "translate"


class AmendmentDeed(StrEnum):
    """What is done with an amendment."""

    REVISE = "revise"
    PUT = "put"
    WITHDRAW = "withdraw"
    ADOPT = "adopt"
    LOSE = "lose"
    TAKE_BACK = "take_back"


MOTION_STATES: Mapping[MotionState, Promise] = {
    MotionState.SUBMITTED: gettext_lazy("submitted"),
    MotionState.WITHDRAWN: gettext_lazy("withdrawn"),
    MotionState.CARRIED: gettext_lazy("carried"),
    MotionState.LOST: gettext_lazy("not carried"),
}
AMENDMENT_STATES: Mapping[AmendmentState, Promise] = {
    AmendmentState.PROPOSED: gettext_lazy("proposed"),
    AmendmentState.WITHDRAWN: gettext_lazy("withdrawn"),
    AmendmentState.ADOPTED: gettext_lazy("adopted"),
    AmendmentState.LOST: gettext_lazy("not carried"),
}
State = TypeVar("State", MotionState, AmendmentState)


@dataclass(frozen=True)
class Step(Generic[State]):
    """From which states something can be done, the one it leads to (None where it stays), and the refusal from any other."""

    since: frozenset[State]
    to: State | None
    refusal: Promise


_STAYS = gettext_lazy("This motion is %(state)s, so it stays as it is.")
_AMENDMENT_STAYS = gettext_lazy("This amendment is %(state)s, so it stays as it is.")
_NO_DECISION = gettext_lazy("This motion is %(state)s. Only one that was carried becomes a decision.")
_NOT_SENT = gettext_lazy("This motion is %(state)s. Only one that was carried is forwarded.")
_RESTS_ON_IT = gettext_lazy(
    "Something was decided since that rests on this vote. Move anew what should be otherwise."
)
_SUBMITTED, _CARRIED = frozenset({MotionState.SUBMITTED}), frozenset({MotionState.CARRIED})
_PROPOSED = frozenset({AmendmentState.PROPOSED})

MOTION_STEPS: Mapping[MotionDeed, Step[MotionState]] = {
    MotionDeed.SECOND: Step(_SUBMITTED, None, _STAYS),
    MotionDeed.AMEND: Step(_SUBMITTED, None, _STAYS),
    MotionDeed.PLACE: Step(_SUBMITTED, None, _STAYS),
    MotionDeed.PUT: Step(_SUBMITTED, None, _STAYS),
    MotionDeed.WITHDRAW: Step(_SUBMITTED, MotionState.WITHDRAWN, _STAYS),
    MotionDeed.CARRY: Step(_SUBMITTED, MotionState.CARRIED, _STAYS),
    MotionDeed.LOSE: Step(_SUBMITTED, MotionState.LOST, _STAYS),
    # A vote without a quorum left it as it was.
    MotionDeed.TAKE_BACK: Step(
        frozenset({MotionState.SUBMITTED, MotionState.CARRIED, MotionState.LOST}),
        MotionState.SUBMITTED,
        _RESTS_ON_IT,
    ),
    MotionDeed.ADOPT: Step(_CARRIED, None, _NO_DECISION),
    # What was carried is translated until it is a decision.
    MotionDeed.TRANSLATE: Step(_SUBMITTED | _CARRIED, None, _STAYS),
    MotionDeed.FORWARD: Step(_CARRIED, None, _NOT_SENT),
}
AMENDMENT_STEPS: Mapping[AmendmentDeed, Step[AmendmentState]] = {
    AmendmentDeed.REVISE: Step(_PROPOSED, None, _AMENDMENT_STAYS),
    AmendmentDeed.PUT: Step(_PROPOSED, None, _AMENDMENT_STAYS),
    AmendmentDeed.WITHDRAW: Step(_PROPOSED, AmendmentState.WITHDRAWN, _AMENDMENT_STAYS),
    AmendmentDeed.ADOPT: Step(_PROPOSED, AmendmentState.ADOPTED, _AMENDMENT_STAYS),
    AmendmentDeed.LOSE: Step(_PROPOSED, AmendmentState.LOST, _AMENDMENT_STAYS),
    AmendmentDeed.TAKE_BACK: Step(
        frozenset({AmendmentState.PROPOSED, AmendmentState.ADOPTED, AmendmentState.LOST}),
        AmendmentState.PROPOSED,
        _RESTS_ON_IT,
    ),
}


def motion_can(state: str, deed: MotionDeed) -> bool:
    """Return whether something can be done with a motion in this state."""
    return state in MOTION_STEPS[deed].since


def amendment_can(state: str, deed: AmendmentDeed) -> bool:
    """Return whether something can be done with an amendment in this state."""
    return state in AMENDMENT_STEPS[deed].since


def motion_after(state: str, deed: MotionDeed) -> MotionState:
    """Return the state of a motion after something was done with it in this one.

    :raises Refused: if it cannot be done in this state; the sentence names it.
    """
    return _after(MotionState(state), MOTION_STEPS[deed], MOTION_STATES)


def amendment_after(state: str, deed: AmendmentDeed) -> AmendmentState:
    """Return the state of an amendment after something was done with it in this one.

    :raises Refused: if it cannot be done in this state; the sentence names it.
    """
    return _after(AmendmentState(state), AMENDMENT_STEPS[deed], AMENDMENT_STATES)


def _after(state: State, step: Step[State], words: Mapping[State, Promise]) -> State:
    if state not in step.since:
        raise Refused(str(step.refusal) % {"state": words[state]})
    return state if step.to is None else step.to
