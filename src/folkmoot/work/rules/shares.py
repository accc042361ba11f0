"""Sharing an amount out among units: exact, to the last part, and the same each time.

By the largest remainder (Hamilton's method, as used for seats): each gets the whole part of its quota, and the parts that are
left go to the largest remainders, ties by the code of the unit. Amounts are integers and quotas are compared as integers, so
the shares always add up to the amount.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kernel.errors import Refused


class Rule(StrEnum):
    """By what a target is shared out."""

    MEMBERS = "members"
    LAST = "last"
    EQUALLY = "equally"
    HAND = "hand"
    # Of a target in words: each unit is asked to reach it too.
    EACH = "each"


RULES: Mapping[Rule, str | Promise] = {
    Rule.MEMBERS: gettext_lazy("by how many members they have"),
    Rule.LAST: gettext_lazy("by what they reached the year before"),
    Rule.EQUALLY: gettext_lazy("equally"),
    Rule.HAND: gettext_lazy("by hand"),
    Rule.EACH: gettext_lazy("to each in the same words"),
}
# By what amounts are shared out.
OF_AMOUNTS = (Rule.MEMBERS, Rule.LAST, Rule.EQUALLY, Rule.HAND)


class ShareState(StrEnum):
    """How a share stands with the unit whose it is. Nothing binds before that unit adopted it."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    ASKED = "asked"
    CHANGED = "changed"
    KEPT = "kept"
    # Accepted once, and followed by what the unit accepted of a later share-out.
    FOLLOWED = "followed"
    # Accepted once, and left out of a later version of the unit's plan.
    LEFT_OUT = "left_out"


class ShareMove(StrEnum):
    """What is said about a share: by the unit whose it is, or by the one above."""

    ACCEPT = "accept"
    ASK = "ask"
    TAKE = "take"
    KEEP = "keep"
    FOLLOW = "follow"
    WITHDRAW = "withdraw"
    LEAVE_OUT = "leave_out"


NEXT: Mapping[tuple[ShareState, ShareMove], ShareState] = {
    (ShareState.WAITING, ShareMove.ACCEPT): ShareState.ACCEPTED,
    (ShareState.WAITING, ShareMove.ASK): ShareState.ASKED,
    # Whoever asked can still take it as it is.
    (ShareState.ASKED, ShareMove.ACCEPT): ShareState.ACCEPTED,
    # Until it is answered, it can ask for something else, or for nothing.
    (ShareState.ASKED, ShareMove.ASK): ShareState.ASKED,
    (ShareState.ASKED, ShareMove.WITHDRAW): ShareState.WAITING,
    (ShareState.ASKED, ShareMove.TAKE): ShareState.CHANGED,
    (ShareState.ASKED, ShareMove.KEEP): ShareState.KEPT,
    # What the body answers is a proposal again.
    (ShareState.CHANGED, ShareMove.ACCEPT): ShareState.ACCEPTED,
    (ShareState.CHANGED, ShareMove.ASK): ShareState.ASKED,
    (ShareState.KEPT, ShareMove.ACCEPT): ShareState.ACCEPTED,
    (ShareState.KEPT, ShareMove.ASK): ShareState.ASKED,
    (ShareState.ACCEPTED, ShareMove.FOLLOW): ShareState.FOLLOWED,
    # Nothing of it stands in the unit's plan any more, so it waits for an answer again.
    (ShareState.ACCEPTED, ShareMove.LEAVE_OUT): ShareState.LEFT_OUT,
    (ShareState.LEFT_OUT, ShareMove.ACCEPT): ShareState.ACCEPTED,
    (ShareState.LEFT_OUT, ShareMove.ASK): ShareState.ASKED,
}
IN_WORDS: Mapping[ShareState, str | Promise] = {
    ShareState.WAITING: gettext_lazy("not answered"),
    ShareState.ACCEPTED: gettext_lazy("accepted"),
    ShareState.ASKED: gettext_lazy("asks for a change"),
    ShareState.CHANGED: gettext_lazy("changed as was asked, not answered"),
    ShareState.KEPT: gettext_lazy("kept by the body above, not answered"),
    ShareState.FOLLOWED: gettext_lazy("followed by a later one"),
    ShareState.LEFT_OUT: gettext_lazy("left out of the plan again, not answered"),
}


def rule_called(code: str, *, is_counted: bool) -> Rule:
    """Return by what a target is shared out; one in words goes to each unit.

    :raises Refused: if it is no such rule.
    """
    offered = OF_AMOUNTS if is_counted else (Rule.EACH,)
    found = next((each for each in offered if each == code), None)
    if found is None and is_counted:
        raise Refused(_("Choose by what it is shared out."), field="rule")
    if found is None:
        raise Refused(_("A target in words is shared out to each unit alike."), field="rule")
    return found


@dataclass(frozen=True)
class Part:
    """A unit among which an amount is shared: its code, its weight, and its share where that was fixed by hand."""

    code: str
    weight: int
    fixed: int | None = None


def share_after(state: str, move: ShareMove) -> ShareState:
    """Return how a share stands after a move.

    :raises Refused: if that cannot be said of a share that stands so.
    """
    found = NEXT.get((ShareState(state), move))
    if found is None:
        raise Refused(
            _("This share is “%(state)s” by now. Look at it again before you go on.")
            % {"state": IN_WORDS[ShareState(state)]}
        )
    return found


def shares_of(amount: int, parts: Sequence[Part]) -> list[int]:
    """Return what each of `parts` gets of `amount`, in their order: exceptions as fixed, the rest by weight. They add up to it.

    :raises Refused: if what is fixed is more than there is, or something is left for nobody.
    """
    fixed = sum(each.fixed for each in parts if each.fixed is not None)
    rest = amount - fixed
    open_places = [place for place, each in enumerate(parts) if each.fixed is None]
    whole = sum(parts[place].weight for place in open_places)
    if rest < 0:
        raise Refused(_("What is fixed by hand is more than the target. Fix less."), field="exceptions")
    if rest and not whole:
        raise Refused(
            _(
                "Something is left over, and by this rule nobody would get it. Choose another rule, or fix more by hand."
            ),
            field="rule",
        )
    found = [each.fixed or 0 for each in parts]
    remainders: list[tuple[int, str, int]] = []
    for place in open_places if whole else ():
        share, remainder = divmod(rest * parts[place].weight, whole)
        found[place] = share
        remainders.append((-remainder, parts[place].code, place))
    left = rest - sum(found[place] for place in open_places)
    for _remainder, _unit_code, place in sorted(remainders)[:left]:
        found[place] += 1
    return found


def with_the_mean(known: Mapping[str, int], codes: Sequence[str]) -> dict[str, int]:
    """Return a weight for each of `codes` by what is known of some: of whom nothing is known, the mean of the others.

    What is missing is not zero. Weights are whole: each figure is taken as often as there are known ones. Below zero is none.
    """
    figures = {code: max(known[code], 0) for code in codes if code in known}
    number, whole = len(figures), sum(figures.values())
    if not number:
        return dict.fromkeys(codes, 0)
    return {code: figures[code] * number if code in figures else whole for code in codes}
