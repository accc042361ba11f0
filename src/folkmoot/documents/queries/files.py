"""The files that hang on a version of a document."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable

from folkmoot.documents.hanging import files_in, places_of_files
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
    return files_of_each([version_id])[version_id]


def listed(rows: "QuerySet[Any]") -> list[AttachedFile]:
    """Return files that hang anywhere as they are listed and given out; one query."""
    return [AttachedFile(*row) for row in rows.values_list(*_FIELDS)]


def with_files() -> Exists:
    """Return whether files hang on the version of a text, for those who ask for texts anyway."""
    return Exists(Attachment.objects.filter(version=OuterRef("version")))


def files_of_draft(document_id: UUID | Combinable) -> list[AttachedFile]:
    """Return the files of the latest version of a document, as its writers see them; one query."""
    latest = Version.objects.filter(document=document_id).kept().newest_first().values("pk")[:1]
    rows = Attachment.objects.filter(version=Subquery(latest)).order_by("pk")
    return listed(rows)


@dataclass(frozen=True)
class FileChange:
    """A file of a new wording, or one that it leaves out; `change` is "added", "removed" or ""."""

    file: AttachedFile
    change: str


def files_changed(before_id: UUID, after_id: UUID) -> list[FileChange]:
    """Return the files of a version, each with whether it was added since another, and then those left out; one query."""
    rows = Attachment.objects.filter(version__in=[before_id, after_id]).order_by("pk")
    found = [(row[0], AttachedFile(*row[1:])) for row in rows.values_list("version", *_FIELDS)]
    after, before = (
        [each for version, each in found if version == wanted] for wanted in (after_id, before_id)
    )
    old, new = {each.sha256 for each in before}, {each.sha256 for each in after}
    return [
        *(FileChange(each, "" if each.sha256 in old else "added") for each in after),
        *(FileChange(each, "removed") for each in before if each.sha256 not in new),
    ]


def files_of_each(version_ids: Collection[UUID]) -> defaultdict[UUID, list[AttachedFile]]:
    """Return for each of some versions what `files_of` does, in one query; none if there are no versions."""
    found: defaultdict[UUID, list[AttachedFile]] = defaultdict(list)
    if version_ids:
        rows = Attachment.objects.filter(version__in=version_ids).order_by("pk")
        for row in rows.values_list("version", *_FIELDS):
            found[row[0]].append(AttachedFile(*row[1:]))
    return found


def file_in(attachment_id: UUID, versions: Collection[UUID]) -> AttachedFile | None:
    """Return a file that hangs on one of some versions, None if none of these has one with this id."""
    rows = Attachment.objects.filter(pk=attachment_id, version__in=versions)
    return next(iter(listed(rows)), None)


def wrong_files() -> Iterator[str]:
    """Yield for each content that hangs somewhere a sentence if it is missing or was changed on the disk."""
    for files in map(files_in, places_of_files()):
        rows = files.order_by("sha256", "pk").values_list("sha256", "name")
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
