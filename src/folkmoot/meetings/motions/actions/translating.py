"""Motions in several languages: one is voted on, the others say the same, and the decision carries all of them."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.documents.actions.drafting import DraftText, draft_document, revise_document
from folkmoot.documents.queries import writing_of
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.motions.actions.moving import (
    claim_motion,
    copied,
    is_mover,
    require_leading,
    text_of,
)
from folkmoot.meetings.motions.events import MotionTranslated
from folkmoot.meetings.motions.models import Motion, MotionTranslation
from folkmoot.meetings.motions.rules.motions import must_agree, must_be_few_languages
from folkmoot.meetings.motions.rules.permissions import SUBMITTING
from folkmoot.meetings.motions.rules.states import MotionDeed, motion_after
from folkmoot.people.models import Person


@act("meetings.translate_motion")
def translate_motion(
    *,
    motion_id: UUID,
    on_revision: int,
    language: str,
    title: str,
    body: str,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Write a motion in another language as well, from its wording with the number `on_revision`; what stood there is replaced.

    The language in which it was moved is the one that is voted on and amended. A translation that an amendment overtook waits
    until it is written anew; those that fit go into the decision.

    What was carried is everybody's: from then on those alone write it who lead there.

    :raises Refused: if `by` neither moved it nor leads there, or it was carried and `by` does not lead there, it was lost or
        withdrawn or is a decision, was changed since, is in ten other languages, or the text has other points, is in the
        language of the motion itself, or is not in order.
    """
    motion = claim_motion(motion_id)
    require(by, SUBMITTING, on=motion.unit, at=at)
    if motion.is_carried or not is_mover(motion, by):
        require_leading(motion, by=by, at=at)
    motion_after(motion.state, MotionDeed.TRANSLATE)
    if motion.decision_id is not None:
        raise Refused(_("This motion is a decision already. Open the decision."))
    if on_revision != motion.revision:
        raise Refused(
            _("The motion was changed since. Read it as it is now, and write it in the other language so.")
        )
    must_agree(motion.language, text_of(motion.document_id).body, language, body)
    must_be_few_languages(motion.translations.exclude(language=language).count() + 1)
    _write(motion, DraftText(language=language, title=title, body=body), at=at)
    record(MotionTranslated(motion.pk, language, on_revision), by=by, at=at)
    return motion.pk


def translations_of(motion: Motion) -> list[DraftText]:
    """Return a motion in its other languages, those alone that say what it says now."""
    return [text_of(each.document_id) for each in motion.translations.fitting(motion)]


def copy_translations(sent: Motion, own: Motion, *, at: datetime) -> None:
    """Give a motion, which has the words of another as they are now, the languages of that one too."""
    for each in sent.translations.fitting(sent):
        document = copied(each.document_id, at=at)
        own.translations.create(document_id=document, language=each.language, on_revision=own.revision)


def _write(motion: Motion, text: DraftText, *, at: datetime) -> None:
    row = motion.translations.filter(language=text.language).first()
    if row is None:
        row = MotionTranslation(
            motion=motion, language=text.language, document_id=draft_document([text], at=at)
        )
    else:
        revise_document(row.document_id, [text], revision=writing_of(row.document_id).revision)
    row.on_revision = motion.revision
    row.save()
