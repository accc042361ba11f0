"""Votes and questions as they are held and read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.access.policy import permitted
from folkmoot.bylaws.rules.applying import quorum_of
from folkmoot.bylaws.rules.kinds import Matter
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.motions.models import Amendment, Motion, Option, Question, Vote
from folkmoot.meetings.motions.queries.asking import asked_at
from folkmoot.meetings.motions.rules.permissions import MOVERS
from folkmoot.meetings.motions.rules.quoting import majority_in_words, quorum_in_words
from folkmoot.meetings.motions.rules.voting import Asked, Choice
from folkmoot.meetings.queries.meetings import may_enter_votes, seen_by
from folkmoot.meetings.queries.runners import runs_now
from folkmoot.meetings.queries.running import people_at, present_now
from folkmoot.meetings.rules.permissions import RUNNING
from folkmoot.people.models import Person


@dataclass(frozen=True)
class Rule:
    """What a vote needs, in words with its articles, before it is counted; and which ways to vote are left."""

    asked: Asked
    majority: str
    quorum: str


@dataclass(frozen=True)
class PuttingPage:
    """What is about to be put to the vote at a meeting: a motion, an amendment, or neither."""

    meeting: Meeting
    motion: Motion | None
    amendment: Amendment | None
    rule: Rule

    @property
    def has_subject(self) -> bool:
        """Whether it is a motion or an amendment."""
        return self.motion is not None or self.amendment is not None


@dataclass(frozen=True)
class VotePage:
    """A vote on its page: its rule while it goes on, who may be called, and by name what was said where the roll was called."""

    vote: Vote
    meeting: Meeting
    rule: Rule | None
    present: int
    people: Sequence[Person]
    said: Sequence[tuple[str, Sequence[str]]]
    aside: Sequence[str]
    silent: Sequence[str]
    first: Vote | None
    again: Vote | None
    may_run: bool
    may_stand_aside: bool
    stands_aside: bool
    # Of a vote that was entered from a signed sheet.
    counted_by: Sequence[str]
    may_enter_anew: bool


@dataclass(frozen=True)
class QuestionPage:
    """A question on its page, with its answers in order."""

    question: Question
    meeting: Meeting
    options: Sequence[Option]
    may_run: bool


def putting_page(
    meeting_id: UUID, person: Person, *, motion_id: UUID | None, amendment_id: UUID | None, at: datetime
) -> PuttingPage | None:
    """Return what `person` may put to the vote at a meeting that goes on and that they run; None if there is no such thing."""
    meeting = meeting_run(meeting_id, person, at=at)
    if meeting is None:
        return None
    motions = Motion.objects.filter(agenda_items__meeting=meeting)
    motion = motions.filter(pk=motion_id).first() if motion_id else None
    amendments = Amendment.objects.filter(motion__in=motions.values("pk")).select_related("motion")
    amendment = amendments.filter(pk=amendment_id).first() if amendment_id else None
    if (motion_id and motion is None) or (amendment_id and amendment is None):
        return None
    matter = Matter(motion.matter) if motion else Matter.ANY
    return PuttingPage(meeting, motion, amendment, _rule(meeting, matter, meeting.sitting.members, at=at))


def meeting_run(meeting_id: UUID, person: Person, *, at: datetime) -> Meeting | None:
    """Return a meeting that goes on and that `person` runs; None if there is none."""
    meeting = seen_by(person, at=at).select_related("sitting").filter(pk=meeting_id).first()
    if meeting is None:
        return None
    allowed = permitted(person, [RUNNING], on=meeting.unit, at=at)
    return meeting if runs_now(meeting.opened, person, allowed, at=at) else None


def vote_page(vote_id: UUID, person: Person, *, at: datetime) -> VotePage | None:
    """Return the page of a vote; None if `person` does not see its meeting, or there is none."""
    found = Vote.objects.filter(pk=vote_id, meeting__in=seen_by(person, at=at).order_by().values("pk"))
    vote = found.select_related(
        "meeting__unit__kind", "meeting__sitting", "motion", "amendment__motion", "replaces", "replaced_by"
    ).first()
    if vote is None:
        return None
    meeting, may = vote.meeting, permitted(person, [RUNNING, MOVERS], on=vote.meeting.unit, at=at)
    voices = list(vote.voices.select_related("person").order_by("person__search_name", "pk"))
    aside = {each.person_id for each in voices if not each.choice}
    there = present_now(meeting, at=at) - aside if vote.goes_on else set()
    runs, shows = runs_now(meeting.opened, person, may, at=at), MOVERS in may
    members = meeting.sitting.members
    return VotePage(
        vote,
        meeting,
        _rule(meeting, Matter(vote.matter), members, at=at) if vote.goes_on else None,
        len(there) if vote.goes_on else vote.present,
        list(Person.objects.filter(pk__in=there).in_order()) if runs and vote.goes_on else [],
        [
            (str(choice), [each.person.name for each in voices if each.choice == choice])
            for choice in Choice
            if shows
        ],
        [each.person.name for each in voices if not each.choice] if shows else [],
        _silent(vote, {each.person_id for each in voices}) if shows else [],
        vote.replaces,
        getattr(vote, "replaced_by", None),
        runs,
        person.pk in there,
        vote.goes_on and person.pk in aside,
        _tellers(vote) if shows and meeting.sitting.is_entered_afterwards else [],
        vote.replaced_at is None and may_enter_votes(meeting, may, at=at),
    )


def _tellers(vote: Vote) -> list[str]:
    return [each.person.name for each in vote.tellers.select_related("person").order_by("pk")]


def _silent(vote: Vote, heard: set[UUID]) -> list[str]:
    """Return who was there when the roll was called and did not answer; nobody of a vote that goes on or is not by name."""
    if not vote.is_by_name or vote.decided_at is None:
        return []
    sitting = vote.meeting.sitting
    # A sheet tells no hours: whoever signed was there from its beginning to its end, when it was entered to have voted.
    moment = sitting.opened_at if sitting.is_entered_afterwards else vote.decided_at
    left = people_at(vote.meeting, moment).exclude(pk__in=heard)
    return [each.name for each in left.in_order()]


def question_page(question_id: UUID, person: Person, *, at: datetime) -> QuestionPage | None:
    """Return the page of a question; None if `person` does not see its meeting, or there is none."""
    seen = seen_by(person, at=at).order_by().values("pk")
    rows = Question.objects.filter(pk=question_id, meeting__in=seen)
    question = rows.select_related("meeting__unit__kind", "meeting__sitting").first()
    if question is None:
        return None
    may = permitted(person, [RUNNING], on=question.meeting.unit, at=at)
    options = list(question.options.order_by("position"))
    may_run = runs_now(question.meeting.opened, person, may, at=at)
    return QuestionPage(question, question.meeting, options, may_run)


def people_present(meeting: Meeting | None, *, at: datetime) -> list[Person]:
    """Return those who are at a meeting and have a vote, in order; nobody where there is none."""
    return (
        [] if meeting is None else list(Person.objects.filter(pk__in=present_now(meeting, at=at)).in_order())
    )


def _rule(meeting: Meeting, matter: Matter, members: int, *, at: datetime) -> Rule:
    asked = asked_at(meeting, matter, at=at)
    majority = asked.majority
    words = majority_in_words(majority.share, majority.of, asked.article, more_than=majority.more_than)
    if asked.quorum is None:
        return Rule(asked, words, "")
    needed = quorum_of(asked.quorum, members, is_second=asked.is_second)
    return Rule(asked, words, quorum_in_words(needed, members, asked.quorum_article, None))
