"""Asking a meeting for its advice: hands for each answer, exact and by nobody's name. Nothing is decided by it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.claiming import claim_open
from folkmoot.meetings.motions.events import QuestionAsked, QuestionTallied
from folkmoot.meetings.motions.models import Option, Question
from folkmoot.meetings.motions.rules.asking import must_be_hands, options_of
from folkmoot.meetings.queries.running import present_now
from folkmoot.meetings.rules.words import item_text
from folkmoot.people.models import Person


@act("meetings.ask_question")
def ask_question(*, meeting_id: UUID, text: str, options: list[str], by: Person | None, at: datetime) -> UUID:
    """Ask a meeting that goes on for its advice on a question with two to twenty answers; no quorum is asked.

    :raises Refused: if `by` does not run the meeting, it is not open, or the question or its answers are not in order.
    """
    sitting = claim_open(meeting_id, by=by, at=at)
    question = Question.objects.create(meeting=sitting.meeting, text=item_text(text), asked_at=at)
    chosen = options_of(options)
    Option.objects.bulk_create(
        Option(question=question, position=position, text=each)
        for position, each in enumerate(chosen, start=1)
    )
    record(QuestionAsked(question.pk, sitting.pk, len(chosen)), by=by, at=at)
    return question.pk


@act("meetings.enter_tally")
def enter_tally(*, question_id: UUID, hands: list[int], by: Person | None, at: datetime) -> UUID:
    """Enter how many hands were raised for each answer, in their order: the advice of the meeting.

    :raises Refused: if `by` does not run the meeting, it is not open, the question was tallied already, figures are missing,
        or one is more than are present with a vote.
    """
    question = Question.objects.filter(pk=question_id).first()
    if question is None:
        raise Refused(_("There is no such question. Open the meeting again."), field="question_id")
    sitting = claim_open(question.meeting_id, by=by, at=at)
    question.refresh_from_db(fields=["tallied_at"])
    if question.tallied_at is not None:
        raise Refused(_("The hands for this question were counted already. Ask it anew to count again."))
    options = list(question.options.order_by("position"))
    question.present = len(present_now(sitting.meeting, at=at))
    must_be_hands(hands, len(options), question.present)
    for option, count in zip(options, hands, strict=True):
        option.hands = count
    Option.objects.bulk_update(options, ["hands"])
    question.tallied_at = at
    question.save(update_fields=["present", "tallied_at"])
    record(QuestionTallied(question.pk, tuple(hands), question.present), by=by, at=at)
    return question.pk
