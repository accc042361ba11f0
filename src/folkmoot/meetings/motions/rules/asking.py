"""Questions on which a meeting gives its advice: what may be asked, and what was counted."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.meetings.rules.words import item_text

OPTIONS_LEAST, OPTIONS_MOST = 2, 20


def options_of(given: Sequence[str]) -> list[str]:
    """Return the answers that can be given to a question, two to twenty, each one line.

    :raises Refused: if there are fewer or more, two are the same, or one is empty or too long.
    """
    options = [_option(each) for each in given]
    if not OPTIONS_LEAST <= len(options) <= OPTIONS_MOST:
        raise Refused(
            _("A question has from %(least)d to %(most)d answers, one a line.")
            % {"least": OPTIONS_LEAST, "most": OPTIONS_MOST},
            field="options",
        )
    if len({each.casefold() for each in options}) < len(options):
        raise Refused(_("Two of these answers are the same. Leave one of them out."), field="options")
    return options


def must_be_hands(hands: Sequence[int], options: int, present: int) -> None:
    """Let only a tally through with a figure for each answer, none of them more than are present.

    One may raise a hand for several answers.

    :raises Refused: if figures are missing, or one is below 0 or more than are present with a vote.
    """
    if len(hands) != options:
        raise Refused(_("Enter a figure for each answer, 0 if nobody raised a hand."), field="hands")
    if any(each < 0 for each in hands):
        raise Refused(_("A figure is 0 or more. Count again."), field="hands")
    if max(hands) > present:
        raise Refused(
            _("These are %(hands)d hands, and %(present)d people with a vote are present. Count again.")
            % {"hands": max(hands), "present": present},
            field="hands",
        )


def _option(given: str) -> str:
    try:
        return item_text(given)
    except Refused as refusal:
        raise Refused(refusal.sentence, field="options") from None
