"""Entering from the signed sheet what a meeting decided by a show of hands: the count, and who counted."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from folkmoot.bylaws.rules.kinds import Matter, Method
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.agenda import AgendaEntry, add_entry
from folkmoot.meetings.actions.claiming import claim_late
from folkmoot.meetings.interfaces import minutes
from folkmoot.meetings.models import Meeting, Presence, Sitting
from folkmoot.meetings.motions.actions.counting import again_of, decide, must_be_last_count, take_back
from folkmoot.meetings.motions.actions.voting import must_be_ready, vote_about
from folkmoot.meetings.motions.events import PaperVoteEntered
from folkmoot.meetings.motions.models import Motion, Teller, Vote
from folkmoot.meetings.motions.queries.asking import asked_at
from folkmoot.meetings.motions.rules.voting import by_hands, must_be_by
from folkmoot.meetings.rules.words import must_be_few
from folkmoot.people.models import Person


@act("meetings.enter_paper_vote")
def enter_paper_vote(
    *,
    meeting_id: UUID,
    in_favour: int,
    against: int,
    abstained: int = 0,
    invalid: int = 0,
    motion_id: UUID | None = None,
    text: str = "",
    matter: str = "any",
    counted_by: list[UUID] | None = None,
    replaces_id: UUID | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Enter a show of hands from the sheet of a meeting that was entered afterwards, and decide it by the clause of that day.

    It was about a motion of the unit, which is put on the agenda if it is not there, or about what `text` says in a line.
    `counted_by` are those who counted, of the people who were there. A count that was entered wrongly is entered once more:
    `replaces_id` names it, and it stays, as replaced.

    :raises Refused: if `by` does not run the meeting, it was not entered from a sheet or not held, its minutes were adopted,
        it is not about one thing or that cannot be voted on, the bylaws ask for another way to vote, somebody counted who was
        not there, there are more votes than people who had one, or something rests on the count that is replaced.
    """
    sitting = claim_late(meeting_id, by=by, at=at)
    _must_be_of_a_sheet(sitting)
    counted = set(counted_by or ())
    _must_have_been_there(counted, sitting)
    vote = _again(replaces_id, sitting, at=at) if replaces_id else vote_about(motion_id, None, text, matter)
    held_at = sitting.closed_at or at
    _put(vote, sitting, held_at=held_at, at=at)
    figures = (in_favour, against, abstained, invalid)
    votes = by_hands(*figures, present=sitting.attended or 0, members=sitting.members)
    record(PaperVoteEntered(vote.pk, sitting.pk, vote.matter, replaces_id), by=by, at=at)
    decide(vote, sitting, votes, held_at=held_at, by=by, at=at)
    Teller.objects.bulk_create(Teller(vote=vote, person_id=each) for each in sorted(counted))
    return vote.pk


def _put(vote: Vote, sitting: Sitting, *, held_at: datetime, at: datetime) -> None:
    vote.meeting, vote.method, vote.put_at = sitting.meeting, Method.HANDS, held_at
    if vote.motion is not None:
        _put_on_agenda(vote.motion, sitting, at=at)
        must_be_ready(vote.motion, sitting, at=held_at)
    must_be_by(asked_at(sitting.meeting, Matter(vote.matter), at=held_at), Method.HANDS)


def _must_be_of_a_sheet(sitting: Sitting) -> None:
    if not sitting.is_entered_afterwards or not sitting.was_held:
        raise Refused(
            _(
                "Votes are entered so where a meeting was entered from its signed sheet, and held. Put this one at a meeting."
            )
        )
    if Meeting.objects.filter(minutes().are_adopted(), pk=sitting.pk).exists():
        raise Refused(
            _(
                "The minutes of this meeting were adopted. What they say is corrected by a new version of them."
            )
        )


def _must_have_been_there(people: Collection[UUID], sitting: Sitting) -> None:
    there = Presence.objects.filter(meeting=sitting.meeting_id, person__in=people)
    if there.values("person").distinct().count() != len(people):
        raise Refused(
            _("One of them was not at the meeting. Name somebody who was, or nobody."), field="counted_by"
        )


def _again(replaced_id: UUID, sitting: Sitting, *, at: datetime) -> Vote:
    held = Vote.objects.filter(meeting=sitting.meeting_id).select_related("motion", "amendment__motion")
    first = held.filter(pk=replaced_id).first()
    if first is None:
        raise Refused(_("There is no such vote. Open the meeting again."), field="replaces_id")
    must_be_last_count(first, sitting)
    take_back(first)
    first.replaced_at = at
    first.save(update_fields=["replaced_at"])
    if first.motion is not None:
        first.motion.refresh_from_db()
    return again_of(first, at=at)


def _put_on_agenda(motion: Motion, sitting: Sitting, *, at: datetime) -> None:
    items = sitting.meeting.items
    if not items.filter(motion=motion).exists():
        must_be_few(items.count() + 1)
        last = items.aggregate(last=Max("position"))["last"] or 0
        add_entry(sitting.meeting, AgendaEntry(motion_id=motion.pk), last + 1, at=at)
