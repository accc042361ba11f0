"""Entering from the signed sheet what a meeting decided and advised: by hands, by acclamation, or by name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from folkmoot.bylaws.rules.applying import Votes
from folkmoot.bylaws.rules.kinds import Matter, Method
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.agenda import AgendaEntry, add_entry
from folkmoot.meetings.actions.claiming import claim_sheet
from folkmoot.meetings.interfaces import minutes
from folkmoot.meetings.models import Meeting, Presence, Sitting
from folkmoot.meetings.motions.actions.counting import (
    VoiceHeard,
    again_of,
    decide,
    must_be_last_count,
    must_be_there,
    take_back,
    write_voices,
)
from folkmoot.meetings.motions.actions.voting import method_called, must_be_ready, vote_about
from folkmoot.meetings.motions.events import PaperAdviceEntered, PaperVoteEntered, QuestionTallied
from folkmoot.meetings.motions.models import Amendment, Motion, Option, Question, Teller, Voice, Vote
from folkmoot.meetings.motions.queries.asking import asked_at
from folkmoot.meetings.motions.rules.asking import must_be_hands, options_of
from folkmoot.meetings.motions.rules.voting import Outcome, by_sheet, choice_called, must_be_by
from folkmoot.meetings.rules.words import item_text, must_be_few
from folkmoot.people.models import Person


@dataclass(frozen=True)
class _Sheet:
    """What stands on the sheet about one vote: its way, figures or names, who counted, and who stood aside."""

    method: Method
    figures: tuple[int | None, int | None, int, int]
    voices: Sequence[VoiceHeard] | None
    counted: Collection[UUID]
    aside: Collection[UUID]


@act("meetings.enter_paper_vote")
def enter_paper_vote(
    *,
    meeting_id: UUID,
    method: str = "hands",
    in_favour: int | None = None,
    against: int | None = None,
    abstained: int = 0,
    invalid: int = 0,
    voices: list[VoiceHeard] | None = None,
    motion_id: UUID | None = None,
    amendment_id: UUID | None = None,
    text: str = "",
    matter: str = "any",
    counted_by: list[UUID] | None = None,
    aside: list[UUID] | None = None,
    replaces_id: UUID | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Enter a vote from the sheet of a meeting that was entered afterwards, and decide it by the clause of that day.

    It was about a motion of the unit, or an amendment to one, which is put on the agenda if it is not there, or about what
    `text` says in a line. It was held by `hands`, with figures, by `acclamation`, with none, or by `roll_call`, with the
    `voices` that stand on the sheet by name. `counted_by` are those who counted, and `aside` those who stood aside, of the
    people who were there. Votes are entered in the order in which they were held. One that was entered wrongly is entered
    once more: `replaces_id` names it, and it stays, as replaced.

    :raises Refused: if `by` may run no meetings there, it was not entered from a sheet or over two weeks ago, or not held, its
        minutes were adopted, it is not about one thing or that cannot be voted on or was moved after the meeting, the bylaws
        ask for another way to vote, somebody is named who was not there, there are more votes than people who had one, or
        something rests on the count that is replaced.
    """
    sitting = _open_sheet(meeting_id, by=by, at=at)
    figures = (in_favour, against, abstained, invalid)
    sheet = _Sheet(method_called(method), figures, voices, set(counted_by or ()), set(aside or ()))
    _must_have_been_there(sheet, sitting)
    about = (motion_id, amendment_id, text, matter)
    vote = _again(replaces_id, sitting, at=at) if replaces_id else vote_about(*about)
    _decide(vote, sheet, sitting, by=by, at=at)
    return vote.pk


@act("meetings.enter_paper_advice")
def enter_paper_advice(
    *, meeting_id: UUID, text: str, options: list[str], hands: list[int], by: Person | None, at: datetime
) -> UUID:
    """Enter from the sheet of a meeting that was entered afterwards what it advised: a question, its answers, and hands for each.

    :raises Refused: if `by` may run no meetings there, it was not entered from a sheet or over two weeks ago, or not held, its
        minutes were adopted, the question or its answers are not in order, figures are missing, or one is more than had a
        vote there.
    """
    sitting = _open_sheet(meeting_id, by=by, at=at)
    held_at, line = sitting.closed_at or at, item_text(text)
    question = Question(meeting=sitting.meeting, text=line, asked_at=held_at, tallied_at=held_at)
    chosen, question.present = options_of(options), sitting.attended or 0
    must_be_hands(hands, len(chosen), question.present)
    question.save(force_insert=True)
    Option.objects.bulk_create(
        Option(question=question, position=position, text=each, hands=count)
        for position, (each, count) in enumerate(zip(chosen, hands, strict=True), start=1)
    )
    record(PaperAdviceEntered(question.pk, sitting.pk, len(chosen)), by=by, at=at)
    record(QuestionTallied(question.pk, tuple(hands), question.present), by=by, at=at)
    return question.pk


