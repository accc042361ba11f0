"""Qualifications: set up by a unit, confirmed of those who ask, and theirs once they accept. Nobody is asked who did not ask."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.kernel.text import tidy_text
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.study.events import (
    LearningAnswered,
    LearningConfirmed,
    QualificationEnded,
    QualificationSetUp,
)
from folkmoot.study.models import Learning, Programme, Qualification
from folkmoot.study.rules.permissions import CONFIRMING, PUBLISHING
from folkmoot.study.rules.programmes import programme_title
from folkmoot.study.rules.qualifications import MOST_OF_A_UNIT, WORDS_LONGEST, months_given
from folkmoot.units.models import Unit


@act("study.set_up_qualification")
def set_up_qualification(
    *,
    unit_id: UUID,
    title: str,
    words: str,
    months: int | None = None,
    programme_id: UUID | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Set up what a unit confirms of those at home there and below who ask: `words` say what they can do who have it.

    It is valid for `months` from when they accept it, and can be renewed; for good, if none. A programme may lead to it.

    :raises Refused: if `by` may not publish study material there, the unit was closed or gives many, a text or the months are not
        in order, or the programme is none of the unit's.
    """
    unit = claim_unit(unit_id)
    require(by, PUBLISHING, on=unit, at=at)
    if Qualification.objects.standing().filter(unit=unit).count() >= MOST_OF_A_UNIT:
        raise Refused(
            _("A unit gives at most %(most)d qualifications. End one first.") % {"most": MOST_OF_A_UNIT}
        )
    made = Qualification.objects.create(
        unit=unit,
        programme=_programme_of(unit, programme_id),
        title=programme_title(title),
        words=tidy_text(words, longest=WORDS_LONGEST, field="words"),
        months=months_given(months),
    )
    record(QualificationSetUp(made.pk, unit.pk), by=by, at=at)
    return made.pk


@act("study.end_qualification")
def end_qualification(*, qualification_id: UUID, by: Person | None, at: datetime) -> UUID:
    """End a qualification: nobody can ask for it any more, and whoever holds it keeps it as long as it is valid.

    :raises Refused: if `by` may not publish study material there, there is no such qualification, or it has ended.
    """
    found = claim_qualification(qualification_id)
    require(by, PUBLISHING, on=found.unit, at=at)
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    # Whoever asks is answered by nobody any more; what was confirmed can still be accepted.
    Learning.objects.filter(qualification=found, held_at=None, confirmed_at=None).delete()
    Learning.objects.asked().filter(qualification=found).update(asked_at=None)
    record(QualificationEnded(found.pk, found.unit_id), by=by, at=at)
    return found.pk


@act("study.confirm_learning")
def confirm_learning(*, learning_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Confirm of somebody who asked that they learnt what a qualification asks: it is theirs once they accept it.

    From then on it is nobody's to see but theirs, whether they accept it or not.

    :raises Refused: if they ask no more, `by` may not confirm it there, or asked it themselves.
    """
    learning = _claim_asked(learning_id, by, at)
    learning.asked_at, learning.answer, learning.confirmed_at = None, "", at
    learning.save(update_fields=["asked_at", "answer", "confirmed_at"])
    record(LearningConfirmed(learning.qualification_id, learning.qualification.unit_id), by=by, at=at)
    return learning.pk


@act("study.answer_learning")
def answer_learning(*, learning_id: UUID, answer: str, by: Person | None, at: datetime) -> UUID:
    """Tell somebody who asked for a qualification what is missing; they can ask again with more, or let it be.

    :raises Refused: if they ask no more, `by` may not confirm it there or asked it themselves, or nothing is said.
    """
    said = tidy_text(answer, longest=WORDS_LONGEST, field="answer")
    learning = _claim_asked(learning_id, by, at)
    learning.asked_at, learning.answer = None, said
    learning.save(update_fields=["asked_at", "answer"])
    record(LearningAnswered(learning.qualification_id, learning.qualification.unit_id), by=by, at=at)
    return learning.pk


def claim_qualification(qualification_id: UUID) -> Qualification:
    """Lock a qualification that is still given for this transaction, and return it with its unit.

    :raises Refused: if there is none.
    """
    rows = Qualification.objects.standing().select_for_update(of=("self",)).select_related("unit__kind")
    found = rows.filter(pk=qualification_id).first()
    if found is None:
        raise Refused(
            _("There is no such qualification any more. Choose it from the list again."),
            field="qualification_id",
        )
    return found


def _programme_of(unit: Unit, programme_id: UUID | None) -> Programme | None:
    if programme_id is None:
        return None
    found = Programme.objects.filter(pk=programme_id, unit=unit, ended_at=None).first()
    if found is None:
        raise Refused(_("Choose a programme of the same unit."), field="programme_id")
    return found


def _claim_asked(learning_id: UUID, by: Person | None, at: datetime) -> Learning:
    rows = (
        Learning.objects.asked().select_for_update(of=("self",)).select_related("qualification__unit__kind")
    )
    found = rows.filter(pk=learning_id).first()
    if found is None:
        raise Refused(_("They do not ask for it any more. Look at the list again."), field="learning_id")
    require(by, CONFIRMING, on=found.qualification.unit, at=at)
    if by is not None and found.person_id == by.pk:
        raise Refused(_("Nobody confirms their own learning. Somebody else who may will do it."))
    return found
