"""What other features show of documents; `versions` has what changed from one wording to another."""

from folkmoot.documents.queries.reading import (
    Prose,
    Reading,
    Words,
    Writing,
    documents_titled,
    drafts_in_one_language,
    language_of,
    points_in,
    prose_of,
    prose_of_version,
    reading_of,
    reading_of_number,
    reading_of_version,
    title_of,
    writing_of,
)

__all__ = [
    "Prose",
    "Reading",
    "Words",
    "Writing",
    "documents_titled",
    "drafts_in_one_language",
    "language_of",
    "points_in",
    "prose_of",
    "prose_of_version",
    "reading_of",
    "reading_of_number",
    "reading_of_version",
    "title_of",
    "writing_of",
]
