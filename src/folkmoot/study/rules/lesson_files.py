"""Which files a lesson shows, and what is said of each to whoever neither sees nor hears it."""

from enum import StrEnum

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.text import one_line

ALT_LONGEST = 300


class Shape(StrEnum):
    """How a lesson shows a file."""

    PICTURE = "picture"
    SOUND = "sound"


def shape_of(media_type: str) -> Shape | None:
    """Return how a lesson shows a file of this type; None if it does not."""
    kind = media_type.partition("/")[0]
    return {"image": Shape.PICTURE, "audio": Shape.SOUND}.get(kind)


def must_be_shown(media_type: str) -> None:
    """Let pictures and sounds stand in a lesson, and nothing else.

    :raises Refused: if it is something else.
    """
    if shape_of(media_type) is None:
        raise Refused(
            _(
                "A lesson shows pictures (PNG, JPEG, WebP) and plays sounds (MP3, Ogg, M4A). Choose one of these."
            ),
            field="file",
        )


def alt_text(given: str) -> str:
    """Return what is said of a picture or a sound.

    :raises Refused: if nothing is said, or more than 300 characters.
    """
    said = one_line(given, longest=ALT_LONGEST, field="alt")
    if not said:
        raise Refused(
            _("Say in a sentence what is to be seen or heard, for whoever sees or hears it not."), field="alt"
        )
    return said
