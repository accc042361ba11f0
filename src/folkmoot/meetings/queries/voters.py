"""Who has a vote at a meeting: the members of its unit, and at a committee's those who hold an office in it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from folkmoot.access.policy import may, units_where
from folkmoot.bylaws.rules.kinds import Meeting as Kind
from folkmoot.meetings.models import Meeting, Presence, Sitting
from folkmoot.meetings.rules.permissions import NAMES, RUNNING
from folkmoot.people.models import EnteredQuerySet, Membership, Person, PersonQuerySet, Term
from folkmoot.units.rules import paths


def voters(meeting: Meeting, *, at: datetime) -> PersonQuerySet:
    """Return those who have a vote at `meeting` at the moment `at`, present or not."""
    return Person.objects.filter(pk__in=_places(meeting, at).values("person"))


def voters_shown(meeting: Meeting, person: Person, *, at: datetime, now: datetime) -> PersonQuerySet:
    """Return those who had a vote at the moment `at` and are named now to `person`, who runs `meeting`.

    In a cell that is everybody: to its officers always, to who was named to lead the meeting while it is open, and was not left
    open. A body above
    names nobody's members: those whom `person` sees by name, its own officers, who leads the meeting, and who was noted.
    """
    with_a_vote, sitting = voters(meeting, at=at), meeting.opened
    is_named = is_named_all(meeting)
    if sitting is None or not sitting.goes_on(at=now):
        is_named = is_named and may(person, RUNNING, on=meeting.unit, at=now)
    if is_named:
        return with_a_vote
    seen = units_where(person, NAMES, at=now).order_by().values("pk")
    homes = Membership.objects.current(now).filter(unit__in=seen).values("person")
    officers = Term.objects.current(now).filter(unit=meeting.unit_id).values("person")
    noted = Presence.objects.filter(meeting=meeting, person__isnull=False).values("person")
    known = Q(pk=person.pk) | Q(pk__in=homes) | Q(pk__in=officers) | Q(pk__in=noted)
    return with_a_vote.filter(known)


def is_named_all(meeting: Meeting) -> bool:
    """Return whether whoever runs `meeting` is told of all who have a vote: in a cell, and where they are officers."""
    return meeting.kind == Kind.COMMITTEE or bool(meeting.unit.kind.is_cell)


def where_has_vote(person: Person, *, at: datetime) -> Q:
    """Return the condition that `person` has a vote at a meeting at the moment `at`."""
    homes = Membership.objects.current(at).filter(person=person).values_list("unit__path", "circle__path")
    # From an affiliated organisation nothing leads on to what it belongs to.
    line = {path for home, top in homes for path in paths.ancestors_of(home) if path >= (top or "")}
    offices = Term.objects.current(at).filter(person=person).values("unit")
    return Q(kind=Kind.COMMITTEE, unit__in=offices) | (~Q(kind=Kind.COMMITTEE) & Q(unit__path__in=line))


def voters_among(
    people: Collection[UUID], meeting: Meeting, *, at: datetime, known_at: datetime | None = None
) -> set[UUID]:
    """Return those of `people` who have a vote at `meeting` at the moment `at`: one question.

    With `known_at`, those alone who had been entered by then, whatever day they were said to begin.
    """
    found = _places(meeting, at, known_at).filter(person__in=people).values_list("person", flat=True)
    return set(found.distinct())


def voters_at_opening(people: Collection[UUID], sitting: Sitting) -> set[UUID]:
    """Return those of `people` who had a vote when a meeting was opened, and were known to then: one question.

    Whoever was entered afterwards with an earlier day would make a quorum that nobody had counted.
    """
    then = _places(sitting.meeting, sitting.opened_at, sitting.opened_at)
    return set(then.filter(person__in=people).values_list("person", flat=True).distinct())


def count_voters(meeting: Meeting, *, at: datetime, known_at: datetime | None = None) -> int:
    """Return how many have a vote at `meeting` at the moment `at`, each once; with `known_at` as `voters_among` says."""
    return int(_places(meeting, at, known_at).values("person").distinct().count())


def _places(meeting: Meeting, at: datetime, known_at: datetime | None = None) -> EnteredQuerySet:
    found = _places_said(meeting, at)
    return found if known_at is None else found.known_by(known_at)


def _places_said(meeting: Meeting, at: datetime) -> EnteredQuerySet:
    if meeting.kind == Kind.COMMITTEE:
        terms: EnteredQuerySet = Term.objects.current(at).filter(unit=meeting.unit_id)
        return terms
    # Belonging flows up the tree: whoever is at home below is a member here.
    homes: EnteredQuerySet = Membership.objects.current(at).at_home_in(meeting.unit)
    return homes
