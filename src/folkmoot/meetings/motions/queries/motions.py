"""Motions as they are read: on their own pages, in the list of their unit, and by the minutes of a meeting."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.utils.translation import ngettext

from folkmoot.access.policy import permitted, units_where, visible
from folkmoot.documents.queries import drafts_in_one_language, points_in
from folkmoot.documents.rules.rendering import RenderedPoint
from folkmoot.kernel.paging import cut, key_of, rows_after
from folkmoot.meetings.models import AgendaItem, Meeting, Sitting
from folkmoot.meetings.motions.models import (
    Amendment,
    Backing,
    Forwarding,
    Motion,
    MotionQuerySet,
    Question,
    Vote,
    VoteQuerySet,
)
from folkmoot.meetings.motions.queries.amendments import (
    AmendmentLine,
    Reader,
    amendment_lines,
    name_of,
    names_of,
)
from folkmoot.meetings.motions.rules.forwarding import ANSWERS, Answer, is_overdue
from folkmoot.meetings.motions.rules.motions import AMENDMENTS_MOST, Proposed, most_far_reaching_first
from folkmoot.meetings.motions.rules.permissions import ADOPTING, ANSWERING, FORWARDING, MOVERS, SUBMITTING
from folkmoot.meetings.motions.rules.states import AmendmentState, MotionDeed
from folkmoot.meetings.queries.runners import run_in, runs_now
from folkmoot.meetings.rules.permissions import CALLING, RUNNING, SEEING
from folkmoot.people.models import Person
from folkmoot.units.models import Unit, UnitQuerySet

PAGE = 30
SECONDERS_SHOWN = 30
# All that stand, and as many that were dealt with.
AMENDMENTS_SHOWN = 2 * AMENDMENTS_MOST
_MOMENT = "submitted_at"
# Where a motion can be put: a handful of meetings to come is enough to choose from.
_NEXT = 3


@dataclass(frozen=True)
class ForwardingLine:
    """A motion at a body above: how it was answered there, or since when it waits."""

    forwarding: Forwarding
    answer_in_words: str
    is_overdue: bool
    may_answer: bool = False


@dataclass(frozen=True)
class MotionPage:
    """A motion on its page, with what its reader may do."""

    motion: Motion
    points: Sequence[RenderedPoint]
    movers: str
    seconders: str
    amendments: Sequence[AmendmentLine]
    votes: Sequence[Vote]
    forwardings: Sequence[ForwardingLine]
    came_by: Forwarding | None
    sitting: Sitting | None
    agendas: Sequence[Meeting]
    meetings: Sequence[Meeting]
    may: frozenset[str]
    is_own: bool
    own: Backing | None
    mover: Backing | None

    @property
    def stands_behind(self) -> bool:
        """Whether its reader moved or seconds it."""
        return self.own is not None

    @property
    def is_written_down(self) -> bool:
        """Whether somebody else wrote it down for whoever moved it."""
        return self.mover is not None and self.mover.written_down_at is not None


@dataclass(frozen=True)
class MotionList:
    """The motions of a unit: those that came from below and wait, those that stand, and the latest that were decided on."""

    unit: Unit
    waiting: Sequence[ForwardingLine]
    told: Sequence[Forwarding]
    standing: Sequence[Motion]
    decided: Sequence[Motion]
    earlier: str
    may_submit: bool
    running: Meeting | None


@dataclass(frozen=True)
class MotionsHeld:
    """What a meeting has to do with motions: those on its agenda, its votes in order, and questions; for the run and minutes.

    `going_on` is the vote that is being held, `amendments` how many stand, by the motion.
    """

    motions: Sequence[Motion]
    amendments: Mapping[UUID, int]
    votes: Sequence[Vote]
    going_on: Vote | None
    questions: Sequence[Question]

    @property
    def standing(self) -> list[Motion]:
        """The motions on which nothing was decided yet."""
        return [each for each in self.motions if each.is_standing]

    @property
    def decided(self) -> list[Vote]:
        """The votes that were counted, those replaced by a recount too."""
        return [each for each in self.votes if not each.goes_on]


def motions_seen(person: Person, *, at: datetime) -> MotionQuerySet:
    """Return the motions that `person` sees: of units whose meetings they see, and those sent to one of these."""
    return visible(
        Motion.objects.select_related("unit__kind", "came_by__motion__unit"), person, SEEING, at=at
    )


def units_moving(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units in which `person` may move something, with their kinds."""
    return units_where(person, SUBMITTING, at=at).open().select_related("kind")


def motions_standing(unit: Unit) -> list[Motion]:
    """Return the motions of a unit on which nobody has decided, the first one first: what its next agenda can take."""
    return list(Motion.objects.standing().filter(unit=unit).order_by(_MOMENT, "pk")[:PAGE])


