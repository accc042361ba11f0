"""Motions: submitted by members before or at a meeting, seconded, withdrawn by whoever moved them, put on an agenda."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Max
from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.documents.actions.drafting import DraftText, draft_document
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.claiming import claim_meeting, claim_open, must_not_be_over
from folkmoot.meetings.models import AgendaItem, Meeting, Sitting
from folkmoot.meetings.motions.actions.moving import (
    back,
    claim_motion,
    mover_of,
    must_be_themselves,
    must_have_few_waiting,
    must_wait_for_no_vote,
    require_withdrawing,
)
from folkmoot.meetings.motions.events import (
    MotionPutOnAgenda,
    MotionSeconded,
    MotionSecondedNoMore,
    MotionSubmitted,
    MotionWithdrawn,
)
from folkmoot.meetings.motions.models import Motion
from folkmoot.meetings.motions.rules.motions import matter_called, must_be_adoptable, why_text
from folkmoot.meetings.motions.rules.permissions import SUBMITTING
from folkmoot.meetings.motions.rules.states import MotionDeed
from folkmoot.meetings.rules.words import ITEM_LONGEST, must_be_few
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit

# Past every position that an agenda of sixty items has.
_BEYOND = 1_000


@act("meetings.submit_motion")
def submit_motion(
    *,
    unit_id: UUID,
    language: str,
    title: str,
    body: str,
    reason: str = "",
    matter: str = "any",
    person_id: UUID | None = None,
    meeting_id: UUID | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Move that a unit decide something: a title and numbered points in Markdown, in one language.

    `matter` is what it is about, as the clauses of the bylaws have it. `person_id` is who moves it, where somebody who runs
    meetings writes it down for them; with `meeting_id` it is put on the agenda of that meeting as well.

    :raises Refused: if `by` may move nothing there, the unit was closed, whoever moves it does not belong there, the text could
        not be adopted as it is, there is no such matter, it cannot be put on that agenda, or twenty of theirs wait there.
    """
    unit = claim_unit(unit_id)
    require(by, SUBMITTING, on=unit, at=at)
    mover = mover_of(unit, person_id, by=by, at=at)
    must_have_few_waiting(mover, unit)
    kind = matter_called(matter)
    motion = Motion(unit=unit, language=language, title=title, matter=kind, submitted_at=at)
    motion.reason = why_text(reason)
    motion.document_id = draft_document([DraftText(language=language, title=title, body=body)], at=at)
    must_be_adoptable(language, body)
    motion.save(force_insert=True)
    back(motion, mover, is_mover=True, by=by, at=at)
    record(MotionSubmitted(motion.pk, unit.pk, kind), by=by, at=at)
    if meeting_id is not None:
        put_motion_on_agenda(motion_id=motion.pk, meeting_id=meeting_id, by=by, at=at)
    return motion.pk


@act("meetings.second_motion")
def second_motion(*, motion_id: UUID, person_id: UUID | None = None, by: Person | None, at: datetime) -> UUID:
    """Stand behind a motion that another moved. `person_id` is who does, where it is written down for them.

    :raises Refused: if it was voted on or withdrawn, whoever it is does not belong to the unit, moved it themselves, or stands
        behind it already.
    """
    motion = claim_motion(motion_id)
    require(by, SUBMITTING, on=motion.unit, at=at)
    must_wait_for_no_vote(motion, MotionDeed.SECOND)
    person = mover_of(motion.unit, person_id, by=by, at=at)
    if motion.backings.filter(person=person).exists():
        raise Refused(_("They stand behind this motion already. Ask somebody else."), field="person_id")
    back(motion, person, is_mover=False, by=by, at=at)
    record(MotionSeconded(motion.pk), by=by, at=at)
    return motion.pk


