"""Amendments to a motion: another wording of it, proposed, brought up to date, withdrawn, and put in order by the chair."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.documents.actions.drafting import DraftText, draft_document, revise_document
from folkmoot.documents.queries import writing_of
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.motions.actions.moving import (
    back,
    claim_amendment,
    claim_motion,
    copied,
    mover_of,
    must_wait_for_no_vote,
    open_sitting,
    require_leading,
    require_own_or_written_down,
    require_withdrawing,
    text_of,
)
from folkmoot.meetings.motions.events import (
    MotionAmendmentProposed,
    MotionAmendmentRevised,
    MotionAmendmentsOrdered,
    MotionAmendmentWithdrawn,
)
from folkmoot.meetings.motions.models import Amendment, Motion
from folkmoot.meetings.motions.rules.motions import (
    must_be_adoptable,
    must_change,
    must_fit,
    must_have_room,
    ordered,
    reach_of,
    why_text,
)
from folkmoot.meetings.motions.rules.permissions import SUBMITTING
from folkmoot.meetings.motions.rules.states import AmendmentDeed, MotionDeed, amendment_after
from folkmoot.meetings.queries.running import present_now
from folkmoot.people.models import Person


@act("meetings.propose_amendment")
def propose_amendment(
    *,
    motion_id: UUID,
    on_revision: int,
    title: str,
    body: str,
    reason: str = "",
    person_id: UUID | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Propose another wording of a motion: the whole of it, written on its wording with the number `on_revision`.

    Before the meeting any member may; while it goes on, those who are present and have a vote. `person_id` is who does, where
    it is written down for them.

    :raises Refused: if the motion was voted on or withdrawn, or was changed since, whoever proposes it may not, sixty
        others stand or fifteen of theirs, or the text could not be adopted as it is or changes nothing.
    """
    motion = claim_motion(motion_id)
    require(by, SUBMITTING, on=motion.unit, at=at)
    must_wait_for_no_vote(motion, MotionDeed.AMEND)
    proposer = mover_of(motion.unit, person_id, by=by, at=at)
    _must_have_a_vote(motion, proposer, at=at)
    must_fit(on_revision, motion.revision)
    _must_have_room(motion, proposer)
    text, reach = _amended(motion, title, body)
    amendment = Amendment.objects.create(
        motion=motion,
        document_id=draft_document([text], at=at),
        base_id=copied(motion.document_id, at=at),
        on_revision=on_revision,
        reason=why_text(reason),
        reach=reach,
        proposed_at=at,
    )
    back(amendment, proposer, is_mover=True, by=by, at=at)
    record(MotionAmendmentProposed(amendment.pk, motion.pk, on_revision), by=by, at=at)
    return amendment.pk


@act("meetings.revise_amendment")
def revise_amendment(
    *, amendment_id: UUID, on_revision: int, title: str, body: str, by: Person | None, at: datetime
) -> UUID:
    """Write an amendment anew on the motion's wording with the number `on_revision`: so one that no longer fits is mended.

    :raises Refused: if it or the motion was voted on or withdrawn, the motion was changed since, `by` did not propose it and it
        was not written down for whoever did, or the text could not be adopted as it is or changes nothing.
    """
    amendment, motion = _claimed(amendment_id)
    require_own_or_written_down(amendment, by=by, at=at)
    amendment.state = amendment_after(amendment.state, AmendmentDeed.REVISE)
    must_fit(on_revision, motion.revision)
    text, amendment.reach = _amended(motion, title, body)
    for document_id, words in (
        (amendment.document_id, text),
        (amendment.base_id, text_of(motion.document_id)),
    ):
        revise_document(document_id, [words], revision=writing_of(document_id).revision)
    amendment.on_revision, amendment.position = on_revision, None
    amendment.save(update_fields=["reach", "on_revision", "position"])
    record(MotionAmendmentRevised(amendment.pk, on_revision), by=by, at=at)
    return amendment.pk


@act("meetings.withdraw_amendment")
def withdraw_amendment(*, amendment_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Withdraw one's own amendment before it is voted on; while the meeting deals with it, whoever runs that enters it.

    :raises Refused: if it or the motion was voted on or withdrawn, or `by` neither proposed it, nor runs a meeting that deals
        with it now, nor leads where it was written down for whoever proposed it.
    """
    amendment, motion = _claimed(amendment_id)
    require_withdrawing(motion, amendment, by=by, at=at)
    amendment.state = amendment_after(amendment.state, AmendmentDeed.WITHDRAW)
    amendment.save(update_fields=["state"])
    record(MotionAmendmentWithdrawn(amendment.pk), by=by, at=at)
    return amendment.pk


@act("meetings.order_amendments")
def order_amendments(*, motion_id: UUID, amendments: list[UUID], by: Person | None, at: datetime) -> UUID:
    """Say in which order the amendments to a motion are voted on: all that stand, each once.

    :raises Refused: if `by` does not run the meeting, the motion was voted on or withdrawn, or these are not all of them.
    """
    motion = claim_motion(motion_id)
    require_leading(motion, by=by, at=at)
    must_wait_for_no_vote(motion, MotionDeed.AMEND)
    standing = {each.pk: each for each in motion.amendments.standing()}
    for position, pk in enumerate(ordered(amendments, list(standing)), start=1):
        standing[pk].position = position
    Amendment.objects.bulk_update(standing.values(), ["position"])
    record(MotionAmendmentsOrdered(motion.pk, tuple(amendments)), by=by, at=at)
    return motion.pk


def _claimed(amendment_id: UUID) -> tuple[Amendment, Motion]:
    amendment, motion = claim_amendment(amendment_id)
    must_wait_for_no_vote(motion, MotionDeed.AMEND)
    return amendment, motion


def _must_have_room(motion: Motion, proposer: Person) -> None:
    standing = motion.amendments.standing()
    theirs = standing.filter(backings__person=proposer, backings__is_mover=True)
    must_have_room(standing.count(), theirs=theirs.count())


def _must_have_a_vote(motion: Motion, person: Person, *, at: datetime) -> None:
    sitting = open_sitting(motion, at=at)
    if sitting is not None and person.pk not in present_now(sitting.meeting, at=at):
        raise Refused(
            _("The meeting goes on. Now those who are present and have a vote propose amendments."),
            field="person_id",
        )


def _amended(motion: Motion, title: str, body: str) -> tuple[DraftText, int]:
    """Return the words of an amendment, and how far they go."""
    must_be_adoptable(motion.language, body)
    now = text_of(motion.document_id)
    before, after = f"{now.title}\n{now.body}", f"{title}\n{body}"
    must_change(before, after)
    return DraftText(language=motion.language, title=title, body=body), reach_of(before, after)
