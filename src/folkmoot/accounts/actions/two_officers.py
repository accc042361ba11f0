"""What the acts share that take two officers: who may be one, and what a page alone can ask."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.access.policy import require, units_where
from folkmoot.accounts.queries import home_of
from folkmoot.accounts.rules.two_officers import is_too_often, rests_until
from folkmoot.kernel.acts import Via, running
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Membership, Person, Term

# So long somebody belongs where they do before their word counts as that of a second officer.
ESTABLISHED = timedelta(days=30)


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

    :raises Refused: if a program or the operator does, if it is for oneself, or `by` may not do it where they belong and
        wherever they hold an office.
    """
    if by is None or running().via is not Via.WEB:
        raise Refused(_("Only an officer can do this, signed in as themselves on a page."))
    if by.pk == person.pk:
        raise Refused(_("Nobody can do this for themselves. Ask another officer."))
    home = home_of(person, at=at)
    if home is None:
        raise Refused(_("This person belongs to no unit now. Admit them first."))
    require(by, permission, on=home, at=at)
    _must_not_be_below(by, permission, person=person, at=at)
    return by


def must_be_second_officer(by: Person, first: Person, *, at: datetime) -> None:
    """Let an act go on only if `by` is not the officer who began, and was not entered as a member lately.

    Whoever admits members could otherwise invent the second officer. What counts is when somebody was entered, whatever
    day they were said to begin.

    :raises Refused: if they are the same, or `by` has been where they belong for less than thirty days.
    """
    if by.pk == first.pk:
        raise Refused(_("It takes two officers. Ask another one, who has seen the member."))
    homes = Membership.objects.current(at).filter(person=by)
    if homes.exists() and not homes.known_by(at - ESTABLISHED).exists():
        raise Refused(
            _(
                "Whoever confirms this has to have belonged here for thirty days. Ask an officer who has, or a registrar."
            )
        )


def must_not_wear_down(begun_at: Iterable[datetime], *, refused_at: datetime | None, at: datetime) -> None:
    """Let officers begin again only so often, and not at once after the member refused.

    :raises Refused: if it was begun three times within a day, or the member refused within the last seven days.
    """
    until = rests_until(refused_at)
    if until is not None and at < until:
        raise Refused(
            _("The member refused this. It can be asked for again on %(day)s.")
            % {"day": date_format(until, "DATETIME_FORMAT")}
        )
    if is_too_often(begun_at, at=at):
        raise Refused(_("This was begun three times within a day. Try again tomorrow."))


def _must_not_be_below(by: Person, permission: str, *, person: Person, at: datetime) -> None:
    # Those whom somebody's office serves could otherwise open that office with it.
    served = Term.objects.current(at).filter(person=person)
    foreign = served.exclude(unit__in=units_where(by, permission, at=at)).select_related("unit").first()
    if foreign is not None:
        raise Refused(
            _(
                "They hold an office in %(unit)s. Only somebody who may do this for the members of %(unit)s can do it "
                "for them: ask a registrar there or above."
            )
            % {"unit": foreign.unit.name}
        )
