"""What minutes say by themselves of a meeting: each part of what happens at meetings adds what it knows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from django.utils.formats import date_format, time_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.meetings.interfaces import outcomes_of
from folkmoot.meetings.minutes.models import HEADING_LONGEST
from folkmoot.meetings.minutes.queries.composing_motions import motions_moved
from folkmoot.meetings.minutes.queries.composing_votes import advice_given, motions_voted_on, votes_held
from folkmoot.meetings.minutes.rules.minutes import CLOSING, OPENING, Draft, Happening, lines_of
from folkmoot.meetings.models import AgendaItem, Presence, Sitting
from folkmoot.meetings.queries.meetings import agenda_of

# Given a meeting that was opened: what of it the minutes tell. People in it are called by their names, as they are known.
Source = Callable[[Sitting], Iterable[Happening]]


def composed(sitting: Sitting) -> list[Draft]:
    """Return the minutes of a meeting, which comes with its unit, as they write themselves so far, in the active language."""
    items = agenda_of(sitting.meeting, [], at=sitting.opened_at)
    happenings = [each for source in SOURCES for each in source(sitting)]
    parts = [Draft(OPENING, _("Opening"), lines_of(happenings, None))]
    parts += [Draft(str(item.pk), _heading(item), lines_of(happenings, item.pk)) for item in items]
    return [*parts, Draft(CLOSING, _("Closing"), "\n".join([*outcomes_of(sitting.meeting), *_end(sitting)]))]


def opening(sitting: Sitting) -> Iterator[Happening]:
    """Yield when a meeting was opened, who led it, how many were there, and its quorum by its article."""
    yield Happening(_("Opened on %(when)s.") % {"when": _moment(sitting, sitting.opened_at)})
    if sitting.is_entered_afterwards:
        yield Happening(_("Entered afterwards, from a sheet that was signed at the meeting."))
    if not sitting.meeting.was_called_here:
        yield Happening(_("It was not called here, so that its notice is not known here."))
    yield Happening(_("How: %(how)s.") % {"how": sitting.meeting.how_in_words})
    led = {"chair": sitting.chair.name, "minutes": sitting.minute_taker.name}
    yield Happening(_("Chair: %(chair)s. Minutes: %(minutes)s.") % led)
    present, guests = _attended(sitting)
    yield Happening(_present(present, guests, sitting.members))
    yield Happening(_quorum(sitting))


def items_dealt_with(sitting: Sitting) -> Iterator[Happening]:
    """Yield from when to when each item was dealt with, and which decision was read aloud under it."""
    voted_on = motions_voted_on(sitting)
    for item in AgendaItem.objects.filter(meeting=sitting.meeting_id).select_related("decision"):
        if item.begun_at is None:
            # A sheet does not say what was dealt with: whoever enters it does.
            if not sitting.is_entered_afterwards and item.motion_id not in voted_on:
                yield Happening(_("Not dealt with."), item.pk)
            continue
        yield Happening(_span(sitting, item.begun_at, item.ended_at), item.pk)
        if item.decision is not None:
            said = _("The decision %(number)s was read aloud.") % {"number": item.decision.number}
            yield Happening(said, item.pk, item.begun_at)


def _end(sitting: Sitting) -> Iterator[str]:
    if sitting.closed_at is None:
        yield _("The meeting goes on.")
    elif sitting.has_no_quorum_at is not None:
        yield _("Closed at %(hour)s for want of a quorum: it was not held.") % {
            "hour": _hour(sitting, sitting.closed_at)
        }
    else:
        yield _("Closed at %(hour)s.") % {"hour": _hour(sitting, sitting.closed_at)}


def _heading(item: AgendaItem) -> str:
    decision = item.decision
    title = item.motion.title if item.motion else item.text
    if decision:
        title = f"{decision.number} {item.title}"
    return Truncator(f"{item.position}. {title}").chars(HEADING_LONGEST)


def _attended(sitting: Sitting) -> tuple[int, int]:
    if sitting.attended is not None:
        return sitting.attended, sitting.guests or 0
    stays = Presence.objects.filter(meeting=sitting.meeting_id)
    return stays.voting().values("person").distinct().count(), stays.filter(person=None).count()


def _present(present: int, guests: int, members: int) -> str:
    said = _("Present: %(present)d of %(members)d with a vote.") % {"present": present, "members": members}
    if not guests:
        return said
    return f"{said} " + ngettext("%(count)d guest.", "%(count)d guests.", guests) % {"count": guests}


def _quorum(sitting: Sitting) -> str:
    if sitting.quorum is None:
        return _("The bylaws ask for no quorum.")
    asked = {"needed": sitting.quorum, "members": sitting.members, "article": sitting.quorum_article}
    return _("Quorum: %(needed)d of %(members)d (article %(article)s).") % asked


def _span(sitting: Sitting, begun: datetime, ended: datetime | None) -> str:
    if ended is None:
        return _("From %(begun)s.") % {"begun": _hour(sitting, begun)}
    return _("From %(begun)s to %(ended)s.") % {
        "begun": _hour(sitting, begun),
        "ended": _hour(sitting, ended),
    }


def _moment(sitting: Sitting, moment: datetime) -> str:
    local = sitting.meeting.unit.local(moment)
    return _("%(day)s at %(hour)s") % {
        "day": capfirst(date_format(local)),
        "hour": time_format(local, "H:i"),
    }


def _hour(sitting: Sitting, moment: datetime) -> str:
    return time_format(sitting.meeting.unit.local(moment), "H:i")


# Each part of what happens at meetings adds its own function.
SOURCES: Sequence[Source] = (opening, items_dealt_with, motions_moved, votes_held, advice_given)
