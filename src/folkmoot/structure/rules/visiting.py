"""What is a visit of an officer from above, and how long it can be said that it was none."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.structure.rules.placing import Place

PURPOSE_LONGEST = 200
# So long somebody remembers on which day they were where.
ENTERED_WITHIN = timedelta(days=60)
# A unit that meets once a month has met by then.
OBJECTED_WITHIN = timedelta(days=30)


def must_be_from_elsewhere(unit: Place, *, is_own: bool) -> None:
    """Let nobody visit where they are at home, or hold an office.

    :raises Refused: if they do.
    """
    if is_own:
        raise Refused(
            _(
                "You belong to %(unit)s yourself, so being there is no visit. Ask another officer from above to come."
            )
            % {"unit": unit.name}
        )


def must_have_been_from_elsewhere(unit: Place, *, was_own: bool) -> None:
    """Let nobody have visited where they were at home on that day, or held an office.

    :raises Refused: if they were.
    """
    if was_own:
        raise Refused(
            _("You belonged to %(unit)s yourself on this day, so being there was no visit.")
            % {"unit": unit.name},
            field="on",
        )


def must_be_a_day_past(on: date, *, today: date, since: date) -> None:
    """Let a visit be entered for today or a day of the last sixty, from `since` on.

    :raises Refused: if the day is to come, longer ago, or from before the office began or the unit was founded.
    """
    if on > today:
        raise Refused(_("This day is still to come. Enter the visit when you were there."), field="on")
    if on < today - ENTERED_WITHIN:
        raise Refused(
            _(
                "A visit is entered within %(days)d days. This one is longer ago, and can no longer be entered."
            )
            % {"days": ENTERED_WITHIN.days},
            field="on",
        )
    if on < since:
        raise Refused(
            _("You hold your office over this unit since %(day)s. Choose that day or a later one.")
            % {"day": date_format(since)},
            field="on",
        )


def may_still_be_changed(entered_at: datetime, *, at: datetime) -> bool:
    """Return whether a visit can be objected to, or taken back, at the moment `at`: until thirty days have passed."""
    return at < entered_at + OBJECTED_WITHIN


def must_still_be_open(entered_at: datetime, *, at: datetime) -> None:
    """Let a visit be objected to, or taken back, only within thirty days from when it was entered.

    :raises Refused: if they have passed.
    """
    if not may_still_be_changed(entered_at, at=at):
        raise Refused(
            _("This visit was entered more than %(days)d days ago. It stays as it is.")
            % {"days": OBJECTED_WITHIN.days}
        )
