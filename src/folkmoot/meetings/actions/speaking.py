"""The list of speakers: points of order first, then as people asked. It goes with its item, and is kept nowhere.

The acts are private, so that they leave neither claim nor entry: by their times one could say how long somebody spoke.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.actions.claiming import claim_open
from folkmoot.meetings.models import Presence, Speaker
from folkmoot.people.models import Person


@act("meetings.ask_to_speak", private=True)
def ask_to_speak(
    *, meeting_id: UUID, stay_id: UUID, is_point_of_order: bool = False, by: Person | None, at: datetime
) -> UUID:
    """Put somebody who is there on the list of speakers: at its end, or before all others for a point of order.

    Whoever stands on it already stays in their place, or goes to the front with a point of order.

    :raises Refused: if `by` may not run the meeting, it is not open or adjourned, or they are not there.
    """
    claim_open(meeting_id, by=by, at=at)
    stay = Presence.objects.filter(meeting=meeting_id, pk=stay_id).now().first()
    if stay is None:
        raise Refused(_("They are not here. Note that they came first."), field="stay_id")
    first = {"meeting_id": meeting_id, "is_point_of_order": is_point_of_order, "asked_at": at}
    speaker, is_new = Speaker.objects.get_or_create(presence=stay, defaults=first)
    if not is_new and is_point_of_order and not speaker.is_point_of_order:
        speaker.is_point_of_order, speaker.asked_at = True, at
        speaker.save(update_fields=["is_point_of_order", "asked_at"])
    return meeting_id


@act("meetings.give_the_floor", private=True)
def give_the_floor(*, meeting_id: UUID, stay_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Let somebody on the list speak; whoever spoke before goes off it.

    :raises Refused: if `by` may not run the meeting, it is not open or adjourned, or they are not on its list.
    """
    claim_open(meeting_id, by=by, at=at)
    listed = Speaker.objects.filter(meeting=meeting_id)
    speaker = listed.filter(presence=stay_id).first()
    if speaker is None:
        raise Refused(_("They are not on the list of speakers. Put them on it first."), field="stay_id")
    if not speaker.has_floor:
        listed.filter(has_floor=True).delete()
        speaker.has_floor = True
        speaker.save(update_fields=["has_floor"])
    return meeting_id


@act("meetings.take_off_list", private=True)
def take_off_list(*, meeting_id: UUID, stay_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Take somebody off the list of speakers, as they have spoken or do not want to any more.

    :raises Refused: if `by` may not run the meeting, or it is not open or adjourned.
    """
    claim_open(meeting_id, by=by, at=at)
    Speaker.objects.filter(meeting=meeting_id, presence=stay_id).delete()
    return meeting_id
