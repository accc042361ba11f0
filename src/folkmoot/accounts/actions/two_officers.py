"""What the acts share that take two officers: who may be one, and what a page alone can ask."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.access.policy import may, require_for, units_where
from folkmoot.accounts.queries.homes import home_of
from folkmoot.accounts.rules.two_officers import Standing, are_two, is_too_often, rests_until
from folkmoot.accounts.standing import standing_of
from folkmoot.kernel.acts import Via, running
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person, Term


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
    require_for(by, permission, on=home, at=at)
    _must_not_be_below(by, permission, person=person, at=at)
    return by


def must_have_stood(officer: Person, permission: str, *, person: Person, at: datetime) -> Standing:
    """Let an act go on only if `officer` stood a month ago already in an office that gives it for `person`; return how.

    Whoever appoints officers could otherwise appoint the other one today. In the first month of an organisation nobody can
    have stood for one, and what the operator entered counts at once.

    :raises Refused: if they did not.
    """
    standing = standing_of(officer, permission, person=person, at=at)
    if not standing.offices_by:
        raise Refused(
            _(
                "%(name)s has not held an office that may do this for a month yet. Until then another officer does it, or a "
                "registrar. Where there is none, the operator can enter an appointment, which counts at once."
            )
            % {"name": officer.name}
        )
    return standing


def must_be_two(first: Standing, second: Standing) -> None:
    """Let an act go on only if two officers are two: not one person, and neither there by the hand of the other.

    :raises Refused: if they are the same, or one was entered or appointed by the other.
    """
    if first.person_id == second.person_id:
        raise Refused(_("It takes two officers. Ask another one, who has seen the member."))
    if not are_two(first, second):
        raise Refused(
            _(
                "One of you two was entered or appointed by the other, so that you count as one. Ask an officer whom neither "
                "of you appointed, or a registrar above. Where there is none, the operator can enter an appointment."
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


def may_still(officer: Person | None, permission: str, *, person: Person, at: datetime) -> bool:
    """Return whether `officer` may do it at the moment `at`, where `person` belongs and wherever they hold an office.

    Asked again when it takes effect: an office may have ended since, the member moved, or been given one.
    """
    home = home_of(person, at=at)
    if officer is None or home is None or not may(officer, permission, on=home, at=at):
        return False
    return _served_out_of_reach(officer, permission, person=person, at=at).first() is None


def _must_not_be_below(by: Person, permission: str, *, person: Person, at: datetime) -> None:
    # Those whom somebody's office serves could otherwise open that office with it.
    foreign = _served_out_of_reach(by, permission, person=person, at=at).select_related("unit").first()
    if foreign is not None and not may(by, "people.see_officers", on=foreign.unit, at=at):
        raise Refused(
            _(
                "You may not do this for them. Ask another officer, or the registrar of the whole organisation."
            )
        )
    if foreign is not None:
        raise Refused(
            _(
                "They hold an office in %(unit)s. Only somebody who may do this for the members of %(unit)s can do it "
                "for them: ask a registrar there or above."
            )
            % {"unit": foreign.unit.name}
        )


def _served_out_of_reach(officer: Person, permission: str, *, person: Person, at: datetime) -> QuerySet[Term]:
    # Those that begin later as well: a slip is good for a week, and what it opens for longer.
    served: QuerySet[Term] = Term.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), person=person)
    return served.exclude(unit__in=units_where(officer, permission, at=at)).order_by("pk")
