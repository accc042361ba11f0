"""When things happened at a meeting, and when it can be opened."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.meetings.rules.times import MOST_YEARS

LEFT_OPEN = timedelta(days=1)
# Whoever closed it by mistake sees that at once, or when the others protest.
TAKEN_BACK = timedelta(hours=1)
# What a signed sheet says is entered while it lies on the desk, and by then everybody has seen a slip of the pen.
SHEET_LIES_OPEN = timedelta(days=14)
# Who was named to lead one evening writes its minutes; by then the next meeting has come, or its officers do it.
NAMED_FOR = timedelta(weeks=8)
# Over midnight: whoever says that it ended before it began has mistyped an hour, unless that is one night.
LONGEST_NIGHT = timedelta(hours=12)
# A meeting is adjourned to a day that people can note.
LATEST = timedelta(days=365)


def moment_tapped(when: datetime | None, *, since: datetime, at: datetime) -> datetime:
    """Return when something happened that was tapped at `when` by somebody's phone and is entered at the moment `at`.

    It lies between `since` and now, whatever the phone says; what has no time of its own happens now.
    """
    if when is None or when.tzinfo is None:
        return at
    return max(since, min(when, at))


def is_left_open(ends_at: datetime, goes_on_at: datetime | None, *, at: datetime) -> bool:
    """Return whether a meeting that was not closed counts as left open, a day after its end or after it was to go on."""
    return at > max(ends_at, goes_on_at or ends_at) + LEFT_OPEN


def must_be_its_day(*, first: date, last: date, today: date) -> None:
    """Let a meeting be opened only on a day for which it was called.

    :raises Refused: if it is called for a later day, or that day is past.
    """
    if today < first:
        raise Refused(
            _("The meeting is called for %(day)s, and cannot be opened before that day.")
            % {"day": date_format(first)}
        )
    if today > last:
        raise Refused(
            _(
                "The meeting was called for %(day)s, which is past. Enter it from the sheet that was signed there."
            )
            % {"day": date_format(first)}
        )


def must_be_early_knowingly(begins: datetime, *, is_early: bool, at: datetime) -> None:
    """Let a meeting be opened before its hour, by the clocks of its unit, only if that is said.

    :raises Refused: if it is not.
    """
    if at < begins and not is_early:
        raise Refused(early_in_words(begins), field="is_early")


def early_in_words(begins: datetime) -> str:
    """Return what has to be known before a meeting is opened before its hour."""
    return _("It was called for %(hour)s; who comes then finds it begun. Wait, or begin it now.") % {
        "hour": time_format(begins, "H:i")
    }


def must_be_its_hour(begins: datetime, *, at: datetime) -> None:
    """Let nobody be missed before the hour of a meeting, by the clocks of its unit.

    :raises Refused: if that is to come.
    """
    if at < begins:
        raise Refused(
            _("It was called for %(hour)s, and whoever comes by then is not late. Wait until then.")
            % {"hour": time_format(begins, "H:i")}
        )


def must_be_all_or_its_hour(begins: datetime, *, present: int, members: int, at: datetime) -> None:
    """Let nothing be voted on before the hour of a meeting, by the clocks of its unit, unless all with a vote are there.

    :raises Refused: if the hour is to come and somebody is missing.
    """
    if at < begins and present < members:
        raise Refused(
            _(
                "The meeting was called for %(hour)s, and %(present)d of %(members)d are here. Vote then, or when all are here."
            )
            % {"hour": time_format(begins, "H:i"), "present": present, "members": members}
        )


def must_have_no_quorum(present: int, needed: int | None) -> None:
    """Let a meeting be closed for want of a quorum only if it has none.

    :raises Refused: if no clause asks for one, or enough are there.
    """
    if needed is None:
        raise Refused(_("The bylaws ask for no quorum here. Close the meeting instead."))
    if present >= needed:
        raise Refused(
            _("%(present)d are here, and %(needed)d are enough. Close the meeting instead.")
            % {"present": present, "needed": needed}
        )


def can_be_reopened(closed_at: datetime, *, is_entered: bool, at: datetime) -> bool:
    """Return whether it can be taken back that a meeting was closed: for an hour, unless it was entered from a sheet."""
    return not is_entered and at <= closed_at + TAKEN_BACK


def must_be_closed_lately(closed_at: datetime, *, is_entered: bool, at: datetime) -> None:
    """Let a meeting be opened again only soon after it was closed.

    :raises Refused: if that is longer ago, or it was entered from a sheet.
    """
    if not can_be_reopened(closed_at, is_entered=is_entered, at=at):
        raise Refused(_("A meeting can be opened again for an hour after it was closed. Call another one."))


def is_sheet_open(entered_at: datetime, *, at: datetime) -> bool:
    """Return whether what else stands on the sheet of a meeting is entered and corrected: for two weeks after it was entered."""
    return at <= entered_at + SHEET_LIES_OPEN


def must_have_an_open_sheet(entered_at: datetime, *, at: datetime) -> None:
    """Let what a sheet says be entered and corrected only for two weeks after the meeting was entered from it.

    :raises Refused: if that is longer ago.
    """
    if not is_sheet_open(entered_at, at=at):
        raise Refused(
            _(
                "What stands on a sheet is entered within two weeks after the meeting was entered from it. Put it to the next"
                " meeting."
            )
        )


def must_be_new_day(goes_on_at: datetime | None, *, at: datetime) -> None:
    """Let a meeting be adjourned to a moment that is to come, or to none in particular.

    :raises Refused: if it is past, more than a year ahead, or of no time zone.
    """
    if goes_on_at is None:
        return
    if goes_on_at.tzinfo is None or goes_on_at > at + LATEST:
        raise Refused(_("Choose a time within a year, with its time zone, or none."), field="goes_on_at")
    if goes_on_at <= at:
        raise Refused(_("This is past. Choose a later time, or none."), field="goes_on_at")


def must_have_happened(opened_at: datetime, closed_at: datetime, *, at: datetime) -> None:
    """Let a meeting be entered afterwards only when it is over, and ended after it began.

    :raises Refused: if it is still to come or goes on, or ended before it began.
    """
    if closed_at > at:
        raise Refused(_("This is still to come. Enter the meeting when it is over."), field="closed")
    if closed_at <= opened_at:
        raise Refused(_("It ended after it began. Look at the hours again."), field="closed")


def must_be_one_night(opened_at: datetime, closed_at: datetime) -> None:
    """Let a meeting that ended on the day after it began have lasted at most twelve hours.

    :raises Refused: if it would have lasted longer.
    """
    if closed_at - opened_at > LONGEST_NIGHT:
        raise Refused(
            _(
                "It ended before it began. Look at the hours again: one that went on after midnight is entered so for twelve"
                " hours at most."
            ),
            field="closed",
        )


def must_not_be_long_ago(day: date, *, today: date) -> None:
    """Let a meeting be entered afterwards only within ten years: a year that was mistyped is further away.

    :raises Refused: if its day is earlier.
    """
    if day.year < today.year - MOST_YEARS:
        raise Refused(_("This day is more than ten years ago. Look at the year again."), field="day")


def must_be_no_more_than(members: int, attended: int, others: int) -> None:
    """Let no more be counted at a meeting than had a vote in it; `others` of those who attended are not named.

    :raises Refused: if more are.
    """
    if others < 0 or attended > members:
        raise Refused(
            _("%(members)d had a vote in this meeting. Count each of them once at most.")
            % {"members": members},
            field="others",
        )
