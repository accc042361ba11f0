"""What a card can ask, what has to be written of it, and whether an answer is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.text import fold, tidy_text
from folkmoot.study.rules.recall import Grade

QUESTION_LONGEST = 500
LINE_LONGEST = 200
LINES_MOST = 8
POINT_LONGEST = 20
GAP = "___"
_ORDER_LEAST = 3
# All that is offered: what is right and what is wrong.
_GIVEN_MOST = 2 * LINES_MOST


class Kind(StrEnum):
    """How a card is answered."""

    CHOICE = "choice"
    SEVERAL = "several"
    SHORT = "short"
    ORDER = "order"
    GAP = "gap"
    EXPLAIN = "explain"


KINDS: Mapping[Kind, str | Promise] = {
    Kind.CHOICE: gettext_lazy("choose one answer"),
    Kind.SEVERAL: gettext_lazy("choose all that are right"),
    Kind.SHORT: gettext_lazy("a short answer in words"),
    Kind.ORDER: gettext_lazy("put in order"),
    Kind.GAP: gettext_lazy("fill the gap"),
    Kind.EXPLAIN: gettext_lazy("explain to a colleague, and check oneself"),
}
CHOSEN = frozenset({Kind.CHOICE, Kind.SEVERAL})


@dataclass(frozen=True)
class Asked:
    """What a card asks: `right` are the answers that are right, `wrong` those that are offered beside them.

    Of a short answer and a gap each of `right` is enough; of an order they are in it; of what is explained, they belong to it.
    """

    kind: Kind
    question: str
    right: tuple[str, ...]
    wrong: tuple[str, ...] = ()


def asked_text(kind: str, question: str, right: Sequence[str], wrong: Sequence[str]) -> Asked:
    """Return a card as it can be asked, its texts tidied.

    :raises Refused: if there is no such kind, a text is missing or too long, or the answers do not fit the kind.
    """
    if kind not in {str(each) for each in Kind}:
        raise Refused(_("Choose how the card is answered."), field="kind")
    found = Asked(
        Kind(kind),
        tidy_text(question, longest=QUESTION_LONGEST, field="question"),
        _lines(right, field="right"),
        _lines(wrong, field="wrong"),
    )
    _must_fit(found)
    return found


def grade_of(asked: Asked, given: Sequence[str], said: str) -> Grade:
    """Return how an answer went: what was `given`, or of what was explained, what whoever answered `said` of it themselves.

    :raises Refused: if nothing was answered, or more than any answer has.
    """
    if asked.kind is Kind.EXPLAIN:
        return _said(said)
    # Before anything is looked at: whoever answers holds up all who write.
    if len(given) > _GIVEN_MOST or any(len(each) > LINE_LONGEST for each in given):
        raise Refused(
            _("An answer has at most %(longest)d characters. Write less.") % {"longest": LINE_LONGEST},
            field="given",
        )
    answers = [same_words(each) for each in given if each.strip()]
    if not answers:
        raise Refused(_("Answer first: if you do not know it, guess."), field="given")
    return Grade.KNEW if _is_right(asked, answers) else Grade.FORGOT


def same_words(text: str) -> str:
    """Return what two answers have in common that say the same, whatever their capitals, signs and spaces."""
    return " ".join("".join(each if each.isalnum() else " " for each in fold(text)).split())


def shuffled(asked: Asked, *, turn: str) -> list[str]:
    """Return what is offered to choose from or to put in order, in another order each `turn`, the same for the same one."""
    offered = (*asked.right, *asked.wrong)
    return sorted(offered, key=lambda text: sha256(f"{turn} {text}".encode()).digest())


def point_text(given: str) -> str:
    """Return the number of a point such as "4.1".

    :raises Refused: if it is none.
    """
    point = given.strip()
    if len(point) > POINT_LONGEST or not all(part.isdecimal() for part in point.split(".")):
        raise Refused(_("A point is called by its number in the decision, such as 4.1."), field="point")
    return point


def must_have_no_point(given: str) -> None:
    """Let a card without a decision be of the programme alone.

    :raises Refused: if a point is named, of no decision.
    """
    if given.strip():
        raise Refused(
            _("A point is one of a decision. Choose the decision as well, or leave the point empty."),
            field="decision_id",
        )


def _is_right(asked: Asked, answers: Sequence[str]) -> bool:
    right = [same_words(each) for each in asked.right]
    if asked.kind is Kind.ORDER:
        return answers == right
    if asked.kind in CHOSEN:
        return sorted(set(answers)) == sorted(right)
    return answers[0] in right


def _said(said: str) -> Grade:
    grades = {"forgot": Grade.FORGOT, "partly": Grade.PARTLY, "knew": Grade.KNEW}
    if said not in grades:
        raise Refused(_("Say how well you could explain it."), field="said")
    return grades[said]


def _lines(given: Sequence[str], *, field: str) -> tuple[str, ...]:
    lines = [" ".join(each.split()) for each in given if each.strip()]
    if len(lines) > LINES_MOST or any(len(each) > LINE_LONGEST for each in lines):
        raise Refused(
            _("At most %(most)d lines fit, each of at most %(longest)d characters.")
            % {"most": LINES_MOST, "longest": LINE_LONGEST},
            field=field,
        )
    return tuple(lines)


def _must_fit(asked: Asked) -> None:
    words = [same_words(each) for each in (*asked.right, *asked.wrong)]
    if "" in words or len(set(words)) < len(words):
        raise Refused(
            _("Two answers say the same, or one has no letter or figure. Write each differently."),
            field="right",
        )
    for field, is_wrong, sentence in _faults(asked):
        if is_wrong:
            raise Refused(sentence, field=field)


def _faults(asked: Asked) -> list[tuple[str, bool, str]]:
    kind, number = asked.kind, len(asked.right)
    offers = kind in CHOSEN
    return [
        ("right", number == 0, _("Write at least one right answer.")),
        ("right", kind is Kind.CHOICE and number > 1, _("Only one answer can be right where one is chosen.")),
        ("right", kind is Kind.ORDER and number < _ORDER_LEAST, _("Write at least three lines, in order.")),
        ("wrong", offers and not asked.wrong, _("Write at least one answer that is wrong.")),
        (
            "wrong",
            not offers and bool(asked.wrong),
            _("Wrong answers are only for cards that are chosen from."),
        ),
        (
            "question",
            kind is Kind.GAP and asked.question.count(GAP) != 1,
            _("Write ___ once, where the gap is."),
        ),
    ]
