"""Which cards say what their point said once: found by comparing versions when somebody asks, and written down nowhere."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.documents.collecting import points_numbered
from folkmoot.documents.queries.versions import holding_versions


@dataclass(frozen=True)
class Source:
    """Where the words of a card come from: a point of a version of a document; no document if from none."""

    document_id: UUID | None
    version_id: UUID | None
    point: str


def amended(sources: Collection[Source], *, at: datetime) -> set[Source]:
    """Return those whose point reads otherwise at the moment `at`, or is there no more; two questions at the most."""
    documents = {each.document_id for each in sources if each.document_id is not None}
    if not documents:
        return set()
    now = {document: version.pk for document, version in holding_versions(documents, at=at).items()}
    later = {
        each: (each.version_id, now[each.document_id])
        for each in sources
        if each.document_id is not None
        and each.version_id is not None
        and now[each.document_id] != each.version_id
    }
    if not later:
        return set()
    versions = {version for both in later.values() for version in both}
    points = points_numbered(versions, {each.point for each in later})
    told = {
        key: {(text.language, text.heading, text.markdown) for text in texts} for key, texts in points.items()
    }
    return {
        each
        for each, (then, since) in later.items()
        if told.get((then, each.point)) != told.get((since, each.point))
    }
