"""Learning for oneself. These acts are private: no entry tells of them, and nobody else does or sees them."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.decisions.actions.recirculating import keep_round
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import private_id
from folkmoot.people.models import Person
from folkmoot.study.models import Answer, Memory, Pace, Placement, Reading, Wording
from folkmoot.study.queries.learning import card_asked
from folkmoot.study.queries.lessons import lesson_offered
from folkmoot.study.rules import recall
from folkmoot.study.rules.cards import grade_of
from folkmoot.study.rules.offering import MINUTES_MOST


@act("study.answer_card", private=True)
def answer_card(
    *,
    card_id: UUID,
    answers: int,
    given: list[str] | None = None,
    said: str = "",
    by: Person,
    at: datetime,
) -> UUID:
    """Answer a card for oneself; what was answered is not kept, only how it went.

    If its point has just come back to one with its decision, one has that in mind then, however it went.

    `answers` is how often one had answered it before: an answer that comes a second time changes nothing. `given` is what was
    chosen or written, in order; of what one explained, one has `said` oneself that one `knew`, `partly` or `forgot` it.

    :raises Refused: if one is not asked this card, or answered nothing.
    """
    asked = card_asked(card_id, by, at=at)
    if asked is None:
        raise Refused(_("This card is not asked any more. Go on with the next one."), field="card_id")
    grade = grade_of(asked.wording.asked, given or [], said)
    # One answer after the other: of two first ones at once, one would find that there is a memory already.
    Person.objects.select_for_update(of=("self",)).get(pk=by.pk)
    memory = Memory.objects.filter(person=by, card=card_id).first()
    if answers == (memory.answers if memory else 0):
        remember(memory or Memory(person=by, card=asked.card, answers=0), asked.wording, grade, at=at)
    if asked.card.decision_id is not None:
        keep_round(asked.card.decision_id, asked.wording.point, by=by, at=at)
    return card_id


@act("study.read_lesson", private=True)
def read_lesson(*, study_lesson_id: UUID, by: Person, at: datetime) -> UUID:
    """Say for oneself that one has read a lesson as it is now; a second time changes nothing.

    :raises Refused: if one is not offered this lesson.
    """
    found = lesson_offered(study_lesson_id, by, at=at)
    if found is None:
        raise Refused(_("This lesson is not offered any more. Choose another one."), field="study_lesson_id")
    Reading.objects.update_or_create(person=by, lesson=found.lesson, defaults={"text": found.text})
    return study_lesson_id


@act("study.set_pace", private=True)
def set_pace(*, minutes: int, by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- of the shape of an act
    """Set for oneself how many minutes a day one learns; with 0 one is offered nothing.

    :raises Refused: if it is less than nothing, or more than half an hour.
    """
    if not 0 <= minutes <= MINUTES_MOST:
        raise Refused(
            _("Choose between 0 and %(most)d minutes a day.") % {"most": MINUTES_MOST}, field="minutes"
        )
    Pace.objects.update_or_create(person=by, defaults={"minutes": minutes})
    return by.pk


@act("study.forget_learning", private=True)
def forget_learning(*, by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- of the shape of an act
    """Delete for oneself all that one has answered and read, and what is reckoned from it: every card and lesson is new again."""
    Placement.objects.filter(person=by).delete()
    Reading.objects.filter(person=by).delete()
    Answer.objects.filter(person=by).delete()
    Memory.objects.filter(person=by).delete()
    return by.pk


def remember(
    memory: Memory, wording: Wording, grade: recall.Grade, *, answer_id: UUID | None = None, at: datetime
) -> None:
    """Keep that a card was answered and how it went, and reckon when it comes back."""
    before = memory.state if memory.answers else None
    # An answer that was given before the last one, by a clock that is behind, counts from that one's moment.
    moment = max(at, before.answered_at) if before else at
    state = recall.answered(before, grade, at=moment)
    Answer.objects.create(
        pk=answer_id or private_id(),
        person=memory.person,
        card=memory.card,
        grade=grade,
        answered_at=moment,
        is_first=before is None,
    )
    memory.stability, memory.difficulty = state.stability, state.difficulty
    memory.answered_at, memory.due_at = state.answered_at, state.due_at
    memory.wording, memory.answers = wording, memory.answers + 1
    memory.save()
