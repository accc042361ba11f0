"""What a study circle does with its 20, 45 or 90 minutes, and what its quiz counts: groups, and never anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kernel.errors import Refused

GROUPS_MOST = 12
# So that a count of groups is nobody's answer.
PEOPLE_IN_A_GROUP = 2
# Aloud, slowly, to people who hear it for the first time.
_WORDS_A_MINUTE = 100


class Step(StrEnum):
    """What a study circle does, in this order."""

    OPENING = "opening"
    READING = "reading"
    TALKING = "talking"
    QUIZ = "quiz"
    TAKING = "taking"


STEPS: Mapping[Step, str | Promise] = {
    Step.OPENING: gettext_lazy("Opening"),
    Step.READING: gettext_lazy("Reading aloud, in turn"),
    Step.TALKING: gettext_lazy("Talking it over"),
    Step.QUIZ: gettext_lazy("A quiz in groups"),
    Step.TAKING: gettext_lazy("What we take with us"),
}


@dataclass(frozen=True)
class Evening:
    """How many minutes each step has, and how many questions are talked over and asked."""

    steps: Mapping[Step, int]
    questions: int
    cards: int


EVENINGS: Mapping[int, Evening] = {
    20: Evening(dict(zip(Step, (2, 8, 5, 3, 2), strict=True)), questions=2, cards=3),
    45: Evening(dict(zip(Step, (3, 17, 12, 8, 5), strict=True)), questions=3, cards=6),
    90: Evening(dict(zip(Step, (5, 35, 25, 15, 10), strict=True)), questions=5, cards=12),
}


@dataclass(frozen=True)
class Plan:
    """How many of the first points are read, how many questions talked over and asked, and the minutes of each step."""

    points: int
    questions: int
    cards: int
    steps: Sequence[tuple[Step, int]]


def circle_length(minutes: int) -> int:
    """Return for how many minutes a study circle is planned.

    :raises Refused: if there is no plan for so many.
    """
    if minutes not in EVENINGS:
        raise Refused(_("A study circle is planned for 20, 45 or 90 minutes."), field="minutes")
    return minutes


def plan_of(words: Sequence[int], *, cards: int, minutes: int) -> Plan:
    """Return the plan for points that have so many `words`, and on which there are so many `cards`.

    The first point is read however long it is. Time that neither reading nor the quiz needs is for talking it over.
    """
    evening = EVENINGS[minutes]
    steps = dict(evening.steps)
    points = _points_read(words, steps[Step.READING])
    asked = min(cards, evening.cards)
    needed = sum(_aloud(each) for each in words[:points])
    spare = max(steps[Step.READING] - needed, 0)
    steps[Step.READING] -= spare
    if not asked:
        spare += steps.pop(Step.QUIZ)
    steps[Step.TALKING] += spare
    return Plan(points, min(evening.questions, 2 * points), asked, tuple(steps.items()))


def must_be_groups(*, groups: int, right: int, here: int) -> None:
    """Let only counts through of groups of two people or more, of those who are here.

    :raises Refused: if there are too many groups for that, none, or more of them were right than there are.
    """
    most = min(here // PEOPLE_IN_A_GROUP, GROUPS_MOST)
    if not most:
        raise Refused(
            _("A quiz is for groups of at least two. Note at the meeting who is here first."), field="groups"
        )
    if not 1 <= groups <= most:
        raise Refused(
            _("A group has at least two people, so there are 1 to %(most)d groups here.") % {"most": most},
            field="groups",
        )
    if not 0 <= right <= groups:
        raise Refused(
            _("Of %(groups)d groups, between none and all had it right.") % {"groups": groups}, field="right"
        )


def _points_read(words: Sequence[int], minutes: int) -> int:
    left = minutes
    for number, each in enumerate(words):
        left -= _aloud(each)
        if left < 0:
            return max(number, 1)
    return len(words)


def _aloud(words: int) -> int:
    return max(1, -(-words // _WORDS_A_MINUTE))
