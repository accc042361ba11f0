"""Counting a vote: what was entered is held against who is there, decided by the clause in force, and frozen."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from folkmoot.bylaws.rules.applying import Votes
from folkmoot.bylaws.rules.kinds import METHODS, Matter, Method
from folkmoot.documents.actions.drafting import revise_document
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.claiming import claim_open
from folkmoot.meetings.models import Sitting
from folkmoot.meetings.motions.actions.moving import claim_motion, text_of
from folkmoot.meetings.motions.actions.voting import claim_vote, must_be_held
from folkmoot.meetings.motions.events import RecountAsked, VoteDecided
from folkmoot.meetings.motions.models import Amendment, Motion, Voice, Vote
from folkmoot.meetings.motions.queries.asking import asked_at
from folkmoot.meetings.motions.rules.states import (
    MOTION_STEPS,
    AmendmentDeed,
    AmendmentState,
    MotionDeed,
    MotionState,
    amendment_after,
    motion_after,
)
from folkmoot.meetings.motions.rules.voting import (
    Asked,
    Outcome,
    Verdict,
    by_acclamation,
    by_hands,
    by_roll_call,
    choice_called,
    verdict_of,
)
from folkmoot.meetings.queries.running import present_now
from folkmoot.people.models import Person


class VoiceHeard(BaseModel):
    """What somebody said when the roll was called: `for`, `against` or `abstained`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person_id: UUID
    choice: str


