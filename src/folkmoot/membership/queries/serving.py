"""Who may hold an office where, and who may know that of whom."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from folkmoot.access.policy import permitted_in
from folkmoot.membership.queries.known import KNOWING
from folkmoot.membership.queries.places import open_memberships, places_of
from folkmoot.people.models import Membership, Person
from folkmoot.structure.queries.circles import circle_of
from folkmoot.units.models import Unit


def serving(homes: Iterable[Membership], unit: Unit) -> Sequence[Membership]:
    """Return those of some memberships by which somebody may hold an office in `unit`.

    A member of the organisation itself may serve its league; who belongs to a league alone serves that.
    """
    circle = circle_of(unit)
    return [each for each in homes if each.circle_id in {None, circle.id if circle else None}]


def may_know_of(viewer: Person, person: Person, unit: Unit, *, at: datetime) -> bool:
    """Return whether `viewer` may know if `person` may hold an office in `unit`: of themselves, and of whom they see there.

    Of others they may know it of nobody, whether it is so or not: else an officer of two leagues, who sees somebody in the one,
    could tell by appointing them in the other whether they belong to the organisation.
    """
    if viewer.pk == person.pk:
        return True
    homes = open_memberships(person.pk)
    units = [each.unit for each in serving(homes, unit)] if homes else places_of(person.pk)
    return any(permitted_in(viewer, KNOWING, units=units, at=at).values())
