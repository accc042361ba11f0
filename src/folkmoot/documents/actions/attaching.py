"""What hangs on a document while its words may still change. Called inside the act of the feature that owns it."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.documents.actions.taking_in import TakenIn
from folkmoot.documents.models import Attachment, Version
from folkmoot.documents.rules.hanging import brought_together, must_hang_beside
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id


def attach(document_id: UUID, taken: TakenIn) -> UUID:
    """Hang a file on the draft of a document and return the id under which it hangs there.

    Whoever calls has locked what owns the document.

    :raises Refused: if it hangs there already, another has its name, there are too many, or they are too large together.
    """
    version = _draft_of(document_id)
    hanging = list(Attachment.objects.filter(version=version))
    must_hang_beside(hanging, taken, most_mb=settings.FILES_MB)
    attachment = _attachment(version, taken)
    attachment.save(force_insert=True)
    return attachment.pk


def detach(document_id: UUID, attachment_id: UUID) -> str:
    """Take a file off the draft of a document and return its SHA-256.

    Its content stays for a day, so that it can be hung again; then the hourly job removes it, if it hangs nowhere else.

    :raises Refused: if it does not hang there.
    """
    found = Attachment.objects.filter(version=_draft_of(document_id), pk=attachment_id).first()
    if found is None:
        raise Refused(_("This file hangs here no more. Open the page again."), field="attachment_id")
    found.delete()
    return found.sha256


def begin_with_attachments_of(document_id: UUID, version_id: UUID) -> None:
    """Hang on the draft of a document what hangs on a version."""
    _hang(_draft_of(document_id), Attachment.objects.filter(version=version_id).order_by("pk"))


def bring_attachments_up_to_date(document_id: UUID, before_id: UUID, after_id: UUID) -> None:
    """Do on the draft of a document what others did between two fixed versions: hang what they hung, and take off likewise.

    :raises Refused: if there would be too many then, or they would be too large together.
    """
    draft = _draft_of(document_id)
    own, before, after = (_by_content(each) for each in (draft.pk, before_id, after_id))
    together = brought_together(own, before, after, most_mb=settings.FILES_MB)
    Attachment.objects.filter(version=draft).exclude(sha256__in=[each.sha256 for each in together]).delete()
    _hang(draft, [each for each in together if each.sha256 not in own])


def _draft_of(document_id: UUID) -> Version:
    version = Version.objects.drafts().filter(document_id=document_id).first()
    if version is None:
        raise Refused(_("What hangs here is fixed and can no longer be changed."))
    return version


def _by_content(version_id: UUID) -> dict[str, Attachment]:
    return {each.sha256: each for each in Attachment.objects.filter(version=version_id).order_by("pk")}


def _hang(version: Version, others: Iterable[Attachment]) -> None:
    Attachment.objects.bulk_create(_attachment(version, each) for each in others)


def _attachment(version: Version, file: TakenIn | Attachment) -> Attachment:
    return Attachment(
        id=new_id(),
        version=version,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        is_shown=file.is_shown,
    )
