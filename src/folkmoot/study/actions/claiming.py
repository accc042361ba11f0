"""Locking what is written, and saying who may write it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.decisions.queries.binding import point_binding
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person
from folkmoot.study.models import Card, Lesson, Programme, Writer
from folkmoot.study.rules.cards import must_have_no_point, point_text
from folkmoot.study.rules.permissions import WRITING


def claim_programme(programme_id: UUID, permission: str, *, by: Person | None, at: datetime) -> Programme:
    """Lock a programme that has not ended for this transaction, and return it with its unit.

    :raises Refused: if there is none, `by` has not this permission there, or it has ended.
    """
    rows = Programme.objects.select_for_update(of=("self",)).select_related("unit__kind")
    found = rows.filter(pk=programme_id).first()
    if found is None:
        raise Refused(_("There is no such programme. Choose it from the list again."), field="programme_id")
    require(by, permission, on=found.unit, at=at)
    if found.ended_at is not None:
        raise Refused(_("This programme has ended, and stays as it is. Begin a new one."))
    return found


def claim_card(card_id: UUID, *, by: Person | None, at: datetime) -> tuple[Programme, Card]:
    """Lock the programme of a card that `by` may write for this transaction, and return both.

    :raises Refused: if there is no such card, as `claim_programme` does, or it was taken out.
    """
    found = Card.objects.filter(pk=card_id).first()
    if found is None:
        raise Refused(_("There is no such card. Choose it from the programme again."), field="card_id")
    programme = claim_programme(found.programme_id, WRITING, by=by, at=at)
    card = Card.objects.standing().filter(pk=card_id).select_related("decision", "current").first()
    if card is None:
        raise Refused(_("This card was taken out. Write a new one."))
    return programme, card


def claim_lesson(lesson_id: UUID, *, by: Person | None, at: datetime) -> tuple[Programme, Lesson]:
    """Lock the programme of a lesson that `by` may write for this transaction, and return both.

    :raises Refused: if there is no such lesson, as `claim_programme` does, or it was taken out.
    """
    found = Lesson.objects.filter(pk=lesson_id).first()
    if found is None:
        raise Refused(
            _("There is no such lesson. Choose it from the programme again."), field="study_lesson_id"
        )
    programme = claim_programme(found.programme_id, WRITING, by=by, at=at)
    lesson = Lesson.objects.standing().filter(pk=lesson_id).first()
    if lesson is None:
        raise Refused(_("This lesson was taken out. Write a new one."))
    return programme, lesson


def must_be_as_seen(written: Card | Lesson, revision: int) -> None:
    """Let a card or a lesson be written anew only by whoever saw its newest words.

    :raises Refused: if somebody wrote it since.
    """
    if written.revision != revision:
        raise Refused(
            _("Somebody wrote this anew in the meantime. Look at their words before you change them."),
            field="revision",
        )


def version_binding(programme: Programme, decision_id: UUID, point: str, *, at: datetime) -> UUID:
    """Return the version that holds of a decision from whose point something is written for a programme.

    :raises Refused: if it is not in force for the programme's unit, or has no such point.
    """
    found = point_binding(decision_id, programme.unit, at=at)
    if found is None:
        raise Refused(
            _("This decision is not in force for %(unit)s. Choose one that is.")
            % {"unit": programme.unit.name},
            field="decision_id",
        )
    version, labels = found
    if point not in labels:
        raise Refused(
            _("The decision has no point %(point)s. It has %(points)s.")
            % {"point": point, "points": ", ".join(labels) or "–"},
            field="point",
        )
    return version


def source_binding(
    programme: Programme, decision_id: UUID | None, point: str, *, at: datetime
) -> tuple[str, UUID | None]:
    """Return from which point of which version a card is written; neither, if it is of the programme alone.

    :raises Refused: if a point is given without a decision, or as `version_binding` does.
    """
    if decision_id is not None:
        number = point_text(point)
        return number, version_binding(programme, decision_id, number, at=at)
    must_have_no_point(point)
    return "", None


def note_writing(programme: Programme) -> None:
    """Count that something of a claimed programme was written."""
    programme.revision += 1
    programme.save(update_fields=["revision"])


def note_writer(programme: Programme, of: UUID, by: Person | None) -> None:
    """Keep that `by` wrote something of a claimed programme that waits: its title, or the card or the lesson with the id `of`."""
    if by is not None:
        Writer.objects.get_or_create(programme=programme, of=of, person=by)
