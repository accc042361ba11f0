"""A meeting on paper: its notice, for a wall and for whoever has no phone, and the sheet that those present sign."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from folkmoot.circulars.queries.printing import address_of
from folkmoot.circulars.rules.leaf import Leaf, Section
from folkmoot.circulars.rules.meeting_sheet import MeetingSheet, lines_for
from folkmoot.meetings import screens
from folkmoot.meetings.queries.meetings import MeetingPage, meeting_page
from folkmoot.meetings.queries.voters import count_voters, is_named_all
from folkmoot.people.models import Person


def notice_of(meeting_id: UUID, reader: Person, *, organisation: str, at: datetime) -> Leaf | None:
    """Return the notice of a meeting as `reader` prints it; None if they do not see it, or there is none.

    Where it is held stands on it only if they are shown that. The link never does: a wall would let everybody in.
    """
    page = meeting_page(meeting_id, reader, at=at)
    if page is None:
        return None
    meeting = page.meeting
    return Leaf(
        title=meeting.title,
        kicker=meeting.unit.name,
        organisation=organisation,
        language=get_language() or "en",
        direction="rtl" if get_language_bidi() else "ltr",
        lede=_lede(page),
        facts=screens.all_facts_of(page),
        sections=list(_sections(page)),
        closing=[_("Scan the code for the page of this meeting: it has what changes. Sign in to see it.")],
        address=address_of(reverse("meetings:meeting", args=[meeting.pk])),
        is_large=True,
        words={
            "code": _("A code to scan: it leads to the page of this meeting"),
            "if_gaps": _("A square stands for each letter that could not be printed."),
        },
    )


def sheet_of(meeting_id: UUID, reader: Person, *, organisation: str, at: datetime) -> MeetingSheet | None:
    """Return the sheet of a meeting as `reader`, who runs it, prints it; None if they do not, or it was cancelled or opened.

    It has no names: who belongs to a cell does not lie about on a table where nobody came.
    """
    page = meeting_page(meeting_id, reader, at=at)
    if page is None or not page.may_run or page.meeting.opened is not None:
        return None
    meeting = page.meeting
    return MeetingSheet(
        title=meeting.title,
        kicker=meeting.unit.name,
        organisation=organisation,
        language=get_language() or "en",
        direction="rtl" if get_language_bidi() else "ltr",
        lede=_("Write here what happens. Whoever has a screen enters it afterwards, from this sheet."),
        facts=screens.all_facts_of(page)[:1],
        agenda=[screens.line_of_item(item) for item in page.items],
        lines=lines_for(count_voters(meeting, at=at)),
        heard=[item.decision.number for item in page.items if item.decision is not None],
        address=address_of(reverse("meetings:meeting", args=[meeting.pk])),
        words=_words_of_sheet(is_named_all=is_named_all(meeting)),
    )


def _words_of_sheet(*, is_named_all: bool) -> dict[str, str]:
    others = "" if is_named_all else _("How many others with a vote signed, on other sheets")
    return {
        "code": _("A code to scan: it leads to the page of this meeting"),
        "if_gaps": _("A square stands for each letter that could not be printed."),
        "began": _("It began at"),
        "ended": _("It ended at"),
        "chair": _("Who chaired it"),
        "minutes": _("Who took the minutes"),
        "others": others,
        "guests": _("Guests, by name. They have no vote."),
        **_words_signed(),
        **_words_moved(),
        **_words_voted(),
        "agenda": _("What was decided or said, item by item"),
        "agenda_hint": _("For the minutes. Work that somebody takes on: what, who, and until when."),
        "signs_chair": _("Signature of the chair"),
        "signs_minutes": _("Signature of whoever took the minutes"),
        "then": _(
            "Afterwards, on the page of the meeting: “Enter it from the signed sheet”, then “Enter a vote from the sheet” "
            "for each vote, in their order. Keep this sheet until the minutes are adopted."
        ),
    }


def _words_signed() -> dict[str, str]:
    return {
        "signed": _("Who has a vote and is here"),
        "signed_hint": _(
            "Each signs for themselves. Below a decision that is read aloud, whoever heard it and agrees to be entered "
            "makes a cross. Where the roll is called: F for, A against, – abstains."
        ),
        "name": _("Name"),
        "signature": _("Signature"),
        "roll_1": _("Roll 1"),
        "roll_2": _("Roll 2"),
    }


def _words_moved() -> dict[str, str]:
    return {
        "moved": _("Motions and amendments from the room"),
        "moved_hint": _("In the words in which they are voted on; of an amendment, to which motion."),
        "text": _("Words"),
        "mover": _("Moved by"),
    }


def _words_voted() -> dict[str, str]:
    return {
        "votes": _("Votes, in their order"),
        "votes_hint": _(
            "Amendments before their motion. How: H hands, with figures; N nobody objected; 1 or 2, the roll was called."
        ),
        "about": _("What it was about"),
        "way": _("How"),
        "in_favour": _("For"),
        "against": _("Against"),
        "abstained": _("Abstained"),
        "counted": _("Who counted"),
        "aside": _("Who stood aside"),
        "advice": _("Advice"),
        "advice_hint": _("Hands for each answer. Nothing is decided by it, and nobody is named."),
        "question": _("Question"),
        "answer": _("Answer"),
        "hands": _("Hands"),
    }


def _lede(page: MeetingPage) -> str:
    meeting = page.meeting
    if meeting.is_cancelled:
        return _("This meeting is not held. It was cancelled: %(reason)s") % {"reason": meeting.reason}
    if meeting.was is None:
        return ""
    was = screens.moment_in_words(meeting.was)
    said = _("This meeting was postponed. It was to begin on %(was)s.") % {"was": was}
    return f"{said} {meeting.reason}"


def _sections(page: MeetingPage) -> Iterator[Section]:
    if page.meeting.link and not page.meeting.is_cancelled:
        yield Section(_("Online"), [_("The link stands on the page of this meeting, for its members.")])
    if page.meeting.text:
        yield Section("", page.meeting.text.splitlines())
    if page.items:
        yield Section(_("Agenda"), (), [screens.line_of_item(item) for item in page.items])
