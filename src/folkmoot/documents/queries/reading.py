"""What other features show of documents."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.utils.safestring import SafeString

from folkmoot.documents.languages import Language, language_called, preferred
from folkmoot.documents.models import Attachment, Moment, Text, Version
from folkmoot.documents.queries.files import AttachedFile, files_of, with_files
from folkmoot.documents.queries.versions import newest_version, points_in_language
from folkmoot.documents.rules.points import points_as_written
from folkmoot.documents.rules.rendering import RenderedPoint, rendered_points, told_html_of
from folkmoot.kernel.prepared import prepared
from folkmoot.kernel.text import words_sought


@dataclass(frozen=True)
class Writing:
    """A document's latest wording, as its writers see it."""

    version: Version
    texts: tuple[Text, ...]
    file_count: int

    @property
    def revision(self) -> int:
        """How often it was saved."""
        return self.version.revision


class Words(NamedTuple):
    """A document in one language, as it was written."""

    language: str
    title: str
    body: str


@dataclass(frozen=True)
class Reading:
    """A document as it is read: one language of the wording that holds, and what others there are."""

    version: Version
    title: str
    language: Language
    others: tuple[Language, ...]
    points: tuple[RenderedPoint, ...]
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True)
class Prose:
    """A document without points as it is read: one language of the wording that holds, and what others there are."""

    version: Version
    title: str
    language: Language
    others: tuple[Language, ...]
    html: SafeString


def reading_of(document_id: UUID, languages: Sequence[str], *, at: datetime) -> Reading:
    """Return a document as it holds at the moment `at`, its first version if none does yet; two queries, three if it has files.

    It is in the first of `languages` that it has, or else in the first it has at all.
    """
    return _reading(list(_texts_holding(document_id, at=at)), languages)


def reading_of_version(version_id: UUID, languages: Sequence[str]) -> Reading:
    """Return one fixed version of a document as `reading_of` does, whether or not it holds, without files; two queries."""
    return _reading(list(_texts_in(version_id)), languages)


def reading_of_number(
    document_id: UUID, number: int, languages: Sequence[str], *, at: datetime
) -> Reading | None:
    """Return the version `number` of a document as `reading_of` does, though a later one holds by now; None before it holds."""
    texts = list(_holding(document=document_id, at=at).filter(version__number=number))
    return _reading(texts, languages) if texts else None


def prose_of(document_id: UUID, languages: Sequence[str], *, at: datetime) -> Prose:
    """Return a document that was sealed without points as it holds at the moment `at`, in the language `reading_of` chooses."""
    return _prose(list(_texts_holding(document_id, at=at)), languages)


def prose_of_version(version_id: UUID, languages: Sequence[str]) -> Prose:
    """Return one sealed version of a document as `prose_of` does, whether or not it still holds; two queries."""
    return _prose(list(_texts_in(version_id)), languages)


def points_in(body: str, *, title: str = "") -> list[RenderedPoint]:
    """Return the points of a text that is still being written, their headings below one that names the text: its `title`."""
    return rendered_points(points_as_written(body), title=title, heading_shift=3)


def title_of(document: str, languages: Sequence[str], *, at: Moment) -> Subquery:
    """Return the expression for the title, at the moment `at`, of the document that the field `document` points to.

    It is in the first of `languages` that the document has, or else in the first it has at all.
    """
    return _text_of(document, languages, "title", at=at)


def language_of(document: str, languages: Sequence[str], *, at: datetime) -> Subquery:
    """Return the expression for the language in which `title_of` gives the title."""
    return _text_of(document, languages, "language", at=at)


def documents_titled(words: str) -> QuerySet[Any, Any]:
    """Return the ids of the documents in whose title, in any language, all of `words` occur, however written."""
    texts = Text.objects.all()
    for word in words_sought(words):
        texts = texts.filter(sought__contains=word)
    return texts.values("version__document")


def writing_of(document_id: UUID) -> Writing:
    """Return the latest wording of a document, its texts sorted by language; one query."""
    texts = tuple(_latest(document=document_id))
    return Writing(texts[0].version, texts, vars(texts[0])["file_count"] or 0)


