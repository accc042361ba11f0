"""What the acts share that take two officers: who may be one, and what a page alone can ask."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.accounts.queries import home_of
from folkmoot.kernel.acts import Via, running
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person


def claim_member(person_id: UUID) -> Person:
    """Return the person, locked until the act is done.

    :raises Refused: if there is none.
    """
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise Refused(_("There is no such person. Choose them from the list again."))
    return person


def require_officer(by: Person | None, permission: str, *, person: Person, at: datetime) -> Person:
    """Let an act go on only if an officer does it for somebody else of their own, on a page, signed in.

    :raises Refused: if a program or the operator does, if it is for oneself, or `by` may not do it where they belong.
    """
    if by is None or running().via is not Via.WEB:
        raise Refused(_("Only an officer can do this, signed in as themselves on a page."))
    if by.pk == person.pk:
        raise Refused(_("Nobody can do this for themselves. Ask another officer."))
    home = home_of(person, at=at)
    if home is None:
        raise Refused(_("This person belongs to no unit now. Admit them first."))
    require(by, permission, on=home, at=at)
    return by


def must_be_another(by: Person, first: Person) -> None:
    """Let an act go on only if `by` is not the officer who began.

    :raises Refused: if they are the same.
    """
    if by.pk == first.pk:
        raise Refused(_("It takes two officers. Ask another one, who has seen the member."))