def being_voted_on(motions: Collection[UUID]) -> set[UUID]:
    """Return those of `motions` about which, or about an amendment to which, people are voting: one question at most."""
    about = Q(motion__in=motions) | Q(amendment__motion__in=motions)
    rows = Vote.objects.going_on().filter(about).values_list("motion", "amendment__motion") if motions else ()
    return {pk for row in rows for pk in row if pk is not None}


def motion_list(unit: Unit, person: Person, *, earlier: str = "", at: datetime) -> MotionList:
    """Return the motions of a unit; `earlier` is the key that the page before gave of those that were decided on."""
    may = permitted(person, [SUBMITTING, ANSWERING, RUNNING], on=unit, at=at)
    of_unit = Motion.objects.filter(unit=unit).select_related("unit")
    decided = rows_after(of_unit.exclude(pk__in=of_unit.standing()), earlier, moment=_MOMENT)
    rows = list(decided.newest_first()[: PAGE + 1])
    came = list(
        Forwarding.objects.filter(to_unit=unit, answered_at=None)
        .select_related("motion__unit", "to_unit")
        .longest_waiting_first()[:PAGE]
    )
    return MotionList(
        unit,
        [_line(each, at=at, may_answer=ANSWERING in may) for each in came if each.is_waiting],
        [each for each in came if each.is_for_information],
        [] if earlier else list(of_unit.standing().newest_first()[:PAGE]),
        *cut(rows, PAGE, partial(key_of, moment=_MOMENT)),
        SUBMITTING in may and unit.is_open,
        run_in(unit, person, may, at=at),
    )


def motion_page(
    motion_id: UUID, person: Person, *, unfolded: UUID | None = None, at: datetime
) -> MotionPage | None:
    """Return the page of a motion, with what the amendment `unfolded` changes in any case.

    None if `person` does not see it, or there is none.
    """
    motion = motions_seen(person, at=at).filter(pk=motion_id).first()
    if motion is None:
        return None
    asked = [SUBMITTING, RUNNING, CALLING, FORWARDING, MOVERS, *ADOPTING]
    may = permitted(person, asked, on=motion.unit, at=at)
    agendas, coming, sitting = _meetings_of(motion, at=at)
    if motion.can(MotionDeed.AMEND) and runs_now(sitting, person, may, at=at):
        may |= {RUNNING}
    amendments = in_voting_order(_amendments_of(motion))
    words = drafts_in_one_language([motion.document_id, *_documents_of(amendments)])
    text, backings = words[motion.document_id], _backings_of(motion, person)
    own = [each for each in backings if each.motion_id]
    return MotionPage(
        motion,
        points_in(text.body, title=text.title),
        names_of([each for each in own if each.is_mover], may),
        _seconders(motion, [each for each in own if not each.is_mover]) if MOVERS in may else "",
        amendment_lines(
            amendments, motion, Reader(person, may, words, backings, sitting is not None), unfolded
        ),
        list(motion.votes.select_related("meeting__unit").in_order()),
        _lines_further_up(motion, at=at) if motion.can(MotionDeed.FORWARD) else [],
        getattr(motion, "came_by", None),
        sitting,
        agendas,
        coming if CALLING in may and motion.can(MotionDeed.PLACE) else [],
        may,
        any(each.is_mover and each.person == person for each in own),
        next((each for each in own if each.person == person), None),
        next((each for each in own if each.is_mover), None),
    )


def motions_held(meeting: Meeting, items: Iterable[AgendaItem] | None = None) -> MotionsHeld:
    """Return what happened to motions at a meeting, and which stand on its agenda, whose `items` may be given with them.

    These are four questions, however many.
    """
    if items is None:
        items = meeting.items.exclude(motion=None).select_related("motion").order_by("position")
    motions = [each.motion for each in items if each.motion is not None]
    amendments = Amendment.objects.standing().filter(motion__in=[each.pk for each in motions])
    votes = list(_votes_of(meeting))
    questions = meeting.questions.order_by("asked_at", "pk")
    return MotionsHeld(
        motions,
        dict(amendments.values_list("motion").annotate(standing=Count("pk"))),
        votes,
        next((each for each in votes if each.goes_on), None),
        list(questions),
    )


def votes_at(meeting: Meeting) -> list[Vote]:
    """Return the votes of a meeting in order, with what they are about and, by name, who answered and who stood aside."""
    return list(_votes_of(meeting).prefetch_related("voices__person"))


def _votes_of(meeting: Meeting) -> VoteQuerySet:
    return meeting.votes.select_related("motion", "amendment__motion", "replaces").in_order()


def movers_at(meeting: Meeting) -> "QuerySet[Backing]":
    """Return who moved the motions on the agenda of a meeting, and the amendments to them."""
    motions = meeting.items.filter(motion__isnull=False).values("motion")
    return Backing.objects.filter(
        Q(motion__in=motions) | Q(amendment__motion__in=motions), is_mover=True
    ).select_related("person")


def movers_by_what(meeting: Meeting) -> dict[UUID, str]:
    """Return the name of who moved each motion and each amendment of a meeting, by the id of either: one question."""
    about = movers_at(meeting)
    return {each.motion_id or each.amendment_id: each.person.name for each in about}  # type: ignore[misc]


