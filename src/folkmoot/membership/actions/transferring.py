"""Transferring a member from one cell to another."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.acts import act, changed_meanwhile
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.membership.actions.claiming import claim_cell, claim_person, require_over
from folkmoot.membership.actions.counting import count_members
from folkmoot.membership.events import MemberTransferred
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import Unit


@act("membership.transfer_member")
def transfer_member(*, person_id: UUID, to_unit_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Move a member's home to the cell `to_unit_id`: the old membership ends at the moment the new one begins.

    :raises Refused: if `by` may not transfer members in both cells, the person has no home, or is there already.
    """
    person = claim_person(person_id)
    require_over(by, "membership.transfer_member", person, at=at)
    home = must_have_home(person, at=at)
    cell = claim_cell(to_unit_id, "membership.transfer_member", by=by, at=at)
    _must_be_elsewhere(person, home, cell)
    Membership.objects.open().filter(person=person).update(ended_at=at)
    Membership.objects.create(person=person, unit=cell, started_at=at)
    count_members({home.pk: -1, cell.pk: 1})
    record(MemberTransferred(person.pk, home.pk, cell.pk), by=by, at=at)
    return person.pk


def must_have_home(person: Person, *, at: datetime) -> Unit:
    """Return the home cell of `person`, a claimed person, in which they have been since before the moment `at`.

    :raises Refused: if they have none, or another act gave it to them while this one waited: call this once `by` is known
        to see the person.
    """
    membership = Membership.objects.open().filter(person=person).select_related("unit__kind").first()
    if membership is None:
        raise Refused(_("%(name)s is no member now. Admit them again first.") % {"name": person.name})
    # The moment of an act is taken before it waits for its turn, and nobody leaves a home before they came to it.
    if membership.started_at > at:
        raise changed_meanwhile()
    home: Unit = membership.unit
    return home


def _must_be_elsewhere(person: Person, home: Unit, cell: Unit) -> None:
    if home.pk == cell.pk:
        raise Refused(
            _("%(name)s is a member of %(unit)s already. Choose another cell.")
            % {"name": person.name, "unit": cell.name},
            field="unit",
        )
