"""Work as it is seen: the list of a unit, one piece of it, and what is somebody's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from folkmoot.access.policy import permitted, units_where, units_where_each
from folkmoot.documents.queries.files import AttachedFile, listed
from folkmoot.kernel.paging import cut
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.work.models import Assignment, AssignmentQuerySet, Helper, Lesson, Step, WorkFile
from folkmoot.work.rules.states import STANDING, TAKES_FILES, State

GIVING, SEEING, COUNTS = "work.put_up_work", "work.see_work", "work.see_counts"
PAGE = 50
OWN_SHOWN = 50
# A board and a calendar are looked over at once.
LAID_OUT = 150


class Shown(StrEnum):
    """Which part of a unit's work is listed."""

    STANDING = "standing"
    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"


_STATES: Mapping[Shown, Sequence[State]] = {
    Shown.STANDING: (State.OPEN, State.ACCEPTED),
    Shown.OPEN: (State.OPEN,),
    Shown.TAKEN: (State.ACCEPTED,),
    Shown.DONE: (State.DONE, State.REVIEWED),
}


class View(StrEnum):
    """How work is laid out: a list, a board with a column for each state, or day by day."""

    LIST = "list"
    BOARD = "board"
    DAYS = "days"


@dataclass(frozen=True)
class Asked:
    """Which work is asked for: the part, words of its title, and the key that the page before gave; and how it is laid out."""

    shown: Shown = Shown.STANDING
    words: str = ""
    after: str = ""
    view: View = View.LIST
    target: UUID | None = None


# What was talked over is no work of today.
_ON_BOARD = (State.OPEN, State.ACCEPTED, State.DONE)


@dataclass(frozen=True)
class WorkList:
    """The work of a unit as its members see it, and the key with which the page after this one is asked for."""

    unit: Unit
    asked: Asked
    rows: Sequence[Assignment]
    further: str
    may_give: bool


@dataclass(frozen=True)
class Counted:
    """How much work of a unit is open, is being done, and was done: what those above it see."""

    unit: Unit
    open: int
    taken: int
    late: int
    done: int


@dataclass(frozen=True)
class WorkPage:
    """Some work on its page, with what its reader may do."""

    assignment: Assignment
    steps: Sequence[Step]
    helpers: Sequence[Person]
    is_holder: bool
    is_asked: bool
    is_helper: bool
    may_give: bool
    may_take: bool
    lessons: Sequence[Lesson] = ()
    files: Sequence[AttachedFile] = ()

    @property
    def may_tell(self) -> bool:
        """Whether the reader may say what was learnt: whoever did it first, others once they have told or passed."""
        is_open = self.is_holder or self.assignment.told_at is not None
        return self.state is State.DONE and self.may_take and is_open

    @property
    def may_close(self) -> bool:
        """Whether the reader may say that it was talked over."""
        return self.state is State.DONE and self.may_give and self.assignment.told_at is not None

    @property
    def state(self) -> State:
        """How it stands."""
        return self.assignment.stands

    @property
    def has_said_yes(self) -> bool:
        """Whether the reader said yes aloud at a meeting, and has neither confirmed that nor taken it back."""
        offer = self.assignment.waiting
        return self.is_asked and offer is not None and offer.meeting_id is not None

    @property
    def does_it(self) -> bool:
        """Whether the reader does it, and has not reported it done."""
        return self.has_said_yes or (self.is_holder and self.state is State.ACCEPTED)

    @property
    def may_be_taken(self) -> bool:
        """Whether it is open to the reader."""
        is_free = self.state in {State.OPEN, State.OFFERED} and not self.assignment.is_said
        return self.may_take and is_free

    @property
    def may_be_helped(self) -> bool:
        """Whether the reader could help whoever does it."""
        is_others = self.may_take and not self.does_it and not self.is_helper
        return is_others and self.state is State.ACCEPTED

    @property
    def may_attach(self) -> bool:
        """Whether the reader may hang files on it, and take them off."""
        return (self.is_holder or self.is_helper or self.may_give) and self.state in TAKES_FILES

    @property
    def is_standing(self) -> bool:
        """Whether it is still to be done."""
        return self.state in STANDING

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether the reader may say that it is not to be done after all."""
        return self.may_give and self.is_standing


@dataclass(frozen=True)
class OwnWork:
    """What is somebody's own: what they are asked to do, what they do, help with, and did."""

    asked: Sequence[Assignment]
    held: Sequence[Assignment]
    helped: Sequence[Assignment]
    done: Sequence[Assignment]
    homes: Sequence[Unit]


def seen_by(person: Person, *, at: datetime) -> AssignmentQuerySet:
    """Return the work that `person` sees."""
    units = units_where_each(person, [SEEING, GIVING], at=at)
    return Assignment.objects.seen(person, units[SEEING], units[GIVING])


