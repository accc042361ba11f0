"""Which cards say what their point said once: found by comparing versions when somebody asks, and written down nowhere."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.documents.collecting import points_numbered
from folkmoot.documents.queries.versions import holding_versions


@dataclass(frozen=True)
class Source:
    """Where the words of a card come from: a point of a version of a document."""

    document_id: UUID
    version_id: UUID
    point: str


def amended(sources: Collection[Source], *, at: datetime) -> set[Source]:
    """Return those whose point reads otherwise at the moment `at`, or is there no more; two questions at the most."""
    if not sources:
        return set()
    holding = holding_versions({each.document_id for each in sources}, at=at)
    now = {document: version.pk for document, version in holding.items()}
    later = [each for each in sources if now.get(each.document_id) != each.version_id]
    if not later:
        return set()
    versions = {each.version_id for each in later} | {now[each.document_id] for each in later}
    points = points_numbered(versions, {each.point for each in later})
    told = {
        key: {(text.language, text.heading, text.markdown) for text in texts} for key, texts in points.items()
    }
    return {
        each
        for each in later
        if told.get((each.version_id, each.point)) != told.get((now[each.document_id], each.point))
    }
