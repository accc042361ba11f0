"""What other features show of documents; `versions` has what changed from one wording to another."""

from folkmoot.documents.queries.reading import (
    Reading,
    Writing,
    documents_titled,
    language_of,
    points_in,
    reading_of,
    title_of,
    writing_of,
)

__all__ = [
    "Reading",
    "Writing",
    "documents_titled",
    "language_of",
    "points_in",
    "reading_of",
    "title_of",
    "writing_of",
]
