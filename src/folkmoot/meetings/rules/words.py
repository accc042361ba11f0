"""What is written of a meeting: where it is, what it is about, why it is not held."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.bylaws.rules.kinds import MEETINGS, Meeting
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.text import one_line, plain_text

PLACE_LONGEST = 200
LINK_LONGEST = 500
TEXT_LONGEST = 2_000
REASON_LONGEST = 500
ITEM_LONGEST = 200
ITEMS_MOST = 60
GUEST_LONGEST = 200
AT_ONCE_MOST = 200


class Form(StrEnum):
    """How people meet."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    MIXED = "mixed"


FORMS: Mapping[Form, str | Promise] = {
    Form.IN_PERSON: gettext_lazy("in person"),
    Form.ONLINE: gettext_lazy("online"),
    Form.MIXED: gettext_lazy("in person and online"),
}


@dataclass(frozen=True)
class Where:
    """How people meet, and where: the place, the link, or both."""

    how: Form
    place: str
    link: str


def kind_called(code: str) -> Meeting:
    """Return the kind of meeting with this code.

    :raises Refused: if there is none; the sentence names those there are.
    """
    kinds = {str(each): each for each in MEETINGS if each is not Meeting.ANY}
    if code not in kinds:
        raise Refused(_one_of(code, kinds), field="kind")
    return kinds[code]


def kind_in_words(code: str) -> str:
    """Return the kind of a meeting as a title: "General meeting"."""
    return str(capfirst(str(MEETINGS[Meeting(code)])))


def where_of(how: str, place: str, link: str) -> Where:
    """Return how and where people meet: a place for those who come, an https link for those who do not.

    :raises Refused: if there is no such form, what it needs is missing, what it has no use for is given, or one is not in order.
    """
    forms = {str(each): each for each in Form}
    if how not in forms:
        raise Refused(_one_of(how, forms), field="how")
    found = Where(forms[how], one_line(place, longest=PLACE_LONGEST, field="place"), _link(link))
    _must_fit(found)
    return found


def meeting_text(given: str) -> str:
    """Return what a call says besides, without the space around it; at most 2,000 characters.

    :raises Refused: if it is longer.
    """
    return plain_text(given, longest=TEXT_LONGEST, field="text")


def reason_text(given: str) -> str:
    """Return why a meeting is postponed or cancelled, for its members to read; at most 500 characters.

    :raises Refused: if nothing is left, or it is too long.
    """
    reason = plain_text(given, longest=REASON_LONGEST, field="reason")
    if not reason:
        raise Refused(_("Say why, so that members know."), field="reason")
    return reason


def item_text(given: str) -> str:
    """Return an item of the agenda, one line of at most 200 characters.

    :raises Refused: if nothing is left, or it is too long.
    """
    item = one_line(given, longest=ITEM_LONGEST, field="agenda")
    if not item:
        raise Refused(_("An item of the agenda is empty. Fill it in, or leave it out."), field="agenda")
    return item


def must_be_few(count: int) -> None:
    """Let no agenda have more than sixty items.

    :raises Refused: if it has.
    """
    if count > ITEMS_MOST:
        raise Refused(
            _("These are %(count)d items; an agenda has at most %(most)d.")
            % {"count": count, "most": ITEMS_MOST},
            field="agenda",
        )


def guest_named(given: str) -> str:
    """Return the name of a guest, one line of at most 200 characters, or nothing.

    :raises Refused: if it is too long.
    """
    return one_line(given, longest=GUEST_LONGEST, field="guest")


def must_be_few_at_once(count: int) -> None:
    """Let one tap name somebody, and at most two hundred.

    :raises Refused: if it names nobody, or more.
    """
    if not 1 <= count <= AT_ONCE_MOST:
        raise Refused(
            _("Choose who it is, at most %(most)d at once.") % {"most": AT_ONCE_MOST}, field="people"
        )


def _must_fit(where: Where) -> None:
    if where.how is not Form.ONLINE and not where.place:
        raise Refused(_("Say where people meet."), field="place")
    if where.how is not Form.IN_PERSON and not where.link:
        raise Refused(_("Give the link with which people join."), field="link")
    if where.how is Form.ONLINE and where.place:
        raise Refused(
            _("A meeting online has no place. Leave it empty, or choose “in person and online”."),
            field="place",
        )
    if where.how is Form.IN_PERSON and where.link:
        raise Refused(
            _("A meeting in person has no link. Leave it empty, or choose “in person and online”."),
            field="link",
        )


def _link(given: str) -> str:
    link = one_line(given, longest=LINK_LONGEST, field="link")
    if link and not _is_secure(link):
        raise Refused(
            _("This is no link that can be opened safely. It begins with https:// and has no spaces."),
            field="link",
        )
    return link


def _is_secure(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    # What stands before an @ is no host, though it looks like one.
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc and " " not in link


def _one_of(given: str, known: Mapping[str, object]) -> str:
    return _("“%(given)s” is none of these: %(known)s. Choose one of them.") % {
        "given": given,
        "known": ", ".join(known),
    }
