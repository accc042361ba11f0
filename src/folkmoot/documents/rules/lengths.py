"""How long texts may be: everybody's page waits while one is put into HTML."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

BODY_LONGEST = 200_000
# One of full length in three languages, or a shorter one in forty.
TOGETHER_LONGEST = 3 * BODY_LONGEST
# Each line can be a point of a list, and takes as long as a hundred characters do.
MOST_LINES = 10_000
_LINE_END = re.compile(r"\r\n?|\n")


def must_have_room(bodies: Sequence[str]) -> None:
    """Let only the bodies of a document's languages through that can be saved, and be looked at together.

    :raises Refused: if one is too long or has too many lines, or all are too long together.
    """
    for body in bodies:
        _must_be_short(body)
    together = sum(map(len, bodies))
    if together > TOGETHER_LONGEST:
        raise Refused(
            _(
                "The texts in all languages have %(length)d characters together. Shorten them to at most %(most)d, or"
                " divide them in two."
            )
            % {"length": together, "most": TOGETHER_LONGEST},
            field="body",
        )


def _must_be_short(body: str) -> None:
    if len(body) > BODY_LONGEST:
        raise Refused(
            _("The text has %(length)d characters. Shorten it to at most %(most)d, or divide it in two.")
            % {"length": len(body), "most": BODY_LONGEST},
            field="body",
        )
    lines = len(_LINE_END.findall(body)) + 1
    if lines > MOST_LINES:
        raise Refused(
            _("The text has %(count)d lines. Bring it to at most %(most)d, or divide it in two.")
            % {"count": lines, "most": MOST_LINES},
            field="body",
        )