def units_seen(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the units whose work `person` sees, or sees counted."""
    units = units_where_each(person, [SEEING, COUNTS], at=at)
    return (units[SEEING] | units[COUNTS]).select_related("kind")


def units_giving(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units in which `person` puts up work."""
    return units_where(person, GIVING, at=at).open().select_related("kind")


def work_list(unit: Unit, person: Person, asked: Asked, *, at: datetime) -> WorkList | None:
    """Return the work of a unit by its days, those asked for; None if `person` is shown but how much it is.

    What was done comes with the latest first.
    """
    allowed = permitted(person, [SEEING, GIVING], on=unit, at=at)
    if not allowed:
        return None
    states = _ON_BOARD if asked.view is View.BOARD else _STATES[asked.shown]
    rows = read_with_all(seen_by(person, at=at).filter(unit=unit, state__in=states))
    if asked.words:
        rows = rows.filter(title__icontains=asked.words)
    if asked.target:
        rows = rows.filter(aim__target=asked.target)
    rows = _done_after(rows, asked.after) if asked.shown is Shown.DONE else _due_after(rows, asked.after)
    most = PAGE if asked.view is View.LIST else LAID_OUT
    found = list(rows[: most + 1])
    return WorkList(unit, asked, *cut(found, most, _key), GIVING in allowed and unit.is_open)


def counted(unit: Unit, *, at: datetime) -> Counted:
    """Return how much work a unit has: one question."""
    today = unit.local(at).date()
    is_late = Q(due_on__lt=today, state__in=[State.OPEN, State.ACCEPTED])
    numbers = Assignment.objects.filter(unit=unit).aggregate(
        open=Count("pk", filter=Q(state=State.OPEN)),
        taken=Count("pk", filter=Q(state=State.ACCEPTED)),
        late=Count("pk", filter=is_late),
        done=Count("pk", filter=Q(state__in=[State.DONE, State.REVIEWED])),
    )
    return Counted(unit, **numbers)


def work_page(assignment_id: UUID, person: Person, *, at: datetime) -> WorkPage | None:
    """Return some work as `person` sees it; None if they do not, or there is none."""
    assignment = read_with_all(seen_by(person, at=at)).filter(pk=assignment_id).first()
    if assignment is None:
        return None
    helpers = list(Person.objects.filter(pk__in=_helping(assignment)).in_order())
    allowed = permitted(person, [SEEING, GIVING], on=assignment.unit, at=at)
    offer = assignment.waiting
    return WorkPage(
        assignment,
        list(assignment.steps.order_by("position")),
        helpers,
        is_holder=assignment.holder_id == person.pk,
        is_asked=offer is not None and offer.person_id == person.pk,
        is_helper=person in helpers,
        may_give=GIVING in allowed,
        may_take=SEEING in allowed,
        lessons=list(assignment.lessons.order_by("kind", "pk")),
        files=listed(WorkFile.objects.filter(assignment=assignment).order_by("pk")),
    )


def own_work(person: Person, *, since: date, at: datetime) -> OwnWork:
    """Return what is somebody's own; of what they did, that which was to be done since a day. Five questions."""
    rows = read_with_all(Assignment.objects.all()).soonest_first()
    asked = rows.filter(pk__in=_asked(person))
    held = read_with_all(held_by(person)).soonest_first()
    helped = rows.filter(pk__in=Helper.objects.filter(person=person).values("assignment"))
    done = rows.filter(holder=person, state__in=[State.DONE, State.REVIEWED], due_on__gte=since)
    return OwnWork(
        list(asked[:OWN_SHOWN]),
        list(held[:OWN_SHOWN]),
        list(helped.standing()[:OWN_SHOWN]),
        list(done.order_by("-done_at", "-pk")[:OWN_SHOWN]),
        list(Unit.objects.filter(pk__in=_homes(person, at)).in_order()),
    )


def held_by(person: Person) -> AssignmentQuerySet:
    """Return the work that somebody has said they do, and has not reported done."""
    return Assignment.objects.filter(holder=person, state=State.ACCEPTED)


def _asked(person: Person) -> "QuerySet[Any, Any]":
    return Assignment.objects.filter(offer__person=person, state=State.OPEN).values("pk")


def _homes(person: Person, at: datetime) -> "QuerySet[Any, Any]":
    homes: QuerySet[Any, Any] = Membership.objects.current(at).filter(person=person).values("unit")
    return homes


def _helping(assignment: Assignment) -> "QuerySet[Any, Any]":
    return Helper.objects.filter(assignment=assignment).values("person")


def read_with_all(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """Return work with all that lists and pages say of it, so that no row is asked for by itself."""
    return rows.select_related(
        "unit__kind",
        "holder",
        "offer__person",
        "offer__offered_by",
        "offer__meeting",
        "decision",
        "meeting",
        "aim__target",
    )


def _due_after(rows: AssignmentQuerySet, key: str) -> AssignmentQuerySet:
    said, _sign, pk = key.partition("~")
    try:
        day, last = date.fromisoformat(said), UUID(pk)
    except ValueError:
        return rows.soonest_first()
    further = Q(due_on__gt=day) | Q(due_on=day, pk__gt=last)
    # The range alone lets the index begin there.
    return rows.filter(further, due_on__gte=day).soonest_first()


def _done_after(rows: AssignmentQuerySet, key: str) -> AssignmentQuerySet:
    said, _sign, pk = key.partition("~")
    try:
        day, last = date.fromisoformat(said), UUID(pk)
    except ValueError:
        return rows.order_by("-due_on", "-pk")
    further = Q(due_on__lt=day) | Q(due_on=day, pk__lt=last)
    return rows.filter(further, due_on__lte=day).order_by("-due_on", "-pk")


def _key(row: Assignment) -> str:
    return f"{row.due_on.isoformat()}~{row.pk}"