def in_voting_order(amendments: Sequence[Amendment]) -> list[Amendment]:
    """Return amendments as they are voted on: as the chair ordered them, the rest most far-reaching first."""
    by_rule = most_far_reaching_first(Proposed(each.pk, each.reach, each.proposed_at) for each in amendments)
    place = {pk: number for number, pk in enumerate(by_rule)}
    return sorted(
        amendments, key=lambda each: (not each.is_standing, each.position or len(place) + 1, place[each.pk])
    )


def forwarding_seen(forwarding_id: UUID, person: Person, *, at: datetime) -> ForwardingLine | None:
    """Return a motion that waits at a body for which `person` may answer; None if there is none."""
    rows = visible(Forwarding.objects.waiting(), person, ANSWERING, at=at)
    found = rows.filter(pk=forwarding_id).select_related("motion__unit", "to_unit__kind", "taken_up").first()
    return None if found is None else _line(found, at=at, may_answer=True)


def waiting_in(unit: Unit, *, most: int, at: datetime) -> list[ForwardingLine]:
    """Return the motions from below that wait for an answer of a unit, the longest first: one question."""
    rows = Forwarding.objects.waiting().filter(to_unit=unit).select_related("motion__unit", "to_unit")
    return [_line(each, at=at) for each in rows.longest_waiting_first()[:most]]


def meetings_to_take(unit: Unit, *, at: datetime) -> list[Meeting]:
    """Return the next meetings of a unit that can take items."""
    coming = Meeting.objects.standing().upcoming(at).filter(unit=unit).select_related("unit")
    return list(coming.soonest_first()[:_NEXT])


def _documents_of(amendments: Sequence[Amendment]) -> list[UUID]:
    return [pk for each in amendments for pk in (each.document_id, each.base_id)]


def _amendments_of(motion: Motion) -> list[Amendment]:
    """Return the amendments to a motion that stand, and of the others the latest."""
    is_standing = Case(When(state=AmendmentState.PROPOSED, then=0), default=1)
    return list(motion.amendments.order_by(is_standing, "-proposed_at", "-pk")[:AMENDMENTS_SHOWN])


def _backings_of(motion: Motion, person: Person) -> list[Backing]:
    """Return who moved a motion and its amendments, the first who seconded it, and `person` if they did."""
    seconding = motion.backings.filter(is_mover=False).order_by("pk")
    first = Q(pk__in=seconding.values("pk")[:SECONDERS_SHOWN])
    about = Q(motion=motion) | Q(amendment__motion=motion)
    rows = Backing.objects.filter(about).filter(Q(is_mover=True) | Q(person=person) | first)
    return list(rows.select_related("person").order_by("pk"))


def _seconders(motion: Motion, backings: Sequence[Backing]) -> str:
    """Return the names of those who seconded a motion first, and how many more did."""
    names = ", ".join(map(name_of, backings[:SECONDERS_SHOWN]))
    if len(backings) < SECONDERS_SHOWN:
        return names
    more = motion.backings.filter(is_mover=False).count() - SECONDERS_SHOWN
    if not more:
        return names
    words = ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more)
    return words % {"names": names, "count": more}


def _meetings_of(motion: Motion, *, at: datetime) -> tuple[list[Meeting], list[Meeting], Sitting | None]:
    """Return the meetings with a motion on their agendas, the next others of its unit, and the sitting that goes on."""
    there = Meeting.objects.filter(items__motion=motion)
    coming = Q(unit=motion.unit_id, cancelled_at=None, ends_at__gt=at)
    found = Meeting.objects.filter(Q(pk__in=there.values("pk")) | coming).annotate(
        is_there=_stands_on(motion)
    )
    rows = list(found.select_related("unit", "sitting").soonest_first()[:PAGE])
    agendas = [each for each in rows if vars(each)["is_there"]]
    sittings = [each.sitting for each in agendas if hasattr(each, "sitting")]
    others = [each for each in rows if not vars(each)["is_there"]]
    return agendas, others[:_NEXT], next((each for each in sittings if each.goes_on(at=at)), None)


def _stands_on(motion: Motion) -> Exists:
    return Exists(AgendaItem.objects.filter(meeting=OuterRef("pk"), motion=motion))


def _lines_further_up(motion: Motion, *, at: datetime) -> list[ForwardingLine]:
    sent = motion.forwardings.select_related("to_unit").longest_waiting_first()
    return [_line(each, at=at) for each in sent]


def _line(forwarding: Forwarding, *, at: datetime, may_answer: bool = False) -> ForwardingLine:
    answer = str(ANSWERS[Answer(forwarding.answer)]) if forwarding.answer else ""
    overdue = forwarding.is_waiting and is_overdue(forwarding.forwarded_at, at)
    return ForwardingLine(forwarding, answer, overdue, may_answer)
