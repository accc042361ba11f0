"""Writing a document while its words may still change. Called inside the act of the feature that owns it."""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from folkmoot.documents.models import Document, Text, Version
from folkmoot.documents.rules.lengths import must_have_room
from folkmoot.documents.rules.markdown import must_be_bearable
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.text import fold

TITLE_LONGEST = 300
LANGUAGES_MOST = 40
LANGUAGE_LONGEST = 35
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")


class DraftText(BaseModel):
    """A document in one language: a BCP 47 code, a title of one line and a body in Markdown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: str
    title: str
    body: str = ""


def draft_document(texts: Sequence[DraftText], *, at: datetime) -> UUID:
    """Begin a document with one text a language and return its id.

    :raises Refused: if there is no text, a language comes twice or is none, or a title or body is empty or too long.
    """
    check_texts(texts)
    document = Document.objects.create(id=new_id(), created_at=at)
    version = Version.objects.create(id=new_id(), document=document)
    write_texts(version, texts)
    return document.pk


def revise_document(document_id: UUID, texts: Sequence[DraftText], *, revision: int) -> int:
    """Replace the draft's texts and return its new revision, if nobody saved since `revision`.

    :raises Refused: if somebody did, the document is fixed, or the texts are not in order.
    """
    check_texts(texts)
    version = claim_draft(document_id, revision=revision)
    version.texts.all().delete()
    write_texts(version, texts)
    return version.revision


def claim_draft(document_id: UUID, *, revision: int) -> Version:
    """Take the draft for this transaction, its revision counted up by one, if nobody saved since `revision`.

    :raises Refused: if somebody did, or the document is fixed.
    """
    drafts = Version.objects.drafts().filter(document_id=document_id)
    # One conditional update is lock and guard at once, on both databases.
    if drafts.filter(revision=revision).update(revision=F("revision") + 1):
        return drafts.get()
    if not drafts.exists():
        raise Refused(_("These words are fixed and can no longer be changed."))
    raise Refused(
        _(
            "Somebody else saved this draft while you were writing. Nothing of yours is lost: "
            "compare the two texts below, put them together and save again."
        ),
        field="revision",
    )


def discard_document(document_id: UUID) -> None:
    """Delete a document that was never fixed, with all its texts.

    :raises Refused: if any version of it is fixed.
    """
    if Version.objects.filter(document_id=document_id, fixed_at__isnull=False).exists():
        raise Refused(_("These words are fixed and can no longer be thrown away."))
    Document.objects.filter(pk=document_id).delete()


def write_texts(version: Version, texts: Sequence[DraftText]) -> None:
    """Write the checked texts of a version."""
    Text.objects.bulk_create(
        Text(
            version=version,
            language=text.language,
            title=text.title.strip(),
            sought=fold(text.title.strip())[: 2 * TITLE_LONGEST],
            body=_with_plain_line_ends(text.body),
        )
        for text in texts
    )


def _with_plain_line_ends(body: str) -> str:
    # Browsers send CRLF, files and the API LF; one spelling keeps the digest the same.
    return body.replace("\r\n", "\n").replace("\r", "\n")


def check_texts(texts: Sequence[DraftText]) -> None:
    """Let only texts through that can be saved.

    :raises Refused: if there is none, a language comes twice or is none, or a title or body is empty or too long.
    """
    if not texts:
        raise Refused(_("Write the text in at least one language."), field="texts")
    if len(texts) > LANGUAGES_MOST:
        raise Refused(
            _("These are texts in %(count)d languages. A document has at most %(most)d.")
            % {"count": len(texts), "most": LANGUAGES_MOST},
            field="texts",
        )
    must_have_room([text.body for text in texts])
    languages = [text.language for text in texts]
    for text in texts:
        _check_text(text)
        if languages.count(text.language) > 1:
            raise Refused(
                _("There are two texts in %(language)s. Keep one.") % {"language": text.language},
                field="texts",
            )


def _check_text(text: DraftText) -> None:
    if len(text.language) > LANGUAGE_LONGEST or not _LANGUAGE.fullmatch(text.language):
        raise Refused(
            _("“%(language)s” is not the code of a language. Use one such as en, fr or pt-BR.")
            % {"language": text.language[:LANGUAGE_LONGEST]},
            field="texts",
        )
    if not text.title.strip():
        raise Refused(_("Give it a title: one line that says what is decided."), field="title")
    if len(text.title) > TITLE_LONGEST:
        raise Refused(
            _("The title has %(length)d characters. Shorten it to at most %(most)d.")
            % {"length": len(text.title), "most": TITLE_LONGEST},
            field="title",
        )
    must_be_bearable(text.body)
