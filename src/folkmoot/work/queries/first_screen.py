"""What somebody's first page says of their work: what they are asked to do, and what they do next.

It comes with what else is asked of them there: that page asks the database no further question for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Subquery
from django.db.models.functions import Coalesce

from folkmoot.people.models import Membership
from folkmoot.work.models import Assignment, AssignmentQuerySet, Offer
from folkmoot.work.rules.states import State

_SHOWN = ("pk", "title", "due_on", "unit__name")
_OF_OFFER = (*_SHOWN, "offer__offered_by__name", "offer__meeting")
# How many parts `work_of` has.
PARTS_OF_WORK = len(_OF_OFFER) + len(_SHOWN) + 3


@dataclass(frozen=True)
class OwnLine:
    """Some work of somebody; of what they are asked, by whom, and whether they said yes to it at a meeting."""

    pk: UUID
    title: str
    due_on: date
    unit: str
    asked_by: str = ""
    said_yes: bool = False


@dataclass(frozen=True)
class WorkOnToday:
    """The first of what somebody is asked to do, the next of what they do, and how much more of both there is.

    `open_at_home` is how much nobody was asked for yet in the unit of their home, where whoever belongs can take it.
    """

    asked: OwnLine | None = None
    held: OwnLine | None = None
    more: int = 0
    open_at_home: int = 0

    @property
    def is_any(self) -> bool:
        """Whether there is something to show."""
        return self.asked is not None or self.held is not None


def work_of(person: UUID, *, at: datetime) -> list[Subquery | Coalesce]:
    """Return what is asked of `person` for `said_of_work`, as parts of another question about them."""
    asked, held = _asked(person), Assignment.objects.filter(holder=person, state=State.ACCEPTED)
    first = [Subquery(asked.soonest_first().values(each)[:1]) for each in _OF_OFFER]
    following = [Subquery(held.soonest_first().values(each)[:1]) for each in _SHOWN]
    return [*first, *following, _number(asked), _number(held), _number(_open_at_home(person, at=at))]


def said_of_work(row: Sequence[Any]) -> WorkOnToday:
    """Return what `work_of` found."""
    pk, title, due_on, unit, asker, meeting = row[: len(_OF_OFFER)]
    line = None if pk is None else OwnLine(pk, title, due_on, unit, asker or "", meeting is not None)
    pk, title, due_on, unit, asked, held, open_at_home = row[len(_OF_OFFER) :]
    following = None if pk is None else OwnLine(pk, title, due_on, unit)
    shown = (line is not None) + (following is not None)
    return WorkOnToday(line, following, asked + held - shown, open_at_home)


def _asked(person: UUID) -> AssignmentQuerySet:
    offers = Offer.objects.filter(person=person).values("assignment")
    return Assignment.objects.filter(pk__in=offers, state=State.OPEN)


def _open_at_home(person: UUID, *, at: datetime) -> AssignmentQuerySet:
    homes: Any = Membership.objects.current(at).filter(person=person, circle=None)
    return Assignment.objects.filter(unit=Subquery(homes.values("unit")[:1]), state=State.OPEN, offer=None)


def _number(rows: AssignmentQuerySet) -> Coalesce:
    counted: QuerySet[Any, Any] = (
        rows.order_by().values("state").annotate(number=Count("pk")).values("number")
    )
    return Coalesce(Subquery(counted), 0)
