"""What other features show of documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from folkmoot.documents.models import Text, Version
from folkmoot.kernel.text import fold


@dataclass(frozen=True)
class Writing:
    """A document's latest wording, as its writers see it."""

    revision: int
    texts: tuple[Text, ...]


def title_of(document: str, languages: Sequence[str]) -> Subquery:
    """Return the expression for the title of the document that the field `document` points to.

    It is in the first of `languages` that the document has, or else in the first it has at all.
    """
    return _text_of(document, languages, "title")


def language_of(document: str, languages: Sequence[str]) -> Subquery:
    """Return the expression for the language in which `title_of` gives the title."""
    return _text_of(document, languages, "language")


def documents_titled(words: str) -> QuerySet[Any, Any]:
    """Return the ids of the documents in whose title, in any language, all of `words` occur, however written."""
    texts = Text.objects.all()
    for word in fold(words).split():
        texts = texts.filter(sought__contains=word)
    return texts.values("version__document")


def writing_of(document_id: UUID) -> Writing:
    """Return the latest wording of a document, its texts sorted by language."""
    version = Version.objects.filter(document_id=document_id).newest_first()[0]
    return Writing(version.revision, tuple(version.texts.order_by("language")))


def _text_of(document: str, languages: Sequence[str], field: str) -> Subquery:
    texts = Text.objects.filter(version__document=OuterRef(document))
    return Subquery(texts.order_by("-version__number", _rank(languages), "language").values(field)[:1])


def _rank(languages: Sequence[str]) -> Case:
    cases = [When(language=language, then=Value(rank)) for rank, language in enumerate(languages)]
    return Case(*cases, default=Value(len(cases)), output_field=IntegerField())
