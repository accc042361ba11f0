"""Putting something to the vote at a meeting: by which way, with which quorum, and who stands aside from it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.bylaws.rules.kinds import METHODS, Matter, Method
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.claiming import (
    claim_open,
    claim_sitting,
    claim_to_close,
    count_up,
    must_be_open,
    must_go_on,
)
from folkmoot.meetings.models import Sitting
from folkmoot.meetings.motions.actions.moving import (
    claim_amendment,
    claim_motion,
    must_wait_for_no_vote,
)
from folkmoot.meetings.motions.events import AsideNoted, VoteDropped, VotePut
from folkmoot.meetings.motions.models import Motion, Voice, Vote
from folkmoot.meetings.motions.queries.asking import asked_at, seconding
from folkmoot.meetings.motions.rules.motions import matter_called, must_be_seconded, must_fit
from folkmoot.meetings.motions.rules.states import AmendmentDeed, MotionDeed, amendment_after
from folkmoot.meetings.motions.rules.voting import must_be_by, must_be_quorate
from folkmoot.meetings.queries.running import present_now
from folkmoot.meetings.rules.running import must_be_all_or_its_hour
from folkmoot.meetings.rules.words import item_text
from folkmoot.people.models import Person


@act("meetings.put_to_vote")
def put_to_vote(
    *,
    meeting_id: UUID,
    method: str,
    motion_id: UUID | None = None,
    amendment_id: UUID | None = None,
    text: str = "",
    matter: str = "any",
    by: Person | None,
    at: datetime,
) -> UUID:
    """Ask a meeting that goes on to vote, by `acclamation`, `hands` or `roll_call`, about one thing and nothing else meanwhile.

    That is a motion on its agenda, an amendment to one, or what `text` says in a line: a point of procedure (`matter` is
    then `procedure`), or a decision of another kind. A motion brings its own matter; an amendment has none.

    :raises Refused: if `by` does not run the meeting, it is not open, a vote goes on, there is not one thing to vote about or it
        cannot be voted on yet, its hour is to come and not all are there, the bylaws ask for another way to vote or a secret
        ballot, or there is no quorum.
    """
    sitting = claim_open(meeting_id, by=by, at=at)
    _must_be_alone(sitting)
    vote = vote_about(motion_id, amendment_id, text, matter)
    vote.meeting, vote.method, vote.put_at = sitting.meeting, method_called(method), at
    if vote.motion is not None:
        must_be_ready(vote.motion, sitting, at=at)
    elif vote.amendment is not None:
        _must_be_on_agenda(vote.amendment.motion, sitting)
    must_be_held(vote, sitting, at=at)
    vote.save(force_insert=True)
    _begin_item(vote, sitting, at=at)
    record(VotePut(vote.pk, sitting.pk, vote.matter, vote.method), by=by, at=at)
    return vote.pk


@act("meetings.drop_vote")
def drop_vote(*, vote_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Give up a vote that was put and not counted, which is what remains to be done with one of a meeting that was left open.

    :raises Refused: if `by` does not run the meeting, it is not open, or the vote was counted, or goes on in place of
        another.
    """
    vote, sitting = claim_vote(vote_id, by=by, at=at, is_given_up=True)
    if vote.replaces_id is not None and sitting.goes_on(at=at):
        raise Refused(_("The count before is replaced already. Count again, and enter what you find."))
    vote.delete()
    record(VoteDropped(vote_id), by=by, at=at)
    return vote_id


