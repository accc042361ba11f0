"""The files that hang on a version of a document."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from folkmoot.documents.models import Attachment, Version
from folkmoot.documents.rules.file_types import words_for
from folkmoot.kernel.filestore import is_as_stored, stored_path

_SHORT = 12


@dataclass(frozen=True)
class AttachedFile:
    """A file as it is listed and given out."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    is_shown: bool

    @property
    def kind_in_words(self) -> str:
        """What kind of file it is, as people call it."""
        return words_for(self.media_type)

    @property
    def short_hash(self) -> str:
        """The beginning of its SHA-256, by which a print tells it from another."""
        return self.sha256[:_SHORT]


_FIELDS = ("pk", "name", "media_type", "size", "sha256", "is_shown")


def files_of(version_id: UUID) -> list[AttachedFile]:
    """Return the files of a version, in the order in which they were attached."""
    rows = Attachment.objects.filter(version=version_id).order_by("pk")
    return [AttachedFile(*row) for row in rows.values_list(*_FIELDS)]


def files_of_draft(document_id: UUID) -> list[AttachedFile]:
    """Return the files of the latest version of a document, as its writers see them."""
    latest = Version.objects.filter(document=document_id).kept().newest_first()[:1]
    rows = Attachment.objects.filter(version__in=list(latest)).order_by("pk")
    return [AttachedFile(*row) for row in rows.values_list(*_FIELDS)]


def file_in(attachment_id: UUID, versions: Collection[UUID]) -> AttachedFile | None:
    """Return a file that hangs on one of some versions, None if none of these has one with this id."""
    rows = Attachment.objects.filter(pk=attachment_id, version__in=versions)
    return next((AttachedFile(*row) for row in rows.values_list(*_FIELDS)), None)


def wrong_files() -> Iterator[str]:
    """Yield for each content that hangs somewhere a sentence if it is missing or was changed on the disk."""
    rows = Attachment.objects.order_by("sha256", "pk").values_list("sha256", "name")
    last = ""
    for sha256, name in rows.iterator():
        if sha256 != last and (sentence := _what_is_wrong(sha256, name)):
            yield sentence
        last = sha256


def _what_is_wrong(sha256: str, name: str) -> str:
    try:
        is_whole = is_as_stored(sha256)
    except OSError:
        return f"The attached file “{name}” is missing: {stored_path(sha256)}. Put it back from a backup."
    if is_whole:
        return ""
    return f"The attached file “{name}” was changed or damaged: {stored_path(sha256)}. Put it back from a backup."


def hashes(files: Sequence[AttachedFile]) -> list[str]:
    """Return the SHA-256 of each of some files, sorted."""
    return sorted(each.sha256 for each in files)
