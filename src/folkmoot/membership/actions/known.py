"""Whether somebody is known already, told only to those who may see them."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import may
from folkmoot.accounts.actions.tries import count_hidden, must_have_tries
from folkmoot.accounts.rules.addresses import normal
from folkmoot.kernel.errors import Refused
from folkmoot.membership.queries.alike import alike
from folkmoot.membership.queries.places import homes_seen, last_in, may_see, open_memberships, sees_members
from folkmoot.membership.queries.reached import person_with_email, person_with_number
from folkmoot.membership.queries.sameness import remaining
from folkmoot.people.models import Person
from folkmoot.structure.queries.circles import circle_of
from folkmoot.structure.rules.circles import Circle
from folkmoot.units.models import Unit


def count_the_told(
    *,
    unit_id: UUID,
    member_number: str = "",
    email: str = "",
    by: Person | None,
    at: datetime,
    **_others: object,
) -> None:
    """Count whom `by` does not see and is about to be told that their number or address is taken: ahead of the act.

    :raises Refused: if `by` was told so too often within a day; then nothing is told of any, taken or free.
    """
    unit = Unit.objects.filter(pk=unit_id).first()
    if by is None or unit is None or not may(by, "membership.admit_member", on=unit, at=at):
        return
    if member_number or email:
        must_have_tries(by, at=at)
    number, address = member_number.strip(), normal(email)
    holders = (
        person_with_number(number) if number else None,
        person_with_email(address) if address else None,
    )
    hidden = {holder.pk for holder in holders if holder and not may_see(by, holder.pk, at=at)}
    count_hidden(sorted(hidden), by=by, at=at)


def must_be_unknown(*, member_number: str, email: str, cell: Unit, by: Person | None, at: datetime) -> None:
    """Let somebody be entered in `cell` only if nobody has their number or address.

    :raises Refused: if somebody has; it names them and where they are only if `by` may see them.
    """
    holder = person_with_number(member_number) if member_number else None
    if holder is not None:
        taken = _("The member number %(number)s is taken.") % {"number": member_number}
        raise Refused(f"{taken} {_advice(holder, cell, by=by, at=at)}", field="member_number")
    holder = person_with_email(email) if email else None
    if holder is not None:
        taken = _("The e-mail address %(email)s is somebody’s already.") % {"email": email}
        raise Refused(f"{taken} {_advice(holder, cell, by=by, at=at)}", field="email")


def must_be_like_nobody(name: str, *, phone: str, by: Person | None, at: datetime) -> None:
    """Let somebody be entered only if nobody whom `by` may see is called `name`, or has that telephone.

    :raises Refused: if somebody is; it names the first of them and their cell.
    """
    found = alike(by, name, phone, at=at) if by is not None else []
    if not found:
        return
    first = {
        "name": found[0].person.name,
        "number": found[0].person.member_number,
        "unit": found[0].unit.name,
    }
    if found[0].is_member:
        said = _(
            "%(name)s, member number %(number)s, is a member of %(unit)s already. If this is somebody else, say so."
        )
    else:
        said = _(
            "%(name)s, member number %(number)s, was a member of %(unit)s. If they are the same, admit them again on"
            " their page; if this is somebody else, say so."
        )
    raise Refused(said % first, field="is_another")


def must_stand_alone(person: Person) -> None:
    """Let something new begin for `person` only if this entry was not found to be somebody else.

    :raises Refused: if it was: call this once `by` is known to see the person.
    """
    if remaining([person.pk])[person.pk] != person.pk:
        raise Refused(
            _("This entry of %(name)s was merged into another. Open that one, or take the merge back first.")
            % {"name": person.name}
        )


def must_have_no_home(
    person: Person, circle: Circle | None, *, cell_id: UUID, by: Person | None, at: datetime
) -> None:
    """Let `person` become a member of a cell without being asked only if they have no home at all.

    :raises Refused: if they have one; it is named only if `by` sees its members: call this once `by` is known to see the person.
    """
    must_have_no_home_there(person, circle, cell_id=cell_id, by=by, at=at)
    if open_memberships(person.pk):
        raise Refused(
            _(
                "%(name)s is a member already, and belongs to another circle only if they agree. Offer it to them: they accept or"
                " decline."
            )
            % {"name": person.name}
        )


def must_have_no_home_there(
    person: Person, circle: Circle | None, *, cell_id: UUID, by: Person | None, at: datetime
) -> None:
    """Let an act go on only if `by` sees no home of `person` in the circle of a cell.

    :raises Refused: if they see one, which it names.
    """
    there = last_in(person.pk, circle.id if circle else None)
    if there is None or there.ended_at is not None or not sees_members(by, there.unit, at=at):
        return
    is_member = _("%(name)s is a member of %(unit)s already.") % {
        "name": person.name,
        "unit": there.unit.name,
    }
    raise Refused(is_member if there.unit_id == cell_id else f"{is_member} {_('Transfer them instead.')}")


def must_be_at_home(person: Person) -> None:
    """Let something go on only if `person` is a member somewhere.

    :raises Refused: if they are not: call this once `by` is known to see the person.
    """
    if not open_memberships(person.pk):
        raise Refused(_("%(name)s is no member now. Admit them again on their page.") % {"name": person.name})


def _advice(holder: Person, cell: Unit, *, by: Person | None, at: datetime) -> str:
    if not may_see(by, holder.pk, at=at):
        return _(
            "Check it, or leave it empty. If they are a member elsewhere, ask your registrar to transfer them."
        )
    seen = homes_seen(holder.pk, by, at=at)
    said = {"name": holder.name, "unit": ", ".join(each.unit.name for each in seen)}
    if not seen:
        return _("It is that of %(name)s, who is no member now. Admit them again on their page.") % said
    circle = circle_of(cell)
    there = next((each.unit for each in seen if each.circle_id == (circle.id if circle else None)), None)
    if there is None:
        return (
            _(
                "It is that of %(name)s, a member of %(unit)s. Offer membership to them: they are a member already."
            )
            % said
        )
    if there == cell:
        return _("It is that of %(name)s, who is a member here.") % said
    return _("It is that of %(name)s, a member of %(unit)s. Transfer them instead.") % {
        **said,
        "unit": there.name,
    }
