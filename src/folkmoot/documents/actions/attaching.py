"""What hangs on a document while its words may still change. Called inside the act of the feature that owns it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from folkmoot.documents.actions.taking_in import TakenIn
from folkmoot.documents.models import Attachment, Version
from folkmoot.documents.rules.merging import merged
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id

MOST_FILES = 20


def attach(document_id: UUID, taken: TakenIn) -> UUID:
    """Hang a file on the draft of a document and return the id under which it hangs there.

    Whoever calls has locked what owns the document.

    :raises Refused: if it hangs there already, another has its name, there are too many, or they are too large together.
    """
    version = _draft_of(document_id)
    hanging = Attachment.objects.filter(version=version)
    _must_be_new(list(hanging), taken)
    _must_fit(hanging.count(), hanging.aggregate(bytes=Sum("size", default=0))["bytes"] + taken.size)
    attachment = _attachment(version, taken)
    attachment.save(force_insert=True)
    return attachment.pk


def detach(document_id: UUID, attachment_id: UUID) -> str:
    """Take a file off the draft of a document and return its SHA-256; its content is removed if it hangs nowhere else.

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
    """Do on the draft of a document what others did between two fixed versions: hang what they hung, and take off likewise."""
    draft = _draft_of(document_id)
    own, before, after = (_by_content(each) for each in (draft.pk, before_id, after_id))
    result = merged(set(own), set(before), set(after))
    Attachment.objects.filter(version=draft).exclude(sha256__in=result).delete()
    names = {each.name for sha256, each in own.items() if sha256 in result}
    # Of two that are called alike, the draft's own stays.
    _hang(
        draft, [after[each] for each in after if each in result - set(own) and after[each].name not in names]
    )


def _draft_of(document_id: UUID) -> Version:
    version = Version.objects.drafts().filter(document_id=document_id).first()
    if version is None:
        raise Refused(_("What hangs here is fixed and can no longer be changed."))
    return version


def _must_be_new(hanging: Sequence[Attachment], taken: TakenIn) -> None:
    for each in hanging:
        if each.sha256 == taken.sha256:
            raise Refused(
                _("This file hangs here already, as “%(name)s”.") % {"name": each.name}, field="file"
            )
        if each.name == taken.name:
            raise Refused(
                _("Another file here is called “%(name)s”. Rename one of the two, or remove the other first.")
                % {"name": each.name},
                field="file",
            )


def _must_fit(count: int, size: int) -> None:
    if count >= MOST_FILES:
        raise Refused(
            _("%(most)d files hang here, and no more can. Remove one first.") % {"most": MOST_FILES},
            field="file",
        )
    if size > settings.FILES_MB << 20:
        raise Refused(
            _(
                "With this one, the files would be larger than %(most)d MB together. Make it smaller, or remove another."
            )
            % {"most": settings.FILES_MB},
            field="file",
        )


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
