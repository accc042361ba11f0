"""What a member does about their own qualifications. These acts are private: no entry tells of them."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from folkmoot.documents.actions.bringing import set_down, take_off
from folkmoot.documents.actions.taking_in import taken_by
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.text import tidy_text
from folkmoot.people.models import Person
from folkmoot.study.actions.qualifications import claim_qualification
from folkmoot.study.models import Learning, LearningFile
from folkmoot.study.queries.qualifications import offered_to
from folkmoot.study.rules.qualifications import WORDS_LONGEST, is_renewable, valid_until


@act("study.record_learning", private=True)
def record_learning(
    *, qualification_id: UUID, words: str, upload: str = "", by: Person, at: datetime
) -> UUID:
    """Ask for a qualification with what one has learnt, in words and with a file if one likes, by the token `upload`.

    As long as one asks, those who confirm it where it is given read that; nobody else does, and they do no more afterwards. What
    one holds already is renewed so, from three months before it runs out on.

    :raises Refused: if it is not given to those where one is at home, one holds it for longer or it waits to be accepted, nothing
        is said, or the file is not one's own or not here any more.
    """
    said = tidy_text(words, longest=WORDS_LONGEST, field="words")
    qualification = claim_qualification(qualification_id)
    if not offered_to(by, at=at).filter(pk=qualification.pk).exists():
        raise Refused(
            _("This qualification is not given where you are at home. Choose another one."),
            field="qualification_id",
        )
    taken = taken_by(upload, by.pk) if upload else None
    learning, _is_new = Learning.objects.get_or_create(person=by, qualification=qualification)
    _must_be_askable(learning, at=at)
    learning.words, learning.asked_at, learning.answer = said, at, ""
    learning.save(update_fields=["words", "asked_at", "answer"])
    if taken is not None:
        gone = _files_gone(LearningFile.objects.filter(learning=learning))
        LearningFile.objects.create(learning=learning, **asdict(taken))
        set_down(by.pk, taken.sha256)
        take_off(by.pk, gone)
    return learning.pk


@act("study.accept_qualification", private=True)
def accept_qualification(*, qualification_id: UUID, by: Person, at: datetime) -> UUID:
    """Accept for oneself a qualification that was confirmed: it is valid from now on. A second time changes nothing.

    :raises Refused: if it was not confirmed of oneself.
    """
    learning = _own(qualification_id, by)
    if learning.confirmed_at is None:
        if learning.held_at is not None:
            return qualification_id
        raise Refused(_("This was not confirmed yet. You find here when it is."))
    months = learning.qualification.months
    learning.valid_until = valid_until(learning.valid_until, months, at=at)
    learning.held_at, learning.confirmed_at = learning.held_at or at, None
    learning.save(update_fields=["valid_until", "held_at", "confirmed_at"])
    return qualification_id


@act("study.lay_down_qualification", private=True)
def lay_down_qualification(*, qualification_id: UUID, by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- of the shape of an act
    """Decline for oneself a qualification, ask for it no more, or lay it down: all that is kept of it is deleted at once."""
    own = Learning.objects.filter(qualification=qualification_id, person=by)
    gone = _files_gone(LearningFile.objects.filter(learning__in=own))
    own.delete()
    take_off(by.pk, gone)
    return qualification_id


@act("study.show_qualification", private=True)
def show_qualification(*, qualification_id: UUID, by: Person, at: datetime) -> UUID:
    """Show a qualification that one holds to the chair and the secretary of one's own unit, until one hides it again.

    :raises Refused: if one does not hold it, or it has run out.
    """
    learning = _own(qualification_id, by)
    if not learning.is_valid(at):
        raise Refused(_("You can show what you hold, as long as it is valid. Renew it first."))
    Learning.objects.filter(pk=learning.pk).update(is_shown=True)
    return qualification_id


@act("study.hide_qualification", private=True)
def hide_qualification(*, qualification_id: UUID, by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- of the shape of an act
    """Show a qualification to nobody any more."""
    Learning.objects.filter(qualification=qualification_id, person=by).update(is_shown=False)
    return qualification_id


def _files_gone(files: "QuerySet[LearningFile]") -> list[str]:
    """Delete files that are replaced or laid down, and return the hashes of what was in them: they count as loose again."""
    gone = list(files.values_list("sha256", flat=True))
    files.delete()
    return gone


def _own(qualification_id: UUID, person: Person) -> Learning:
    rows = Learning.objects.select_for_update(of=("self",)).select_related("qualification")
    found = rows.filter(qualification=qualification_id, person=person).first()
    if found is None:
        raise Refused(
            _("You have nothing of this qualification. Ask for it first."), field="qualification_id"
        )
    return found


def _must_be_askable(learning: Learning, *, at: datetime) -> None:
    if learning.confirmed_at is not None:
        raise Refused(_("It is confirmed already. Accept it, or decline it."))
    if learning.held_at is not None and not is_renewable(learning.valid_until, at=at):
        raise Refused(_("You hold it. It is renewed from three months before it runs out on."))
