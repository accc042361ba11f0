"""What a letter, an offer, an answer and a reason may be: plain text of some length."""

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

LETTER_LONGEST = 2_000
REPLY_LONGEST = 1_000
MOST_UNDECIDED = 3


def tidy_text(text: str, *, longest: int, field: str) -> str:
    """Return a text with plain line ends and without space around it.

    :raises Refused: if nothing is left, or it has more than `longest` characters.
    """
    tidied = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if not tidied:
        raise Refused(_("Nothing is written here yet."), field=field)
    if len(tidied) > longest:
        raise Refused(
            _("This has %(length)d characters. Shorten it to at most %(most)d.")
            % {"length": len(tidied), "most": longest},
            field=field,
        )
    return tidied
