"""What minutes tell the meetings of which they are; see `meetings/interfaces.py`."""

from django.db.models import Exists, OuterRef

from folkmoot.meetings.interfaces import Offer
from folkmoot.meetings.minutes.models import MinutesVersion
from folkmoot.meetings.minutes.queries.minutes import to_adopt
from folkmoot.meetings.minutes.screens import is_proposed, minutes_proposed, offer_of
from folkmoot.meetings.models import AgendaItem, Meeting
from folkmoot.units.models import Unit


class MinutesAtMeetings:
    """The answers of minutes."""

    def are_adopted(self) -> Exists:
        """Return the condition that a meeting has minutes that were adopted."""
        return Exists(MinutesVersion.objects.filter(minutes=OuterRef("pk")))

    def to_adopt(self, unit: Unit) -> str:
        """Return the lines of an agenda by which a unit adopts the minutes that wait for it."""
        return minutes_proposed(to_adopt([unit])[unit.pk])

    def offered(self, meeting: Meeting, item: AgendaItem) -> Offer | None:
        """Return what is offered where an item of the agenda is such a line."""
        if not is_proposed(item.text):
            return None
        found = to_adopt([meeting.unit])[meeting.unit_id]
        return next(
            (offer_of(each, meeting) for each in found if minutes_proposed([each]) == item.text), None
        )
