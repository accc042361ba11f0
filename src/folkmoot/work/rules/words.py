"""What is written of work: what it is, why it is done, its steps, what came of it. Never of whoever does it."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.text import fold, one_line, plain_text
from folkmoot.work.rules.states import Lesson

TITLE_LONGEST = 120
WHY_LONGEST = 300
POINT_LONGEST = 20
STEP_LONGEST = 200
STEPS_MOST = 20
RESULT_LONGEST = 2_000
LESSON_LONGEST = 500
LESSONS_MOST = 60
# So many each tells, so that nobody fills it alone.
LESSONS_EACH = 3


def title_text(given: str) -> str:
    """Return what is to be done, one line of at most 120 characters.

    :raises Refused: if nothing is left, or it is too long.
    """
    title = one_line(given, longest=TITLE_LONGEST, field="title")
    if not title:
        raise Refused(_("Say what is to be done."), field="title")
    return title


def same_words(title: str) -> str:
    """Return what two titles have in common that say the same, whatever their capitals, signs and spaces."""
    letters = "".join(each if each.isalnum() else " " for each in fold(title))
    return " ".join(letters.split())


def why_text(given: str, others: Sequence[UUID | None]) -> str:
    """Return why it is done in words, "" where one of the `others` says it: a decision, a meeting or a target.

    :raises Refused: if it is said by nothing, or by more than one of these.
    """
    why = one_line(given, longest=WHY_LONGEST, field="why")
    said = sum(other is not None for other in others) + bool(why)
    if said != 1:
        raise Refused(
            _(
                "Say why it is done by one thing: a point of a decision, a meeting, a target, or your own words."
            ),
            field="why",
        )
    return why


def point_text(given: str, decision_id: UUID | None) -> str:
    """Return the number of a point of a decision such as "4.1", "" for the whole of it.

    :raises Refused: if there is no decision whose point it could be, or it is no number of a point.
    """
    point = given.strip()
    is_number = len(point) <= POINT_LONGEST and all(part.isdecimal() for part in point.split("."))
    if point and (decision_id is None or not is_number):
        raise Refused(_("A point is called by its number in a decision, such as 4.1."), field="point")
    return point


def step_texts(given: Sequence[str]) -> list[str]:
    """Return the steps of the work, each a line of at most 200 characters, the empty ones left out.

    :raises Refused: if one is too long, or there are more than twenty.
    """
    steps = [step for each in given if (step := one_line(each, longest=STEP_LONGEST, field="steps"))]
    if len(steps) > STEPS_MOST:
        raise Refused(
            _("These are %(count)d steps; work has at most %(most)d. Make two of it.")
            % {"count": len(steps), "most": STEPS_MOST},
            field="steps",
        )
    return steps


def result_text(given: str) -> str:
    """Return what came of the work, at most 2,000 characters.

    :raises Refused: if nothing is left, or it is too long.
    """
    result = plain_text(given, longest=RESULT_LONGEST, field="result")
    if not result:
        raise Refused(_("Say in a sentence what came of it."), field="result")
    return result


def lesson_kind(code: str) -> Lesson:
    """Return what a lesson is: what went well, what hindered, or what next.

    :raises Refused: if it is none of these.
    """
    if code not in {str(each) for each in Lesson}:
        raise Refused(_("Choose whether it went well, hindered, or is for next time."), field="kind")
    return Lesson(code)


def lesson_text(given: str) -> str:
    """Return what was learnt from the work, at most 500 characters, "" if there is nothing to say.

    :raises Refused: if it is too long.
    """
    return plain_text(given, longest=LESSON_LONGEST, field="text")
