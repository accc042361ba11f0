"""Fixing a document's words: from then on they are sealed and every point can be cited."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.documents.actions.drafting import claim_draft
from folkmoot.documents.actions.indexing import index_document
from folkmoot.documents.models import LABEL_LONGEST, Point, PointText, Text, Version
from folkmoot.documents.rules import points as rules
from folkmoot.documents.rules.agreement import disagreements
from folkmoot.kernel.canonical import canonical_json, digest_of
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.inserting import insert_all


def fix_document(document_id: UUID, *, revision: int, at: datetime) -> str:
    """Fix the draft saved as `revision`, write its points, index its words, and return the digest that seals it.

    It seals all languages and files.

    :raises Refused: if somebody saved it since, it is fixed already, a text is empty or numbers two points alike, or its
        languages do not have the same points.
    """
    return fix_version(claim_draft(document_id, revision=revision), at=at)


def fix_version(version: Version, *, at: datetime) -> str:
    """Fix a claimed draft as `fix_document` does, together with whatever else was set on `version`.

    :raises Refused: if a text is empty or numbers two points alike, or its languages do not have the same points.
    """
    texts = list(version.texts.order_by("language"))
    must_be_in_order(texts)
    _write_points(version, texts)
    version.fixed_at = at
    version.digest = digest_of_version(texts, sealed_files(version))
    version.save()
    index_document(version.document_id, at=at)
    return version.digest


def must_be_in_order(texts: Sequence[Text]) -> None:
    """Let only texts through that can be fixed.

    :raises Refused: if one is empty or numbers two points alike, or their languages do not have the same points.
    """
    sentences = disagreements({text.language: text.body for text in texts})
    if sentences:
        raise Refused(" ".join(sentences), field="texts")


def digest_of_texts(texts: Sequence[Text]) -> str:
    """Return the SHA-256 of the canonical JSON of [language, title, body] of each text, sorted by language."""
    return digest_of(canonical_json(sorted((text.language, text.title, text.body) for text in texts)))


def digest_of_version(texts: Sequence[Text], files: Sequence[tuple[str, str]]) -> str:
    """Return what seals a version: the digest of its texts, or with files that of the canonical JSON of [it, files].

    A file is [SHA-256, name], and they are sorted.
    """
    words = digest_of_texts(texts)
    return digest_of(canonical_json([words, sorted(files)])) if files else words


def sealed_files(version: Version) -> list[tuple[str, str]]:
    """Return the SHA-256 and the name of each file of a version, sorted."""
    return sorted(version.attachments.values_list("sha256", "name"))


def _write_points(version: Version, texts: Sequence[Text]) -> None:
    written = {text.language: rules.points_of(text.body) for text in texts}
    points = [
        Point(version=version, ordinal=ordinal, label=_short_enough(point.label), depth=point.depth)
        for ordinal, point in enumerate(_longest(list(written.values())))
    ]
    insert_all(points)
    by_label = {point.label: point for point in points}
    insert_all(
        [
            PointText(
                point=by_label[each.label],
                language=language,
                heading=each.heading,
                markdown=each.markdown,
            )
            for language, found in written.items()
            for each in found
        ]
    )


def _longest(found: Sequence[Sequence[rules.Point]]) -> Sequence[rules.Point]:
    # Languages agree in their labels; only the words before the first point may be missing in some.
    return max(found, key=len)


def _short_enough(label: str) -> str:
    if len(label) > LABEL_LONGEST:
        raise Refused(
            _("Point %(label)s lies too deep to be cited. Make its list shallower.")
            % {"label": f"{label[:40]}…"},
            field="body",
        )
    return label