@act("meetings.enter_count")
def enter_count(
    *,
    vote_id: UUID,
    in_favour: int,
    against: int,
    abstained: int = 0,
    invalid: int = 0,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Enter the hands that were counted, and decide the vote by the clause in force.

    :raises Refused: if `by` does not run the meeting, it is not open, the vote was counted or is held in another way, or there
        are more votes than people present who have one.
    """
    vote, sitting = claim_vote(vote_id, by=by, at=at)
    _must_be_held_by(vote, Method.HANDS)
    present = len(_taking_part(vote, sitting, at=at))
    votes = by_hands(in_favour, against, abstained, invalid, present=present, members=sitting.members)
    decide(vote, sitting, votes, by=by, at=at)
    return vote.pk


@act("meetings.enter_acclamation")
def enter_acclamation(*, vote_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Enter that nobody objected: all who are present and have a vote are for it. If anybody does, hands are counted.

    :raises Refused: if `by` does not run the meeting, it is not open, the vote was counted or is held in another way, or nobody
        with a vote is present.
    """
    vote, sitting = claim_vote(vote_id, by=by, at=at)
    _must_be_held_by(vote, Method.ACCLAMATION)
    present = len(_taking_part(vote, sitting, at=at))
    decide(vote, sitting, by_acclamation(present=present, members=sitting.members), by=by, at=at)
    return vote.pk


@act("meetings.enter_roll_call")
def enter_roll_call(*, vote_id: UUID, voices: list[VoiceHeard], by: Person | None, at: datetime) -> UUID:
    """Enter what each said when the roll was called; it stands by name beside the vote. Whoever did not answer, did not vote.

    :raises Refused: if `by` does not run the meeting, it is not open, the vote was counted or is held in another way, or
        somebody is named twice, is not present, has no vote or stands aside, or said something else.
    """
    vote, sitting = claim_vote(vote_id, by=by, at=at)
    _must_be_held_by(vote, Method.ROLL_CALL)
    there = _taking_part(vote, sitting, at=at)
    must_be_there([each.person_id for each in voices], there)
    choices = [choice_called(each.choice) for each in voices]
    write_voices(vote, voices)
    votes = by_roll_call(choices, present=len(there), members=sitting.members)
    decide(vote, sitting, votes, by=by, at=at)
    return vote.pk


@act("meetings.recount_vote")
def recount_vote(*, vote_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Have a vote counted again that somebody doubts: what it did is taken back, and the first count stays, as replaced.

    :raises Refused: if `by` does not run the meeting, it is not open, the vote was not counted or was counted again already,
        another goes on, something was done since that rests on it, or there is no quorum.
    """
    first = Vote.objects.filter(pk=vote_id).select_related("motion", "amendment__motion").first()
    if first is None:
        raise Refused(_("There is no such vote. Open the meeting again."), field="vote_id")
    sitting = claim_open(first.meeting_id, by=by, at=at)
    first.refresh_from_db(fields=["decided_at", "replaced_at"])
    must_be_last_count(first, sitting)
    take_back(first)
    first.replaced_at = at
    first.save(update_fields=["replaced_at"])
    again = again_of(first, at=at)
    must_be_held(again, sitting, at=at)
    again.save(force_insert=True)
    aside = first.voices.aside().values_list("person", flat=True)
    Voice.objects.bulk_create(Voice(vote=again, person_id=each) for each in aside)
    record(RecountAsked(first.pk, again.pk), by=by, at=at)
    return again.pk


def _taking_part(vote: Vote, sitting: Sitting, *, at: datetime) -> set[UUID]:
    """Return those who are present, have a vote and do not stand aside."""
    return present_now(sitting.meeting, at=at) - set(vote.voices.values_list("person", flat=True))


def _must_be_held_by(vote: Vote, method: Method) -> None:
    if vote.method != method:
        raise Refused(
            _("This vote is held %(how)s. Enter it so, or give it up and put it anew.")
            % {"how": METHODS[Method(vote.method)]}
        )


def write_voices(vote: Vote, voices: Iterable[VoiceHeard]) -> None:
    """Write beside a vote what was said by name when the roll was called."""
    Voice.objects.bulk_create(
        Voice(vote=vote, person_id=each.person_id, choice=each.choice) for each in voices
    )


def must_be_there(named: Sequence[UUID], there: Collection[UUID]) -> None:
    """Let the roll only be called of people who take part in a vote, each of them once.

    :raises Refused: if somebody is named twice, or takes no part in it.
    """
    if len(set(named)) < len(named):
        raise Refused(_("Somebody is named twice. Each answers once."), field="voices")
    if not set(named) <= set(there):
        raise Refused(
            _("Somebody is named who is not present, has no vote, or stands aside. Open the page again."),
            field="voices",
        )


def decide(
    vote: Vote,
    sitting: Sitting,
    votes: Votes,
    *,
    held_at: datetime | None = None,
    by: Person | None,
    at: datetime,
) -> None:
    """Decide a vote by the clauses in force when it was held, `at` unless given, and do what comes of it."""
    held_at = held_at or at
    asked = asked_at(sitting.meeting, Matter(vote.matter), at=held_at)
    verdict = verdict_of(asked, votes)
    _freeze(vote, asked, votes, verdict)
    vote.decided_at = held_at
    vote.save()
    if verdict.outcome is not Outcome.INQUORATE:
        _apply(vote, is_carried=verdict.outcome is Outcome.CARRIED)
        _end_item(vote, sitting, at=held_at)
    record(_decided(vote), by=by, at=at)


def _end_item(vote: Vote, sitting: Sitting, *, at: datetime) -> None:
    """Finish the item of a motion that was decided on, unless the meeting turned to it: that one ends by going on."""
    if vote.motion_id is not None:
        begun = sitting.meeting.items.filter(motion=vote.motion_id, begun_at__isnull=False, ended_at=None)
        turned_to = Sitting.objects.filter(pk=sitting.pk, current_item__isnull=False).values("current_item")
        begun.exclude(pk__in=turned_to).update(ended_at=at)


def _freeze(vote: Vote, asked: Asked, votes: Votes, verdict: Verdict) -> None:
    vote.in_favour, vote.against = votes.in_favour, votes.against
    vote.abstained, vote.invalid = votes.abstained, votes.invalid
    vote.present, vote.members = votes.present, votes.members
    vote.outcome, vote.needed, vote.of = verdict.outcome, verdict.needed, verdict.of
    vote.share, vote.base = str(asked.majority.share), asked.majority.of
    vote.more_than, vote.article = asked.majority.more_than, asked.article
    vote.quorum_needed, vote.quorum_reached = verdict.quorum_needed, verdict.quorum_reached
    vote.quorum_article = asked.quorum_article


def _decided(vote: Vote) -> VoteDecided:
    return VoteDecided(
        vote.pk,
        vote.outcome,
        vote.in_favour,
        vote.against,
        vote.abstained,
        vote.invalid,
        vote.present,
        vote.members,
        vote.needed,
        vote.article,
        vote.quorum_article,
    )


def _apply(vote: Vote, *, is_carried: bool) -> None:
    if vote.motion_id is not None:
        motion = claim_motion(vote.motion_id)
        motion.state = motion_after(motion.state, MotionDeed.CARRY if is_carried else MotionDeed.LOSE)
        motion.save(update_fields=["state"])
    elif vote.amendment is not None:
        deed = AmendmentDeed.ADOPT if is_carried else AmendmentDeed.LOSE
        vote.amendment.state = amendment_after(vote.amendment.state, deed)
        vote.amendment.save(update_fields=["state"])
        if is_carried:
            _reword(claim_motion(vote.amendment.motion_id), vote.amendment.document_id)


def _reword(motion: Motion, document_id: UUID) -> None:
    """Give a motion the words of another document."""
    words = text_of(document_id)
    motion.revision = revise_document(motion.document_id, [words], revision=motion.revision)
    motion.title = words.title
    motion.save(update_fields=["revision", "title"])


def must_be_last_count(vote: Vote, sitting: Sitting) -> None:
    """Let only a count be replaced that was made, that no other replaced, and while nobody votes.

    :raises Refused: if it is another one.
    """
    if vote.goes_on:
        raise Refused(_("This vote was not counted yet. Enter the count."))
    if vote.replaced_at is not None:
        raise Refused(_("This vote was counted again already. Look at the later count."))
    if Vote.objects.going_on().filter(meeting=sitting.meeting).exists():
        raise Refused(_("Another vote goes on. Count it, or give it up, and count this one again then."))


# In which state a vote left a motion, and an amendment.
_LEFT: Mapping[Outcome, tuple[MotionState, AmendmentState]] = {
    Outcome.CARRIED: (MotionState.CARRIED, AmendmentState.ADOPTED),
    Outcome.LOST: (MotionState.LOST, AmendmentState.LOST),
    Outcome.INQUORATE: (MotionState.SUBMITTED, AmendmentState.PROPOSED),
}


def take_back(vote: Vote) -> None:
    """Take back what a vote did to a motion or an amendment, where nothing rests on it yet.

    :raises Refused: if something does.
    """
    if vote.motion_id is not None:
        motion = claim_motion(vote.motion_id)
        state = motion_after(motion.state, MotionDeed.TAKE_BACK)
        is_as_left = motion.state == _LEFT[Outcome(vote.outcome)][0]
        if not is_as_left or motion.decision_id is not None or motion.forwardings.exists():
            raise _rests_on_it()
        motion.state = state
        motion.save(update_fields=["state"])
    elif vote.amendment is not None:
        if vote.amendment.state != _LEFT[Outcome(vote.outcome)][1]:
            raise _rests_on_it()
        _take_back_amendment(vote.amendment, is_adopted=vote.outcome == Outcome.CARRIED)


def _take_back_amendment(amendment: Amendment, *, is_adopted: bool) -> None:
    motion = claim_motion(amendment.motion_id)
    later = amendment.on_revision + is_adopted
    if not motion.can(MotionDeed.AMEND) or motion.revision != later:
        raise _rests_on_it()
    amendment.state = amendment_after(amendment.state, AmendmentDeed.TAKE_BACK)
    amendment.save(update_fields=["state"])
    if is_adopted:
        _reword(motion, amendment.base_id)
        # The words are those of before again, on which this one and the others were written, under a number of their own.
        fitting = motion.amendments.standing().filter(on_revision=amendment.on_revision)
        fitting.update(on_revision=motion.revision)


def _rests_on_it() -> Refused:
    return Refused(str(MOTION_STEPS[MotionDeed.TAKE_BACK].refusal))


def again_of(first: Vote, *, at: datetime) -> Vote:
    """Return the vote, put at the moment `at`, that takes the place of another about the same; nothing is written."""
    return Vote(
        meeting=first.meeting,
        motion=first.motion,
        amendment=first.amendment,
        text=first.text,
        matter=first.matter,
        method=first.method,
        put_at=at,
        replaces=first,
    )
