"""What motions tell the meetings on whose agendas they stand; see `meetings/interfaces.py`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from folkmoot.meetings.models import AgendaItem, Meeting
from folkmoot.meetings.motions.models import Motion, Vote
from folkmoot.meetings.motions.queries.motions import being_voted_on, motions_standing
from folkmoot.meetings.motions.screens import Held, held_of
from folkmoot.units.models import Unit


class MotionsAtMeetings:
    """The answers of motions."""

    def to_decide(self, unit: Unit) -> Sequence[tuple[UUID, str]]:
        """Return the motions that the next agenda of a unit can take, each with its title: none on which people are voting."""
        motions = motions_standing(unit)
        voted_on = being_voted_on([each.pk for each in motions])
        return [(each.pk, each.title) for each in motions if each.pk not in voted_on]

    def titles(self, motions: Collection[UUID]) -> Mapping[UUID, str]:
        """Return how motions are called, by their ids: one question at most."""
        return dict(Motion.objects.filter(pk__in=motions).values_list("pk", "title")) if motions else {}

    def all_stand(self, motions: Collection[UUID], unit_id: UUID) -> bool:
        """Return whether all of these are motions of that unit on which nobody has decided."""
        standing = Motion.objects.standing().filter(unit=unit_id, pk__in=motions)
        return not motions or standing.count() == len(motions)

    def is_voting(self, meeting_id: UUID) -> bool:
        """Return whether a vote goes on at a meeting."""
        return Vote.objects.going_on().filter(meeting=meeting_id).exists()

    def voted_last(self, meeting_id: UUID) -> datetime | None:
        """Return when a meeting was last asked to vote."""
        votes = Vote.objects.filter(meeting=meeting_id).aggregate(last=Max("put_at"))
        last: datetime | None = votes["last"]
        return last

    def held(self, meeting: Meeting, items: Sequence[AgendaItem], *, may_run: bool) -> Held | None:
        """Return what the page of a meeting shows of motions."""
        return held_of(meeting, items, may_run=may_run)
