"""Answering what members said, and saying what becomes of it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.consultations.actions.claiming import claim_consultation, must_have_point
from folkmoot.consultations.events import CommentsAnswered, PointSummarised, SummaryPublished
from folkmoot.consultations.models import Answer, Comment, Consultation, Outcome, State, Summary
from folkmoot.consultations.rules.words import answer_text
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person

ANSWER, OPEN = "consultations.answer_comments", "consultations.open_consultation"
# As many as stand on a page.
MOST_CHOSEN = 30


@act("consultations.answer_comments")
def answer_comments(
    *,
    consultation_id: UUID,
    point: str = "",
    text: str,
    comments: list[UUID] | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Answer the chosen `comments` about a point, or about the whole without one, or all of it at once without `comments`.

    Everybody who is asked reads the answer; the comments themselves stay with the body.

    :raises Refused: if `by` may not do this, the consultation was withdrawn, there is no such point, the text is empty or too
        long, or a comment is not about the point or not there to be read.
    """
    consultation = claim_consultation(consultation_id, ANSWER, by=by, at=at)
    must_have_point(consultation, point)
    answer = Answer(
        id=new_id(),
        consultation=consultation,
        point=point,
        text=answer_text(text),
        is_for_all=comments is None,
        answered_at=at,
    )
    answer.save()
    if comments is not None:
        _mark(answer, comments, at=at)
    record(CommentsAnswered(consultation.pk, answer.pk, point), by=by, at=at)
    return answer.pk


@act("consultations.summarise_point")
def summarise_point(
    *, consultation_id: UUID, point: str = "", outcome: str, reasons: str, by: Person | None, at: datetime
) -> UUID:
    """Write what was said about a point, or about the whole without one, and what becomes of it, in place of what was written.

    `outcome` is accepted, partly or not.

    :raises Refused: if `by` may not do this, the consultation is not over, was withdrawn or its summary was published, there
        is no such point or outcome, or the reasons are empty or too long.
    """
    consultation = claim_consultation(consultation_id, ANSWER, by=by, at=at)
    _must_be_over(consultation, at=at)
    must_have_point(consultation, point)
    if outcome not in Outcome.values:
        raise Refused(_("Choose one of the three outcomes."), field="outcome")
    written = {"outcome": outcome, "reasons": answer_text(reasons, field="reasons")}
    Summary.objects.update_or_create(consultation=consultation, point=point, defaults=written)
    record(PointSummarised(consultation.pk, point, outcome), by=by, at=at)
    return consultation.pk


@act("consultations.publish_summary")
def publish_summary(*, consultation_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Publish the summary, with the figures of opinions, to those who were asked; from then on it stays as it is.

    :raises Refused: if `by` may not do this, the consultation is not over, was withdrawn or its summary was published, its
        figures are not taken yet, or no point was summarised.
    """
    consultation = claim_consultation(consultation_id, OPEN, by=by, at=at)
    _must_be_over(consultation, at=at)
    if consultation.counted_at is None:
        raise Refused(_("The opinions are still being added up. Wait for some minutes."))
    if not Summary.objects.filter(consultation=consultation).exists():
        raise Refused(_("Nothing was summarised yet. Write what becomes of the text as a whole, at least."))
    consultation.published_at = at
    consultation.save(update_fields=["published_at"])
    record(SummaryPublished(consultation.pk), by=by, at=at)
    return consultation.pk


def _must_be_over(consultation: Consultation, *, at: datetime) -> None:
    if consultation.state(at) is not State.OVER:
        raise Refused(
            _("The consultation is not over. What becomes of it is written when all have had their say.")
        )
    if consultation.published_at is not None:
        raise Refused(_("The summary was published, and stays as it is."))


def _mark(answer: Answer, comments: list[UUID], *, at: datetime) -> None:
    chosen = set(comments)
    if not chosen:
        raise Refused(
            _("No comment is chosen. Choose some, or answer all of them at once."), field="comments"
        )
    if len(chosen) > MOST_CHOSEN:
        raise Refused(
            _("At most %(most)d comments are answered at once.") % {"most": MOST_CHOSEN}, field="comments"
        )
    readable = Comment.objects.readable(at).filter(consultation=answer.consultation_id, point=answer.point)
    # What is not there to be read is not told apart from what is not there.
    if readable.filter(pk__in=chosen).count() < len(chosen):
        raise Refused(
            _("A comment was taken back meanwhile. Look at the comments again, and choose anew."),
            field="comments",
        )
    Comment.objects.filter(pk__in=chosen).update(answer=answer)
