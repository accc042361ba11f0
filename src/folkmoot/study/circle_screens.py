"""How pages put a study circle in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.study.queries.circles import Asked, CirclePage, Passage
from folkmoot.study.rules.cards import CHOSEN, Kind, shuffled
from folkmoot.study.rules.circles import STEPS, Step


@dataclass(frozen=True)
class StepShown:
    """A step of the plan: its name, from which minute to which, and what is said in it."""

    name: str
    title: str
    when: str


@dataclass(frozen=True)
class QuestionShown:
    """A card as it is put to groups: what they choose from stands in the same order on paper and on the phone."""

    asked: Asked
    offered: Sequence[str]
    number: int
    told: str

    @property
    def question(self) -> str:
        """What it asks."""
        return self.asked.card.current.question if self.asked.card.current else ""

    @property
    def right(self) -> Sequence[str]:
        """What is right."""
        return self.asked.card.current.asked.right if self.asked.card.current else ()


def circle_screen(page: CirclePage) -> dict[str, object]:
    """Return what the plan of a study circle shows."""
    shown: dict[str, object] = {"page": page, "meeting": page.led.meeting}
    if page.plan is None:
        return shown
    return shown | {
        "steps": steps_shown(page),
        "questions": talked_over(page),
        "quiz": [_shown(each, number) for number, each in enumerate(page.quiz, 1)],
        "can_be_heard": bool(page.whole) and can_be_heard(page),
        "is_open": page.led.is_open,
    }


def steps_shown(page: CirclePage) -> list[StepShown]:
    """Return the steps of a plan, each with its minutes."""
    found, since = [], 0
    for step, minutes in page.plan.steps if page.plan else ():
        when = _("minute %(since)d to %(until)d") % {"since": since, "until": since + minutes}
        found.append(StepShown(step.value, str(STEPS[Step(step)]), when))
        since += minutes
    return found


def talked_over(page: CirclePage) -> list[str]:
    """Return the questions that are talked over: each is about a point that was read, and none has one right answer."""
    asked = (
        _("Point %(point)s in our own words: what does it ask of us here?"),
        _("Where do we do as point %(point)s says, and where not yet? What stands in the way?"),
        _("Whom does point %(point)s touch most, and what would they say of it?"),
        _("How would you explain point %(point)s to somebody who is new?"),
    )
    number = page.plan.questions if page.plan else 0
    points = [each.read.point.number for each in page.passages]
    chosen = zip(range(number), asked * number, points * number, strict=False)
    return [words % {"point": point} for _number, words, point in chosen]


def question_shown(page: CirclePage, card_id: UUID) -> tuple[QuestionShown, UUID | None] | None:
    """Return a card of the quiz as it is put to groups, and the next one, if any; None if the quiz has no such card."""
    cards = [each.card.pk for each in page.quiz]
    if card_id not in cards:
        return None
    place = cards.index(card_id)
    return _shown(page.quiz[place], place + 1), next(iter(cards[place + 1 :]), None)


def can_be_heard(page: CirclePage) -> bool:
    """Return whether it can be entered now who heard what was read: it goes on, and whoever leads it may."""
    return page.led.may_attest and page.led.is_open and page.led.here > 0


def first_count(page: CirclePage, shown: QuestionShown) -> dict[str, object]:
    """Return what the form of a count begins with: what was counted before, or as many groups as there were last."""
    if shown.asked.count:
        return {"groups": shown.asked.count.groups, "right": shown.asked.count.right}
    counted = [each.count.groups for each in page.quiz if each.count]
    return {"groups": counted[-1]} if counted else {}


def passages_of(page: CirclePage) -> list[tuple[str, list[Passage]]]:
    """Return what is read aloud, under the number of its decision."""
    found: dict[str, list[Passage]] = {}
    for each in page.passages:
        found.setdefault(each.number, []).append(each)
    return list(found.items())


def _shown(asked: Asked, number: int) -> QuestionShown:
    wording = asked.card.current
    chosen = wording is not None and (Kind(wording.kind) in CHOSEN or wording.kind == Kind.ORDER)
    offered = shuffled(wording.asked, turn=str(wording.pk)) if wording and chosen else []
    told = ""
    if asked.count:
        words = ngettext(
            "%(right)d of %(groups)d group had it right",
            "%(right)d of %(groups)d groups had it right",
            asked.count.groups,
        )
        told = words % {"right": asked.count.right, "groups": asked.count.groups}
    return QuestionShown(asked, offered, number, told)
