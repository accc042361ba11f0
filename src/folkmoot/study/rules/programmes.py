"""What a programme is called, and for whom its cards are."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables import parsers

TITLE_LONGEST = 120
CARDS_MOST = 300


class Level(StrEnum):
    """How well somebody will know it who has learnt a programme."""

    BASIC = "basic"
    WORKING = "working"
    TEACHING = "teaching"


LEVELS: Mapping[Level, str | Promise] = {
    Level.BASIC: gettext_lazy("to know it"),
    Level.WORKING: gettext_lazy("to work with it"),
    Level.TEACHING: gettext_lazy("to teach it"),
}


def programme_title(given: str) -> str:
    """Return what a programme is called, one line of at most 120 characters.

    :raises Refused: if nothing is left, or it is too long.
    """
    try:
        title = parsers.text(longest=TITLE_LONGEST)(given)
    except Refused as refusal:
        raise Refused(refusal.sentence, field="title") from None
    if not title:
        raise Refused(_("Give it a title in a few words."), field="title")
    return title


def language_code(given: str) -> str:
    """Return the code of a language.

    :raises Refused: if it is none.
    """
    try:
        return parsers.language(given)
    except Refused as refusal:
        raise Refused(refusal.sentence, field="language") from None


def level_called(code: str) -> Level:
    """Return the level with this code.

    :raises Refused: if there is none.
    """
    if code not in {str(each) for each in Level}:
        raise Refused(
            _("Choose for what it is learnt: to know it, to work with it, or to teach it."), field="level"
        )
    return Level(code)
