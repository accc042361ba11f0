"""Who is at a meeting: people come, leave, and come back; guests have no vote."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings import interfaces
from folkmoot.meetings.actions.claiming import claim_to_close, must_go_on
from folkmoot.meetings.events import ArrivalsNoted, DeparturesNoted
from folkmoot.meetings.models import Presence, Sitting, Speaker
from folkmoot.meetings.queries.voters import voters_among, voters_at_opening
from folkmoot.meetings.rules.running import moment_tapped
from folkmoot.meetings.rules.words import guest_named, must_be_few_at_once
from folkmoot.people.models import Person


@act("meetings.note_arrival")
def note_arrival(
    *,
    meeting_id: UUID,
    people: list[UUID] | None = None,
    guest: str = "",
    when: datetime | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Note that members came to a meeting that goes on, or a `guest` who has no vote; whoever is there already stays there.

    `when` is the moment at which it was noted, where that was without a connection; it stands in the ledger.

    :raises Refused: if `by` may not run it, it is not open or was left open by then, nobody is named, or one of
        the people has no vote in it: had none when it was opened, or when they came.
    """
    sitting = claim_to_close(meeting_id, by=by, at=at)
    chosen, guest = sorted(set(people or ())), guest_named(guest)
    must_be_few_at_once(len(chosen) + bool(guest))
    came_at = moment_tapped(when, since=sitting.opened_at, at=at)
    must_go_on(sitting, at=came_at)
    coming = _not_here(sitting, chosen, came_at)
    if guest:
        coming.append(Presence(meeting=sitting.meeting, guest_name=guest, has_vote=False, came_at=came_at))
    Presence.objects.bulk_create(coming)
    if coming:
        record(ArrivalsNoted(meeting_id, *_numbers(coming), came_at), by=by, at=at)
    return meeting_id


@act("meetings.note_departure")
def note_departure(
    *,
    meeting_id: UUID,
    people: list[UUID] | None = None,
    stays: list[UUID] | None = None,
    when: datetime | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Note that members left a meeting that goes on, or guests, named by their `stays`; whoever is gone already is gone.

    `when` is the moment at which it was noted, where that was without a connection; it stands in the ledger. Nobody left
    before the last vote, at which they were counted.

    :raises Refused: if `by` may not run it, it is not open, or nobody is named.
    """
    sitting = claim_to_close(meeting_id, by=by, at=at)
    must_be_few_at_once(len(people or ()) + len(stays or ()))
    here = Presence.objects.filter(meeting=meeting_id).now()
    leaving = list(here.filter(person__in=people or ()) | here.filter(pk__in=stays or ()))
    left_at = moment_tapped(when, since=last_vote(sitting), at=at)
    end_stays(leaving, left_at)
    if leaving:
        record(DeparturesNoted(meeting_id, *_numbers(leaving), left_at), by=by, at=at)
    return meeting_id


def end_stays(leaving: Sequence[Presence], left_at: datetime) -> None:
    """Write that people left at a moment, though not before they came; none of them waits to speak any more."""
    for each in leaving:
        each.left_at = max(each.came_at, left_at)
    Presence.objects.bulk_update(leaving, ["left_at"])
    Speaker.objects.filter(presence__in=leaving).delete()


def last_vote(sitting: Sitting) -> datetime:
    """Return when the meeting voted last, or else was opened: who was counted then was there."""
    return interfaces.motions().voted_last(sitting.meeting_id) or sitting.opened_at


def _not_here(sitting: Sitting, people: Collection[UUID], came_at: datetime) -> list[Presence]:
    """Return the stays that begin, none before the last one of the same person ended."""
    _must_have_a_vote(sitting, people, came_at=came_at)
    of_them = Presence.objects.filter(meeting=sitting.meeting_id, person__in=people)
    here = set(of_them.now().values_list("person", flat=True))
    left = dict(of_them.values_list("person").annotate(last=Max("left_at")))
    return [
        Presence(
            meeting=sitting.meeting,
            person_id=person,
            has_vote=True,
            came_at=max(came_at, left.get(person) or came_at),
        )
        for person in people
        if person not in here
    ]


def _must_have_a_vote(sitting: Sitting, people: Collection[UUID], *, came_at: datetime) -> None:
    # Of those who joined since it was opened its quorum knows nothing.
    at_opening = voters_at_opening(people, sitting)
    if set(people) - (at_opening & voters_among(people, sitting.meeting, at=came_at)):
        raise Refused(
            _("One of them has no vote in this meeting. Note them as a guest, by name."), field="people"
        )


def _numbers(stays: Iterable[Presence]) -> tuple[int, int]:
    found = [each.person_id is not None for each in stays]
    return sum(found), len(found) - sum(found)
