"""Transferring a member from one cell to another."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act, changed_meanwhile
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.membership.actions.claiming import claim_cell, claim_person, must_be_seen
from folkmoot.membership.actions.counting import count_members
from folkmoot.membership.events import MemberTransferred
from folkmoot.membership.queries.places import homes_seen
from folkmoot.people.models import Membership, Person
from folkmoot.structure.queries.circles import circle_at, circle_of
from folkmoot.structure.rules.circles import Circle
from folkmoot.units.models import Unit


@act("membership.transfer_member")
def transfer_member(*, person_id: UUID, to_unit_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Move a member's home to the cell `to_unit_id`: the old membership ends at the moment the new one begins.

    Of somebody who belongs to an affiliated organisation too, it is the home in the circle of that cell.

    :raises Refused: if `by` may not transfer members in both cells, the person has no home in that circle, or is there
        already.
    """
    person = claim_person(person_id)
    must_be_seen(by, person, at=at)
    circle = circle_at(to_unit_id)
    home = must_have_home(person, circle, by=by, at=at)
    require(by, "membership.transfer_member", on=home, at=at)
    cell = claim_cell(to_unit_id, "membership.transfer_member", by=by, at=at)
    # Asked again of the cell that is held: nothing comes into a circle, or out of it, from here on.
    if circle_of(cell) != circle:
        raise changed_meanwhile()
    _must_be_elsewhere(person, home, cell)
    circle_id = circle.id if circle else None
    Membership.objects.open().filter(person=person, circle=circle_id).update(ended_at=at)
    Membership.objects.create(person=person, unit=cell, started_at=at, circle_id=circle_id)
    count_members({home.pk: -1, cell.pk: 1})
    record(MemberTransferred(person.pk, home.pk, cell.pk), by=by, at=at)
    return person.pk


def must_have_home(person: Person, circle: Circle | None, *, by: Person | None, at: datetime) -> Unit:
    """Return the home cell of `person`, a claimed person, in a circle, in which they have been since before the moment `at`.

    :raises Refused: if `by` sees none there, or another act gave it to them while this one waited: call this once `by` is
        known to see the person.
    """
    homes = homes_seen(person.pk, by, at=at)
    circle_id = circle.id if circle else None
    home = next((each for each in homes if each.circle_id == circle_id), None)
    if home is None:
        raise _no_home(person, circle, has_others=bool(homes))
    must_be_begun(home, at=at)
    unit: Unit = home.unit
    return unit


def must_be_begun(membership: Membership, *, at: datetime) -> None:
    """Let a membership end only if it began before the moment `at`.

    :raises Refused: if another act gave it while this one waited.
    """
    # The moment of an act is taken before it waits for its turn, and nobody leaves a home before they came to it.
    if membership.started_at > at:
        raise changed_meanwhile()


def _no_home(person: Person, circle: Circle | None, *, has_others: bool) -> Refused:
    if not has_others:
        return Refused(_("%(name)s is no member now. Admit them again first.") % {"name": person.name})
    if circle is None:
        return Refused(
            _(
                "You see no home of %(name)s in the organisation itself, and nobody is transferred into it. Offer it to them."
            )
            % {"name": person.name}
        )
    return Refused(
        _("You see no home of %(name)s in %(circle)s, and nobody is transferred into it. Offer it to them.")
        % {"name": person.name, "circle": circle.name}
    )


def _must_be_elsewhere(person: Person, home: Unit, cell: Unit) -> None:
    if home.pk == cell.pk:
        raise Refused(
            _("%(name)s is a member of %(unit)s already. Choose another cell.")
            % {"name": person.name, "unit": cell.name},
            field="unit",
        )