def _decide(vote: Vote, sheet: _Sheet, sitting: Sitting, *, by: Person | None, at: datetime) -> None:
    vote.method, held_at = sheet.method, sitting.closed_at or at
    _put(vote, sitting, held_at=held_at, by=by, at=at)
    votes, aside = _votes(sheet, sitting), len(sheet.aside)
    event = PaperVoteEntered(vote.pk, sitting.pk, vote.matter, vote.replaces_id, sheet.method, aside)
    record(event, by=by, at=at)
    decide(vote, sitting, votes, held_at=held_at, by=by, at=at)
    _write_names(vote, sheet)


def _put(vote: Vote, sitting: Sitting, *, held_at: datetime, by: Person | None, at: datetime) -> None:
    vote.meeting, vote.put_at = sitting.meeting, held_at
    motion = vote.amendment.motion if vote.amendment is not None else vote.motion
    if motion is not None:
        _must_have_stood(motion, motion.submitted_at, held_at=held_at, by=by)
        _must_have_its_words(motion, held_at=held_at)
    if vote.amendment is not None:
        _must_have_stood(vote.amendment, vote.amendment.proposed_at, held_at=held_at, by=by)
    if motion is not None:
        _put_on_agenda(motion, sitting, at=at)
    if vote.motion is not None:
        must_be_ready(vote.motion, sitting, at=held_at)
    must_be_by(asked_at(sitting.meeting, Matter(vote.matter), at=held_at), Method(vote.method))


def _must_have_stood(
    thing: Motion | Amendment, moved_at: datetime, *, held_at: datetime, by: Person | None
) -> None:
    """Let only what a meeting had before it be voted on there: what was moved by then, or written down as moved in it."""
    in_room = Q(written_down_at__isnull=False) | Q(person=by.pk if by else None)
    if moved_at > held_at and not thing.backings.filter(in_room, is_mover=True).exists():
        raise Refused(
            _(
                "This was moved after the meeting, which cannot have voted on it. Put it to the next one. What was moved in the"
                " room is written down for whoever moved it."
            )
        )


def _must_have_its_words(motion: Motion, *, held_at: datetime) -> None:
    later = Vote.objects.standing().filter(outcome=Outcome.CARRIED, decided_at__gt=held_at)
    if later.filter(amendment__motion=motion).exists():
        raise Refused(_("A later meeting changed the words of this motion. Put it to the next one."))


def _votes(sheet: _Sheet, sitting: Sitting) -> Votes:
    choices = None if sheet.voices is None else [choice_called(each.choice) for each in sheet.voices]
    present = (sitting.attended or 0) - len(sheet.aside)
    asked = {"present": present, "members": sitting.members}
    return by_sheet(sheet.method, sheet.figures, choices, **asked)


def _write_names(vote: Vote, sheet: _Sheet) -> None:
    Teller.objects.bulk_create(Teller(vote=vote, person_id=each) for each in sorted(sheet.counted))
    Voice.objects.bulk_create(Voice(vote=vote, person_id=each) for each in sorted(sheet.aside))
    write_voices(vote, sheet.voices or ())


def _open_sheet(meeting_id: UUID, *, by: Person | None, at: datetime) -> Sitting:
    sitting = claim_sheet(meeting_id, by=by, at=at)
    if not sitting.was_held:
        raise Refused(_("This meeting had no quorum, so it was not held, and nothing was voted on there."))
    if Meeting.objects.filter(minutes().are_adopted(), pk=sitting.pk).exists():
        raise Refused(
            _(
                "The minutes of this meeting were adopted. What they say is corrected by a new version of them."
            )
        )
    return sitting


def _must_have_been_there(sheet: _Sheet, sitting: Sitting) -> None:
    """Let only those be named who stand on the sheet with a vote; who stood aside answered nothing."""
    found = Presence.objects.filter(meeting=sitting.meeting_id).voting()
    there = set(found.values_list("person", flat=True))
    for field, people in (("counted_by", sheet.counted), ("aside", sheet.aside)):
        if not there.issuperset(people):
            raise Refused(
                _("One of them was not at the meeting. Name somebody who was, or nobody."), field=field
            )
    must_be_there([each.person_id for each in sheet.voices or ()], there - set(sheet.aside))


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