def fixed_version(writing: Writing) -> Version:
    """Return what `newest_version` does of the document that `writing` is of: mostly that very wording, so it is not asked."""
    latest = writing.version
    return latest if latest.fixed_at is not None else newest_version(latest.document_id)


@prepared
def _latest(*, document: UUID) -> QuerySet[Text]:
    versions = Version.objects.filter(document=document).kept().newest_first().values("pk")[:1]
    files = Attachment.objects.filter(version=OuterRef("version")).order_by().values("version")
    texts = Text.objects.filter(version=Subquery(versions)).select_related("version").order_by("language")
    return texts.annotate(file_count=Subquery(files.annotate(count=Count("pk")).values("count")))


def drafts_in_one_language(document_ids: Collection[UUID]) -> dict[UUID, Words]:
    """Return the words of each of some documents that are still written, and in one language each: one question."""
    texts = Text.objects.filter(version__document__in=document_ids)
    rows = texts.values_list("version__document", "language", "title", "body")
    return {document_id: Words(*words) for document_id, *words in rows}


def _text_of(document: str, languages: Sequence[str], field: str, *, at: Moment) -> Subquery:
    holding = Version.objects.filter(document=OuterRef(OuterRef(document))).holding(at).newest_first()
    texts = Text.objects.filter(version=Subquery(holding.values("pk")[:1]))
    return Subquery(texts.order_by(*_rank(languages), "language").values(field)[:1])


def _rank(languages: Sequence[str]) -> list[Case]:
    # Somebody may have no language at all, and PostgreSQL does not sort by a constant.
    cases = [When(language=language, then=Value(rank)) for rank, language in enumerate(languages)]
    return [Case(*cases, default=Value(len(cases)), output_field=IntegerField())] if cases else []


def _reading(texts: Sequence[Text], languages: Sequence[str]) -> Reading:
    read, others = _chosen(texts, languages)
    points = (
        points_in(read.body, title=read.title)
        if read.version.is_draft
        else _fixed_points(read.version_id, read.language, read.title)
    )
    files = tuple(files_of(read.version_id)) if vars(read).get("has_files") else ()
    return Reading(read.version, read.title, language_called(read.language), others, tuple(points), files)


def _prose(texts: Sequence[Text], languages: Sequence[str]) -> Prose:
    read, others = _chosen(texts, languages)
    html = _sealed_html(read.version_id, read.language)
    return Prose(read.version, read.title, language_called(read.language), others, html)


def _chosen(texts: Sequence[Text], languages: Sequence[str]) -> tuple[Text, tuple[Language, ...]]:
    code = preferred([text.language for text in texts], languages)
    (read,) = (text for text in texts if text.language == code)
    return read, tuple(language_called(text.language) for text in texts if text is not read)


def _texts_in(version_id: UUID) -> QuerySet[Text]:
    texts = Text.objects.filter(version=version_id).select_related("version").defer("body")
    return texts.order_by("language")


def _texts_holding(document_id: UUID, *, at: datetime) -> Iterator[Text]:
    latest = None
    for text in _held(document=document_id, at=at):
        latest = latest or text.version_id
        if text.version_id == latest:
            yield text


@prepared
def _held(*, document: UUID, at: datetime) -> QuerySet[Text]:
    return _holding(document=document, at=at)


def _holding(*, document: UUID, at: datetime) -> QuerySet[Text]:
    # Bodies can be long and are read point by point; only a draft has no points yet.
    texts = Text.objects.filter(version__in=Version.objects.filter(document=document).holding(at))
    texts = texts.annotate(has_files=with_files()).select_related("version").defer("body")
    return texts.order_by("-version__number", "language")


@lru_cache(maxsize=32)
def _sealed_html(version_id: UUID, language: str) -> SafeString:
    return told_html_of(Text.objects.get(version=version_id, language=language).body)


# Fixed words never change, and a text that everybody opens on the same day is put into HTML once.
@lru_cache(maxsize=32)
def _fixed_points(version_id: UUID, language: str, title: str) -> tuple[RenderedPoint, ...]:
    return tuple(rendered_points(points_in_language(version_id, language), title=title))
