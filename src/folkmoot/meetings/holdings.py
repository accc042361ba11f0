"""What is held about a person as one who attends meetings and leads them, and for how long."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import ONLY_REFERS, Field, Holding, about
from folkmoot.kernel.keeping import Aged, Keeping, forget_among
from folkmoot.meetings.models import LateTap, Presence, Sitting, Speaker
from folkmoot.meetings.rules.permissions import ATTENDANCE, RUNNING

# Until the next meetings have adopted the minutes, and a year's work was reported. How many attended is kept for good.
PRESENCE_KEPT = timedelta(days=365)
# Whoever keeps the minutes settles them while they write these.
TAPS_KEPT = timedelta(days=30)
# A list that was forgotten, as its meeting was never closed.
SPEAKERS_KEPT = timedelta(days=1)
# Where those who read it hold the permission.
WHERE = _("in the unit that met")
_READERS, _RUNNING = (ATTENDANCE,), (RUNNING,)


def presence_over(at: datetime) -> "QuerySet[Presence]":
    """Return who was present at meetings that ended a year ago."""
    return Presence.objects.filter(meeting__ends_at__lte=at - PRESENCE_KEPT)


def taps_over(at: datetime) -> "QuerySet[LateTap]":
    """Return what has waited for a month."""
    return LateTap.objects.filter(tapped_at__lte=at - TAPS_KEPT)


def speakers_over(at: datetime) -> "QuerySet[Speaker]":
    """Return who has stood on a list of speakers since yesterday."""
    return Speaker.objects.filter(asked_at__lte=at - SPEAKERS_KEPT)


HOLDINGS = (
    Holding(
        "meetings_presence",
        _("Meetings I attended"),
        _("to know whether a meeting has its quorum, and who may vote"),
        (
            Field("meeting_id", _("Meeting of"), _READERS, shown="meeting__unit__name"),
            Field("person_id", _("Who"), _READERS, shown="person__name"),
            Field("has_vote", _("With a vote"), _READERS),
            Field("came_at", _("Came"), _READERS),
            Field("left_at", _("Left"), _READERS),
        ),
        about(Presence.objects.all(), "person", by=("came_at", "pk")),
        {"id": ONLY_REFERS, "guest_name": _("the name of a guest, who is not known here")},
        where=WHERE,
        seen_as=_("that I was there: also by those who were there too"),
    ),
    Holding(
        "meetings_speaker",
        _("Lists of speakers I am on"),
        _("so that people speak in turn"),
        (
            Field("meeting_id", _("Meeting of"), _RUNNING, shown="meeting__unit__name"),
            Field("presence_id", _("Who"), _RUNNING, shown="presence__person__name"),
            Field("is_point_of_order", _("To a point of order"), _RUNNING),
            Field("asked_at", _("Asked"), _RUNNING),
            Field("has_floor", _("Speaking now"), _RUNNING),
        ),
        about(Speaker.objects.all(), "presence__person", by=("asked_at", "pk")),
        {"id": ONLY_REFERS},
        where=WHERE,
        seen_as=_(
            "that I wait to speak or speak: also by those named to chair the meeting and take its minutes"
        ),
    ),
    Holding(
        "meetings_sitting",
        _("Meetings I led"),
        _("to know who chaired a meeting and took its minutes"),
        (
            Field("chair_id", _("Chaired by"), _READERS, shown="chair__name"),
            Field("minute_taker_id", _("Minutes by"), _READERS, shown="minute_taker__name"),
            Field("opened_at", _("Opened"), _READERS),
            Field("closed_at", _("Closed"), _READERS),
        ),
        about(Sitting.objects.all(), "chair", "minute_taker", by=("opened_at", "pk")),
        where=WHERE,
        seen_as=_("that I chaired it or took its minutes: also by those who were there too"),
    ),
    Holding(
        "meetings_latetap",
        _("What I tapped at meetings without a connection"),
        _("so that whoever keeps the meeting does it after all, or leaves it out"),
        (
            Field("meeting_id", _("Meeting of"), _RUNNING, shown="meeting__unit__name"),
            Field("by_id", _("Tapped by"), _RUNNING, shown="by__name"),
            Field("act", _("What"), _RUNNING),
            Field("input", _("With"), _RUNNING),
            Field("tapped_at", _("When"), _RUNNING),
            Field("refusal", _("Why it waits"), _RUNNING),
        ),
        about(LateTap.objects.all(), "by", by=("tapped_at", "pk")),
        {"id": ONLY_REFERS},
        where=WHERE,
        seen_as=_("what I tapped: also by those named to chair the meeting and take its minutes"),
    ),
)
KEEPINGS = (
    Keeping(
        _("a year after the meeting, or until the person is erased"),
        frozenset({"meetings_presence"}),
        Aged(presence_over),
        ended_by=("rights.erase_person",),
    ),
    Keeping(
        _("until they have spoken, the item ends or a day has passed"),
        frozenset({"meetings_speaker"}),
        Aged(speakers_over),
        ended_by=(
            "meetings.take_off_list",
            "meetings.give_the_floor",
            "meetings.take_up_item",
            "meetings.finish_item",
            "meetings.close_meeting",
        ),
    ),
    Keeping(_("for good"), frozenset({"meetings_sitting"})),
    Keeping(
        _("until it is done or left out, 30 days at the most"),
        frozenset({"meetings_latetap"}),
        Aged(taps_over),
        ended_by=("meetings.do_tap", "meetings.leave_out_tap", "rights.erase_person"),
    ),
)


def erase(person_id: UUID, limit: int) -> int:
    """Forget up to `limit` meetings that somebody who was erased attended, and what they tapped; return how many rows."""
    return forget_among(
        (Presence.objects.filter(person=person_id), LateTap.objects.filter(by=person_id)), limit
    )
