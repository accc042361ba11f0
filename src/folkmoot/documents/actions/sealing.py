"""Sealing a document's words whole: for texts that are read and never cited by point. Called inside an act."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.documents.actions.amending import must_keep_languages
from folkmoot.documents.actions.drafting import DraftText, check_texts, claim_draft, write_texts
from folkmoot.documents.actions.fixing import digest_of_texts
from folkmoot.documents.models import Version
from folkmoot.documents.queries.versions import newest_version
from folkmoot.documents.rules.prose import must_be_prose
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id


def seal_document(document_id: UUID, *, revision: int, at: datetime) -> str:
    """Seal the draft saved as `revision`, without points and outside the index of words, and return its digest.

    :raises Refused: if somebody saved it since, it is sealed already, or a text is empty or cannot be shown.
    """
    version = claim_draft(document_id, revision=revision)
    _seal(version, at=at)
    return version.digest


def correct_document(document_id: UUID, texts: Sequence[DraftText], *, number: int, at: datetime) -> Version:
    """Seal `texts` as the version after `number`, which holds from the moment `at` on; the one before is kept.

    Whoever calls has locked what owns the document, so that its versions follow one another.

    :raises Refused: if there is a later version than `number`, a language is missing that it has, nothing is changed, or a
        text is empty or cannot be shown.
    """
    base = newest_version(document_id)
    if base.number != number:
        raise Refused(
            _("Somebody else corrected this meanwhile. Read it again, then say what is still wrong."),
            field="version",
        )
    check_texts(texts)
    version = Version.objects.create(id=new_id(), document_id=document_id, number=number + 1, holds_from=at)
    write_texts(version, texts)
    must_keep_languages(base, version)
    _seal(version, at=at)
    if version.digest == base.digest:
        raise Refused(_("Nothing in it is changed, so there is nothing to correct."), field="texts")
    return version


def _seal(version: Version, *, at: datetime) -> None:
    texts = list(version.texts.order_by("language"))
    for text in texts:
        must_be_prose(text.language, text.body)
    version.fixed_at = at
    version.digest = digest_of_texts(texts)
    version.save()
