"""Motions in the languages beside the one in which they are voted on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.documents.languages import language_called, language_choices
from folkmoot.documents.queries import Words, drafts_in_one_language, points_in, writing_of
from folkmoot.meetings.motions.models import Motion, MotionTranslation


@dataclass(frozen=True)
class Translated:
    """A motion in another language: its text, and whether an amendment overtook it."""

    language: str
    name: str
    words: Words
    points: Sequence[Any]
    is_outdated: bool


@dataclass(frozen=True)
class InLanguages:
    """A motion in one of its languages, `shown` if it is not the one of the vote, and its others, each with code and name."""

    shown: Translated | None
    others: Sequence[tuple[str, str]]


def translations_read(motion: Motion, asked: str, languages: Sequence[str]) -> InLanguages:
    """Return a motion in the language that is `asked` for, or in that of somebody who reads `languages`: two questions at most.

    Each takes as long to render as the motion itself, so one is shown at a time; of what somebody reads, one that fits.
    """
    rows = list(motion.translations.order_by("language"))
    fitting = [each.language for each in rows if each.on_revision == motion.revision]
    there = [motion.language, *(each.language for each in rows)]
    readable = (each for each in languages if each in {motion.language, *fitting})
    code = asked if asked in there else next(readable, motion.language)
    shown = next((_read(each, motion) for each in rows if each.language == code), None)
    return InLanguages(shown, [(each, language_called(each).name) for each in there if each != code])


def words_there(motion: Motion) -> dict[str, int]:
    """Return the revision of the words of a motion in each language that would go into the decision: a question for each."""
    fitting = motion.translations.fitting(motion)
    revisions = {each.language: writing_of(each.document_id).revision for each in fitting}
    return {motion.language: motion.revision, **revisions}


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


def _read(row: MotionTranslation, motion: Motion) -> Translated:
    text = drafts_in_one_language([row.document_id])[row.document_id]
    name = language_called(row.language).name
    points = points_in(text.body, title=text.title)
    return Translated(row.language, name, text, points, row.on_revision != motion.revision)
