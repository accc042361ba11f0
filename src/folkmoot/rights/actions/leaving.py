"""Leaving the organisation, by the member alone."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.accounts.actions.channels import require_themselves
from folkmoot.accounts.actions.closing import close_own_account
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.queries.places import homes_of
from folkmoot.people.models import Person


@act("rights.leave_organisation")
def leave_organisation(
    *, unit_id: UUID | None = None, close_account: bool = False, by: Person | None, at: datetime
) -> UUID:
    """End one's own membership and all offices one holds, and close one's account if that is wished.

    Whoever is at home in an affiliated organisation too can leave one of the two: with `unit_id`, the membership in that cell
    ends, and the offices that go with it.

    What is kept of a former member, and until when, is said in the data map. Whoever is no member any more can still
    close their account.

    :raises Refused: if it is not the member who asks, signed in on a page, they have no membership in that cell, or
        nothing is left to end.
    """
    person = require_themselves(by, by.pk if by else None)
    homes = homes_of(person.pk)
    is_member = bool(homes)
    if unit_id is not None and unit_id not in {home.pk for home in homes}:
        raise Refused(
            _("You are no member there. Open the page again and choose what you leave."), field="unit_id"
        )
    if not is_member and not close_account:
        raise Refused(
            _("You are no member now. Mark that your account be closed, if that is what you want."),
            field="close_account",
        )
    if is_member:
        end_membership(person_id=person.pk, unit_id=unit_id, by=by, at=at)
    if close_account:
        close_own_account(by=by, at=at)
    return person.pk
