"""Meetings as they are held: who is there, what is dealt with, and what whoever keeps the screen can do next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, When

from folkmoot.access.policy import permitted
from folkmoot.kernel.text import fold
from folkmoot.meetings.models import AgendaItem, LateTap, Meeting, Presence, Sitting, Speaker
from folkmoot.meetings.queries.meetings import agenda_of
from folkmoot.meetings.queries.runners import meetings_run_by, runs
from folkmoot.meetings.queries.voters import is_named_all, voters, voters_shown
from folkmoot.meetings.rules.permissions import ATTENDANCE, ATTESTING, CALLING, RUNNING
from folkmoot.people.models import Person, PersonQuerySet

# More names than this are found by searching.
SHOWN = 60
CHOICES = 200


@dataclass(frozen=True)
class Attender:
    """Somebody with a vote, and their stay at the meeting if they are there; one who `has_left` lost the vote meanwhile."""

    person: Person
    stay: Presence | None
    has_left: bool = False


@dataclass(frozen=True)
class SittingPage:
    """A meeting as whoever runs it sees it; without a sitting it is still to be opened."""

    meeting: Meeting
    sitting: Sitting | None
    people: Sequence[Attender] = ()
    is_cut: bool = False
    here: int = 0
    guests: Sequence[Presence] = ()
    items: Sequence[AgendaItem] = ()
    speakers: Sequence[Speaker] = ()
    taps: Sequence[LateTap] = ()
    permissions: frozenset[str] = field(default_factory=frozenset)

    @property
    def has_quorum(self) -> bool:
        """Whether enough are there, or nothing asks how many."""
        quorum = self.sitting.quorum if self.sitting else None
        return quorum is None or self.here >= quorum

    @property
    def current(self) -> AgendaItem | None:
        """The item that is dealt with."""
        pk = self.sitting.current_item_id if self.sitting else None
        return next((each for each in self.items if each.pk == pk), None)

    @property
    def following(self) -> AgendaItem | None:
        """The next item that was not finished."""
        current = self.current
        left = [each for each in self.items if each.ended_at is None and each != current]
        after = [each for each in left if current and each.position > current.position]
        return next(iter([*after, *left]), None)

    @property
    def has_begun(self) -> bool:
        """Whether an item was taken up."""
        return any(each.begun_at for each in self.items)

    @property
    def not_here(self) -> list[UUID]:
        """Those of the people shown who are not here: for the tap that notes all of them."""
        return [each.person.pk for each in self.people if each.stay is None]

    @property
    def has_failed(self) -> bool:
        """Whether too few are there, and nothing was dealt with: it is not held unless somebody says so."""
        return not self.has_quorum and not self.has_begun

    @property
    def unfinished(self) -> Sequence[AgendaItem]:
        """The items of the agenda that are not finished when the meeting is closed: the one that is dealt with is."""
        return [each for each in self.items if each.ended_at is None and each != self.current]

    @property
    def is_by_number(self) -> bool:
        """Whether it goes on and not all who have a vote are named here, so that somebody is noted by number and name."""
        is_open = self.sitting is not None and self.sitting.is_open
        return is_open and not is_named_all(self.meeting)

    @property
    def may_attest(self) -> bool:
        """Whether whoever looks may enter that a decision was read aloud."""
        return ATTESTING in self.permissions

    @property
    def may_call(self) -> bool:
        """Whether whoever looks may call it again."""
        return CALLING in self.permissions


@dataclass(frozen=True)
class Choosable:
    """Among whom to choose; `is_cut` where more are called so, and `is_found` where anybody is."""

    people: Sequence[Person]
    is_cut: bool
    is_found: bool


@dataclass(frozen=True)
class Attendance:
    """How many with a vote attended a meeting, of how many, how many guests; and who, for those who may see that."""

    voting: int
    members: int
    guests: int
    names: Sequence[str] | None


def present_now(meeting: Meeting, *, at: datetime) -> set[UUID]:
    """Return the ids of the people who are at `meeting` now and have a vote at the moment `at`: one question.

    Whoever left the organisation, or the unit, during the meeting was noted as having one, and has none any more.
    """
    here = Presence.objects.filter(meeting=meeting).now().voting()
    return _people(here.filter(person__in=_voters(meeting, at=at)).values_list("person", flat=True))


@dataclass(frozen=True)
class Led:
    """A meeting as whoever runs it prepares and keeps a part of it: how many are there, and whether they may attest."""

    meeting: Meeting
    here: int
    may_attest: bool

    @property
    def is_open(self) -> bool:
        """Whether it was opened, and not closed."""
        return self.meeting.opened is not None and self.meeting.opened.is_open


def meeting_led(meeting_id: UUID, person: Person, *, at: datetime) -> Led | None:
    """Return a meeting that stands, as `person` runs it, opened or not; None if they do not: two questions, three if named."""
    here = Count("presences", filter=Q(presences__left_at=None))
    related = Meeting.objects.standing().select_related("sitting", "unit__kind")
    meeting = related.filter(pk=meeting_id).annotate(here=here).first()
    if meeting is None:
        return None
    allowed = permitted(person, [RUNNING, ATTESTING], on=meeting.unit, at=at)
    if not runs(meeting.opened, person, allowed, at=at):
        return None
    return Led(meeting, vars(meeting)["here"], ATTESTING in allowed)


def count_here(meeting_id: UUID) -> int:
    """Return how many are at a meeting now, guests too: one question."""
    return Presence.objects.filter(meeting=meeting_id).now().count()


def people_at(meeting: Meeting, moment: datetime) -> PersonQuerySet:
    """Return the people with a vote who were at `meeting` at the moment `moment`."""
    was_there = Q(left_at=None) | Q(left_at__gt=moment)
    there = Presence.objects.filter(was_there, meeting=meeting, came_at__lte=moment).voting()
    return Person.objects.filter(pk__in=there.filter(person__in=_voters(meeting, at=moment)).values("person"))


def version_seen(meeting_id: UUID, person: Person, *, at: datetime) -> int | None:
    """Return how often a meeting that `person` runs was changed while it was held; None if there is none such."""
    run = meetings_run_by(person, at=at).filter(pk=meeting_id, sitting__isnull=False)
    return run.values_list("sitting__version", flat=True).first()


def sitting_page(meeting_id: UUID, person: Person, *, words: str = "", at: datetime) -> SittingPage | None:
    """Return a meeting as `person` runs it, the people whose names begin with `words`; None if they do not run it.

    Before it was opened it has no sitting, and nothing else.
    """
    related = Meeting.objects.select_related("sitting__chair", "sitting__minute_taker", "unit__kind")
    waiting = Exists(LateTap.objects.filter(meeting=OuterRef("pk")))
    meeting = related.annotate(has_taps=waiting).filter(pk=meeting_id).first()
    if meeting is None:
        return None
    allowed = permitted(person, [RUNNING, ATTESTING, CALLING], on=meeting.unit, at=at)
    sitting = meeting.opened
    if not runs(sitting, person, allowed, at=at):
        return None
    if sitting is None:
        return SittingPage(meeting, None, permissions=allowed)
    stays = _stays(meeting, at=at)
    # Whoever led it and holds no office closes one that was left open, and needs nobody's name for that.
    if not sitting.goes_on(at=at) and RUNNING not in allowed:
        here = sum(each.counts for each in stays)
        return SittingPage(
            meeting,
            sitting,
            here=here,
            items=agenda_of(meeting, person.languages, at=at),
            permissions=allowed,
        )
    people, is_cut = _people_shown(meeting, person, stays, words, at=at)
    return SittingPage(
        meeting,
        sitting,
        people,
        is_cut,
        here=sum(each.counts for each in stays),
        guests=[each for each in stays if each.person_id is None],
        items=agenda_of(meeting, person.languages, at=at),
        speakers=_speakers(meeting),
        taps=_taps(meeting) if vars(meeting)["has_taps"] else [],
        permissions=allowed,
    )


def people_to_choose(
    meeting: Meeting,
    person: Person,
    *,
    words: str = "",
    chosen: Collection[UUID] = (),
    at: datetime,
    now: datetime,
) -> Choosable:
    """Return those with a vote at `at` of whom `person` can choose who leads a meeting: the first two hundred by name.

    With `words`, of those called so; those who are `chosen` already stay among them.
    """
    shown = voters_shown(meeting, person, at=at, now=now)
    found = list(_called(shown, words).in_order()[: CHOICES + 1])
    first = found[:CHOICES]
    left = set(chosen) - {each.pk for each in first}
    kept = list(shown.filter(pk__in=left).in_order()[:CHOICES]) if left else []
    return Choosable([*kept, *first], is_cut=len(found) > CHOICES, is_found=bool(found))


def item_ids(meeting_id: UUID) -> list[UUID]:
    """Return the ids of the items of an agenda, in order."""
    items = AgendaItem.objects.filter(meeting=meeting_id).order_by("position")
    return list(items.values_list("pk", flat=True))


def people_here(meeting: Meeting, *, at: datetime) -> list[Person]:
    """Return those with a vote who are at a meeting now, by name."""
    return list(Person.objects.filter(pk__in=present_now(meeting, at=at)).in_order())


def people_voting(meeting: Meeting) -> list[Person]:
    """Return those with a vote who were at a meeting at any time, by name."""
    there = Presence.objects.filter(meeting=meeting).voting().values("person")
    return list(Person.objects.filter(pk__in=there).in_order())


def attendance_of(meeting: Meeting, person: Person, *, at: datetime) -> Attendance | None:
    """Return how many attended a meeting that was opened, and who to those who were there and the officers of its unit."""
    sitting = meeting.opened
    if sitting is None:
        return None
    stays = Presence.objects.filter(meeting=meeting)
    numbers = stays.aggregate(
        members=Count("person", filter=Q(has_vote=True), distinct=True),
        guests=Count("pk", filter=Q(person=None)),
        own=Count("pk", filter=Q(person=person)),
    )
    may_see = numbers["own"] or permitted(person, [ATTENDANCE], on=meeting.unit, at=at)
    names = _names(meeting) if may_see else None
    voting = numbers["members"] if sitting.attended is None else sitting.attended
    guests = numbers["guests"] if sitting.guests is None else sitting.guests
    return Attendance(voting, sitting.members, guests, names)


def _names(meeting: Meeting) -> list[str]:
    attended = Presence.objects.filter(meeting=meeting, person__isnull=False).values("person")
    people = Person.objects.filter(pk__in=attended).in_order()
    return list(people.values_list("name", flat=True)[:CHOICES])


def _who_may_come(meeting: Meeting, person: Person, *, at: datetime) -> PersonQuerySet:
    """Return those named to `person` who have a vote and had it when the meeting was opened."""
    sitting = meeting.opened
    opened_at = at if sitting is None else sitting.opened_at
    then = voters(meeting, at=opened_at).order_by().values("pk")
    return voters_shown(meeting, person, at=at, now=at).filter(pk__in=then)


def _called(people: PersonQuerySet, words: str) -> PersonQuerySet:
    """Keep those in whose name are the `words`, all if there are none."""
    return people.filter(search_name__contains=fold(words)) if words.strip() else people


def _people_shown(
    meeting: Meeting, person: Person, stays: Sequence[Presence], words: str, *, at: datetime
) -> tuple[list[Attender], bool]:
    found = list(_called(_who_may_come(meeting, person, at=at), words).in_order()[: SHOWN + 1])
    here = {each.person_id: each for each in stays}
    attenders = [Attender(each, here.get(each.pk)) for each in found[:SHOWN]]
    # Whoever has no vote any more is still there until somebody notes that they left.
    gone = [each for each in stays if each.has_vote and not each.counts and _is_called(each.person, words)]
    attenders += [Attender(each.person, each, has_left=True) for each in gone if each.person is not None]
    return attenders, len(found) > SHOWN


def _stays(meeting: Meeting, *, at: datetime) -> list[Presence]:
    """Return who is there now, guests too, each with whether they count, as they still have a vote."""
    here = Presence.objects.filter(meeting=meeting).now().select_related("person").order_by("came_at")
    still = Q(has_vote=True, person__in=_voters(meeting, at=at))
    counts: dict[str, Any] = {
        "counts": Case(When(still, then=True), default=False, output_field=BooleanField())
    }
    return list(here.annotate(**counts))


def _voters(meeting: Meeting, *, at: datetime) -> "QuerySet[Any]":
    return voters(meeting, at=at).order_by().values("pk")


def _is_called(person: Person | None, words: str) -> bool:
    return person is not None and fold(words) in person.search_name


def _taps(meeting: Meeting) -> list[LateTap]:
    return list(LateTap.objects.filter(meeting=meeting).select_related("by").order_by("tapped_at", "pk"))


def _speakers(meeting: Meeting) -> list[Speaker]:
    rows = Speaker.objects.filter(meeting=meeting).select_related("presence__person")
    return list(rows.order_by("-has_floor", "-is_point_of_order", "asked_at", "pk"))


def _people(ids: Collection[UUID | None]) -> set[UUID]:
    return {each for each in ids if each is not None}