@act("meetings.stand_aside", private=True)
def stand_aside(*, vote_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Stand aside from a vote that goes on, by one's own wish: for it one counts neither as present nor as voting.

    :raises Refused: if the vote was counted, or `by` has no vote there, is not present, or stands aside already.
    """
    vote, sitting = claim_vote(vote_id, by=by, at=at, is_own=True)
    # Kept beside the vote for a year; in the ledger, whoever did it themselves would be named for good.
    _set_aside(vote, sitting, by.pk if by else None, at=at)
    return vote.pk


@act("meetings.note_aside")
def note_aside(*, vote_id: UUID, person_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Write down for somebody who is present that they stand aside from a vote that goes on; they can take it back.

    The ledger tells how many stand aside, and not who.

    :raises Refused: if `by` does not run the meeting, the vote was counted, or whoever it is has no vote there, is not present,
        or stands aside already.
    """
    vote, sitting = claim_vote(vote_id, by=by, at=at)
    _set_aside(vote, sitting, person_id, at=at)
    record(AsideNoted(vote.pk, sitting.pk, vote.voices.aside().count()), by=by, at=at)
    return vote.pk


@act("meetings.take_part_again", private=True)
def take_part_again(*, vote_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Take part again in a vote that goes on, from which one stood aside or was written down to.

    :raises Refused: if the vote was counted, or `by` does not stand aside from it.
    """
    vote, _sitting = claim_vote(vote_id, by=by, at=at, is_own=True)
    removed, _rows = vote.voices.aside().filter(person=by.pk if by else None).delete()
    if not removed:
        raise Refused(_("You take part in this vote already."))
    return vote.pk


def claim_vote(
    vote_id: UUID, *, by: Person | None, at: datetime, is_own: bool = False, is_given_up: bool = False
) -> tuple[Vote, Sitting]:
    """Lock a vote that goes on at a meeting that `by` runs, and return both; where it `is_own`, `by` need not run it.

    :raises Refused: if there is none, it was counted, the meeting is not open, or `by` does not run it.
    """
    vote = Vote.objects.filter(pk=vote_id).select_related("motion", "amendment").first()
    if vote is None:
        raise Refused(_("There is no such vote. Open the meeting again."), field="vote_id")
    claim = claim_to_close if is_given_up else claim_open
    sitting = _sitting_of(vote, at=at) if is_own else claim(vote.meeting_id, by=by, at=at)
    # The sitting is locked: what was counted meanwhile is seen now.
    vote.refresh_from_db(fields=["decided_at"])
    if not vote.goes_on:
        raise Refused(_("This vote was counted. If the count is doubted, have it counted again."))
    return vote, sitting


def must_be_held(vote: Vote, sitting: Sitting, *, at: datetime) -> None:
    """Let a vote be held only as the bylaws in force ask, with its quorum.

    :raises Refused: if they ask for another way to vote or a secret ballot, too few are present, or the hour of the meeting
        is to come and somebody is missing.
    """
    meeting, present = sitting.meeting, len(present_now(sitting.meeting, at=at))
    must_be_all_or_its_hour(meeting.begins, present=present, members=sitting.members, at=at)
    asked = asked_at(meeting, Matter(vote.matter), at=at)
    must_be_by(asked, Method(vote.method))
    must_be_quorate(asked, present, sitting.members)


def _begin_item(vote: Vote, sitting: Sitting, *, at: datetime) -> None:
    """Enter that the item of a motion is dealt with, though nobody turned to it: it was moved while another was."""
    motion = vote.motion_id or (vote.amendment.motion_id if vote.amendment is not None else None)
    if motion is not None:
        sitting.meeting.items.filter(motion=motion, begun_at=None).update(begun_at=at)


def _set_aside(vote: Vote, sitting: Sitting, person_id: UUID | None, *, at: datetime) -> None:
    if person_id not in present_now(sitting.meeting, at=at):
        raise Refused(_("Only those who are present and have a vote stand aside."), field="person_id")
    if vote.voices.filter(person=person_id).exists():
        raise Refused(_("They stand aside already. Go on with the vote."), field="person_id")
    Voice.objects.create(vote=vote, person_id=person_id)


def _sitting_of(vote: Vote, *, at: datetime) -> Sitting:
    sitting = claim_sitting(vote.meeting_id)
    must_be_open(sitting)
    must_go_on(sitting, at=at)
    count_up(sitting)
    return sitting


def _must_be_alone(sitting: Sitting) -> None:
    if Vote.objects.going_on().filter(meeting=sitting.meeting).exists():
        raise Refused(_("Another vote goes on. Count it, or give it up, and put this one then."))


def vote_about(motion_id: UUID | None, amendment_id: UUID | None, text: str, matter: str) -> Vote:
    """Return a vote about one thing that can be voted on as far as it has come; nothing is written.

    :raises Refused: if it is not one thing, or cannot be voted on.
    """
    line, kind = text.strip(), matter_called(matter)
    if [motion_id is not None, amendment_id is not None, bool(line)].count(True) != 1:
        raise Refused(
            _("A vote is about one thing: a motion, an amendment, or what you write in a line."), field="text"
        )
    if motion_id is not None:
        motion = claim_motion(motion_id)
        must_wait_for_no_vote(motion, MotionDeed.PUT)
        return Vote(motion=motion, matter=motion.matter)
    if amendment_id is not None:
        amendment, motion = claim_amendment(amendment_id)
        must_wait_for_no_vote(motion, MotionDeed.AMEND)
        amendment_after(amendment.state, AmendmentDeed.PUT)
        must_fit(amendment.on_revision, motion.revision)
        return Vote(amendment=amendment, matter=Matter.ANY)
    return Vote(text=item_text(line), matter=kind)


def method_called(code: str) -> Method:
    """Return a way to vote, by its code.

    :raises Refused: if there is none; the sentence names those that there are.
    """
    if code not in set(Method):
        raise Refused(
            _("“%(given)s” is none of these: %(known)s. Choose one of them.")
            % {"given": code, "known": ", ".join(METHODS)},
            field="method",
        )
    return Method(code)


def _must_be_on_agenda(motion: Motion, sitting: Sitting) -> None:
    if not sitting.meeting.items.filter(motion=motion).exists():
        raise Refused(_("This motion is not on the agenda of this meeting. Put it there first."))


def must_be_ready(motion: Motion, sitting: Sitting, *, at: datetime) -> None:
    """Let a motion be voted on when it is on the agenda, seconded, and its amendments are dealt with.

    :raises Refused: if it is not.
    """
    _must_be_on_agenda(motion, sitting)
    must_be_seconded(seconding(motion, members=sitting.members, at=at))
    if motion.amendments.standing().exists():
        raise Refused(
            _(
                "Amendments to this motion stand. Vote on them first, or have them withdrawn; then vote on the motion as it "
                "is by then."
            )
        )
