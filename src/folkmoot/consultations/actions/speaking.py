"""What members say: private acts. They leave no entry, and everybody takes back their own at any time."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.consultations.actions.claiming import find_open
from folkmoot.consultations.models import Comment, GivenOpinion
from folkmoot.consultations.queries.reaching import are_few
from folkmoot.consultations.rules.words import comment_text
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person


@act("consultations.leave_comment", private=True)
def leave_comment(
    *, consultation_id: UUID, point: str = "", text: str, is_signed: bool = False, by: Person, at: datetime
) -> UUID:
    """Say something about a point of a draft, or about the whole without one, in place of what one said of it before.

    With one's name the body reads it at once; without, it reads the words alone, once the consultation is over and if
    five or more spoke so.

    :raises Refused: if the consultation is not open or not for `by`, there is no such point, the text is empty or has
        more than 2,000 characters, or it is not signed where fewer than five are asked.
    """
    consultation = find_open(consultation_id, point, by=by, at=at)
    words = {"text": comment_text(text), "is_signed": is_signed}
    if not is_signed and are_few(consultation, at=at):
        raise Refused(
            _(
                "Fewer than five are asked, so your words would name you. Say it with your name, or not at all."
            ),
            field="is_signed",
        )
    # Read with a name under this number, it would be known by it without one.
    Comment.objects.of(by).filter(consultation=consultation, point=point).exclude(
        is_signed=is_signed
    ).delete()
    Comment.objects.update_or_create(consultation=consultation, person=by, point=point, defaults=words)
    return consultation_id


@act("consultations.withdraw_comment", private=True)
def withdraw_comment(*, consultation_id: UUID, point: str = "", by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- the shape of an act
    """Take back what one said about a point, or about the whole without one, at any time; without a comment nothing changes."""
    Comment.objects.of(by).filter(consultation=consultation_id, point=point).delete()
    return consultation_id


def forget_speech(person_id: UUID) -> int:
    """Delete all that somebody who was erased said and thought, in the running transaction, and return how many rows.

    What is read without a name stays, and from now on is nobody's: were it missing, it would be known whose it was.
    """
    read = Comment.objects.filter(person=person_id).read_unsigned()
    unnamed = Comment.objects.filter(pk__in=read.values("pk")).update(person=None)
    comments, _by_model = Comment.objects.filter(person=person_id).delete()
    opinions, _by_model = GivenOpinion.objects.filter(person=person_id).delete()
    return unnamed + comments + opinions
