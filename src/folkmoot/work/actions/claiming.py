"""Taking work for the act that changes it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import Via, running
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person
from folkmoot.work.models import Assignment

GIVING, SEEING = "work.put_up_work", "work.see_work"


def claim_work(assignment_id: UUID) -> Assignment:
    """Lock some work for this transaction, and return it with its unit and the offer of it that waits.

    :raises Refused: if there is none, or none any more.
    """
    rows: Any = Assignment.objects.select_for_update(of=("self",))
    found: Assignment | None = (
        rows.select_related("unit__kind", "offer__person").filter(pk=assignment_id).first()
    )
    if found is None:
        raise Refused(_("There is no such work. Choose it from the list again."), field="assignment_id")
    return found


def claim_to_give(assignment_id: UUID, *, by: Person | None, at: datetime) -> Assignment:
    """Lock some work that `by` may offer and withdraw for this transaction, and return it as `claim_work` does.

    :raises Refused: if there is none, or `by` puts up no work there.
    """
    assignment = claim_work(assignment_id)
    require(by, GIVING, on=assignment.unit, at=at)
    return assignment


def require_holder(assignment: Assignment, by: Person | None) -> Person:
    """Return `by` if they hold this work and act themselves.

    :raises Refused: if they do not, or an operator acts.
    """
    is_theirs = by is not None and by.pk in {assignment.holder_id, _said_yes(assignment)}
    if by is None or not is_theirs or running().via not in {Via.WEB, Via.API}:
        raise Refused(_("Only whoever does this work can do that, signed in as themselves."))
    return by


def _said_yes(assignment: Assignment) -> UUID | None:
    offer = assignment.waiting
    return None if offer is None or offer.meeting_id is None else offer.person_id