@act("meetings.withdraw_backing")
def withdraw_backing(*, motion_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Stand behind a motion of another no more: until it is voted on or, if it was written down by others, at any time.

    :raises Refused: if `by` does not second it or an operator acts, or they said so themselves and it was voted on or withdrawn.
    """
    must_be_themselves(_("Only whoever stands behind a motion takes that back."))
    motion = claim_motion(motion_id)
    own = motion.backings.filter(person=by, is_mover=False).first() if by else None
    if own is None:
        raise Refused(_("You do not stand behind this motion, so there is nothing to take back."))
    if own.written_down_at is None:
        must_wait_for_no_vote(motion, MotionDeed.SECOND)
    own.delete()
    record(MotionSecondedNoMore(motion.pk), by=by, at=at)
    return motion.pk


@act("meetings.withdraw_motion")
def withdraw_motion(*, motion_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Withdraw one's own motion before it is voted on; while the meeting deals with it, whoever runs that enters it.

    :raises Refused: if it was voted on or withdrawn, or `by` neither moved it, nor runs a meeting that deals with it now, nor
        leads where it was written down for its mover.
    """
    motion = claim_motion(motion_id)
    require_withdrawing(motion, motion, by=by, at=at)
    motion.state = must_wait_for_no_vote(motion, MotionDeed.WITHDRAW)
    motion.save(update_fields=["state"])
    record(MotionWithdrawn(motion.pk), by=by, at=at)
    return motion.pk


@act("meetings.put_motion_on_agenda")
def put_motion_on_agenda(*, motion_id: UUID, meeting_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Put a motion on the agenda of a meeting of its unit: at the end, or, while it goes on, after what was dealt with last.

    :raises Refused: if `by` may neither call nor run it, the meeting was cancelled or is over, the motion is another unit's, was
        voted on or withdrawn, or stands there already, or there are sixty items.
    """
    meeting = claim_for_items(meeting_id, by=by, at=at)
    motion = claim_motion(motion_id)
    must_wait_for_no_vote(motion, MotionDeed.PLACE)
    if motion.unit_id != meeting.unit_id:
        raise Refused(
            _("This motion was submitted to %(unit)s. Put it on the agenda of a meeting there.")
            % {"unit": motion.unit.name},
            field="motion_id",
        )
    append_item(meeting, motion)
    record(MotionPutOnAgenda(motion.pk, meeting.pk), by=by, at=at)
    return motion.pk


def claim_for_items(meeting_id: UUID, *, by: Person | None, at: datetime) -> Meeting:
    """Lock a meeting that takes items and return it: one to come, of which `by` calls, or one that goes on and `by` keeps.

    :raises Refused: if there is none, it was cancelled or is over, or `by` may not.
    """
    if Sitting.objects.filter(meeting=meeting_id, closed_at=None).exists():
        return claim_open(meeting_id, by=by, at=at).meeting
    meeting = claim_meeting(meeting_id, by=by, at=at)
    must_not_be_over(meeting, at=at)
    return meeting


def append_item(meeting: Meeting, motion: Motion) -> None:
    """Put a motion at the end of an agenda, or after what a meeting dealt with last; the changes of an agenda are counted.

    :raises Refused: if it stands there already, or there are sixty items.
    """
    if meeting.items.filter(motion=motion).exists():
        raise Refused(_("This motion stands on that agenda already."), field="motion_id")
    must_be_few(meeting.items.count() + 1)
    position, text = _room_for_motion(meeting), motion.title[:ITEM_LONGEST]
    AgendaItem.objects.create(meeting=meeting, position=position, text=text, motion=motion)
    meeting.sequence += 1
    meeting.save(update_fields=["sequence"])


def _room_for_motion(meeting: Meeting) -> int:
    """Return where a motion goes on an agenda; what stands there or after it has moved on by one."""
    begun = meeting.items.exclude(begun_at=None).order_by("-begun_at", "-position").first()
    if begun is None:
        return (meeting.items.aggregate(last=Max("position"))["last"] or 0) + 1
    # By way of numbers that none has: no two items of an agenda have the same position, not even in between.
    later = meeting.items.filter(position__gt=begun.position)
    later.update(position=F("position") + _BEYOND)
    meeting.items.filter(position__gt=_BEYOND).update(position=F("position") - _BEYOND + 1)
    return begun.position + 1
