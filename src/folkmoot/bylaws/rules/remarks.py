"""What is said of an article that no clause can express."""

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

REMARK_LONGEST = 1_000


def tidy_remark(remark: str) -> str:
    """Return a sentence without spaces around or doubled.

    :raises Refused: if it is empty or longer than 1,000 characters.
    """
    tidied = " ".join(remark.split())
    if not tidied:
        raise Refused(_("Say in a sentence what cannot be checked."), field="remark")
    if len(tidied) > REMARK_LONGEST:
        raise Refused(
            _("This is longer than %(most)d characters. Say it in a sentence or two.")
            % {"most": REMARK_LONGEST},
            field="remark",
        )
    return tidied
