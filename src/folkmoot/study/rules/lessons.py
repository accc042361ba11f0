"""What a lesson says, and which one fits somebody next, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.documents.rules.rendering import told_html_of
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.text import tidy_text
from folkmoot.study.rules.programmes import Level, language_code, level_called, programme_title

BODY_LONGEST = 20_000
LINES_MOST = 500
MINUTES_MOST = 60
LESSONS_MOST = 50
_RANKS = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True)
class LessonWords:
    """What a lesson says, in Markdown, how long it takes, for what it is learnt, and in which language it is."""

    title: str
    body: str
    minutes: int
    level: Level
    language: str


class Why(Enum):
    """Why a lesson is the next one that fits somebody."""

    REVISED = "revised"
    GOES_ON = "goes on"
    BEGINS = "begins"
    PLACED = "placed"


@dataclass(frozen=True)
class Offered:
    """A lesson that somebody could read; `is_revised` is one that was written anew since they read it.

    `begins` is with which level they begin with its programme, if they said so or found it out.
    """

    pk: UUID
    programme: UUID
    level: str
    language: str
    is_read: bool = False
    is_revised: bool = False
    begins: Level | None = None

    @property
    def is_below(self) -> bool:
        """Whether it is for less than that with which they begin."""
        return self.begins is not None and _RANKS[Level(self.level)] < _RANKS[self.begins]


def lesson_words(title: str, body: str, minutes: int, level: str, language: str) -> LessonWords:
    """Return what a lesson says, as it can be shown.

    :raises Refused: if a text is missing or too long to be shown, or the minutes, the level or the language is not in order.
    """
    text = tidy_text(body, longest=BODY_LONGEST, field="body")
    if text.count("\n") >= LINES_MOST:
        raise Refused(
            _("A lesson has at most %(most)d lines. Divide it in two.") % {"most": LINES_MOST}, field="body"
        )
    if not 1 <= minutes <= MINUTES_MOST:
        raise Refused(
            _("Choose between 1 and %(most)d minutes. Divide a longer lesson in two.")
            % {"most": MINUTES_MOST},
            field="minutes",
        )
    try:
        told_html_of(text)
    except Refused as refusal:
        raise Refused(refusal.sentence, field="body") from None
    return LessonWords(programme_title(title), text, minutes, level_called(level), language_code(language))


def next_lesson(offered: Sequence[Offered], languages: Sequence[str]) -> tuple[UUID, Why] | None:
    """Return which lesson fits next whoever reads these languages, and why; None if they have read them all.

    What was written anew since they read it comes first, then what goes on where they have begun, then what begins something:
    in a language they read before another, and of a programme what is basic before what is not, but for what is below that with
    which they begin: that comes last.
    """
    begun = {each.programme for each in offered if each.is_read}

    def order(each: Offered) -> tuple[bool, bool, bool, bool, int, UUID]:
        is_foreign = each.language not in languages
        return (
            not each.is_revised,
            is_foreign,
            each.is_below,
            each.programme not in begun,
            _RANKS[Level(each.level)],
            each.pk,
        )

    left = [each for each in offered if each.is_revised or not each.is_read]
    if not left:
        return None
    first = min(left, key=order)
    if first.is_revised:
        return first.pk, Why.REVISED
    if first.programme in begun:
        return first.pk, Why.GOES_ON
    return first.pk, Why.BEGINS if first.begins is None or first.is_below else Why.PLACED
