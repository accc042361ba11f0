"""Motions in the languages beside the one in which they are voted on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from folkmoot.documents.languages import language_choices
from folkmoot.documents.queries import Words, drafts_in_one_language, points_in
from folkmoot.meetings.motions.models import Motion, MotionTranslation


@dataclass(frozen=True)
class Translated:
    """A motion in another language: its text, and whether an amendment overtook it."""

    language: str
    name: str
    words: Words
    points: Sequence[Any]
    is_outdated: bool


def translations_read(motion: Motion) -> list[Translated]:
    """Return a motion in its other languages: two questions, one where there are none."""
    rows = list(motion.translations.order_by("language"))
    words = drafts_in_one_language([each.document_id for each in rows]) if rows else {}
    names = dict(language_choices())
    return [_read(each, motion, words, names) for each in rows]


def languages_left(motion: Motion) -> list[tuple[str, str]]:
    """Return the languages in which a motion can be written besides its own."""
    return [(code, str(name)) for code, name in language_choices() if code != motion.language]


def translation_begun(motion: Motion, language: str) -> dict[str, object]:
    """Return what a form begins with in which a motion is written in another language: what stands there, if anything does."""
    begun: dict[str, object] = {"on_revision": motion.revision, "language": language}
    row = motion.translations.filter(language=language).first()
    if row is not None:
        words = drafts_in_one_language([row.document_id])[row.document_id]
        begun |= {"title": words.title, "body": words.body}
    return begun


def _read(
    row: MotionTranslation, motion: Motion, words: Mapping[UUID, Words], names: Mapping[str, object]
) -> Translated:
    text = words[row.document_id]
    name = str(names.get(row.language, row.language))
    points = points_in(text.body, title=text.title)
    return Translated(row.language, name, text, points, row.on_revision != motion.revision)
