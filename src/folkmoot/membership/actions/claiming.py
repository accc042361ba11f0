"""Finding and locking what an act is about, without telling anybody of people they may not see."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require, require_for
from folkmoot.kernel.errors import Refused
from folkmoot.membership.queries.places import may_see, place_of
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.units.models import Unit


def claim_person(person_id: UUID) -> Person:
    """Lock a person for this transaction and return them.

    :raises Refused: if there is no such person, or they were erased.
    """
    person = Person.objects.select_for_update().filter(pk=person_id, erased_at=None).first()
    if person is None:
        raise no_such_member()
    return person


def hold_person(person_id: UUID) -> None:
    """Lock a person for this transaction, and say nothing if there is none.

    For acts that claim a unit first and the person in it: whoever moves people claims them before units, and in one order
    nobody waits for somebody who waits for them.
    """
    list(Person.objects.select_for_update().filter(pk=person_id).values_list("pk"))


def require_over(by: Person | None, permission: str, person: Person, *, at: datetime) -> Unit:
    """Let an act on `person` go on only if `by` holds `permission` where they belong; return that unit.

    It is the home that answers for them as a whole: what is about one of several memberships asks in its own unit.

    :raises Refused: if not; and to those who may not see the person, as if there were none.
    """
    must_be_seen(by, person, at=at)
    place = place_of(person.pk)
    require_for(by, permission, on=place, at=at)
    return place


def must_be_seen(by: Person | None, person: Person, *, member_number: str = "", at: datetime) -> None:
    """Let an act on `person` go on only if `by` may see them, or named them by their `member_number`.

    :raises Refused: if not, as if there were no such person.
    """
    is_named = bool(member_number) and by is not None and person.member_number == member_number
    if not is_named and not may_see(by, person.pk, at=at):
        raise no_such_member()


def claim_cell(unit_id: UUID, permission: str, *, by: Person | None, at: datetime) -> Unit:
    """Lock the open cell `unit_id`, in which `by` holds `permission`, and return it.

    :raises Refused: if there is no such unit, it was closed, `by` may not do this there, or it is not a cell.
    """
    unit = claim_unit(unit_id)
    require(by, permission, on=unit, at=at)
    return must_be_cell(unit)


def must_be_cell(unit: Unit) -> Unit:
    """Return `unit`.

    :raises Refused: if members do not have their home in units of its kind.
    """
    if not unit.kind.is_cell:
        raise Refused(
            _("%(unit)s is a %(kind)s, where nobody has their home. Choose one of the cells below it.")
            % {"unit": unit.name, "kind": unit.kind.name},
            field="unit",
        )
    return unit


def no_such_member() -> Refused:
    """Return what is said of whoever is out of sight, as if there were no such person."""
    return Refused(_("There is no such member among those you may see. Choose them from the list again."))
