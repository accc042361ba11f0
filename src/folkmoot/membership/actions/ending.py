"""Ending a membership, by an officer or by the member."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from folkmoot.access.grants import GRANTS
from folkmoot.access.policy import units_where
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.membership.actions.claiming import claim_person, require_over
from folkmoot.membership.actions.counting import count_members
from folkmoot.membership.actions.transferring import must_have_home
from folkmoot.membership.events import MembershipEnded
from folkmoot.people.models import Membership, Person, Term
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


@act("membership.end_membership")
def end_membership(*, person_id: UUID, by: Person | None, at: datetime) -> UUID:
    """End a person's membership and the offices they hold, at once; the history of both is kept.

    A member may always end their own.

    :raises Refused: if `by` may not end memberships there, the person has none, or they hold an office of which
        `by` may not relieve them.
    """
    person = claim_person(person_id)
    if by is None or by.pk != person.pk:
        require_over(by, "membership.end_membership", person, at=at)
        must_be_relievable(person, by=by, at=at)
    end_all(person, must_have_home(person, at=at), by=by, at=at)
    return person.pk


def end_all(person: Person, home: Unit, *, by: Person | None, at: datetime) -> None:
    """End the membership of `person` in `home` and all offices they hold, within the act that ends them.

    :raises Refused: if they are the last registrar, and there are other members, one of whom they can appoint.
    """
    if Membership.objects.current(at).exclude(person=person).exists():
        for term in Term.objects.current(at).filter(person=person).select_related("office", "unit", "person"):
            must_leave_somebody(term, at=at)
    Membership.objects.open().filter(person=person).update(ended_at=at)
    ended = end_terms(Term.objects.filter(person=person), at=at)
    count_members({home.pk: -1})
    record(MembershipEnded(person.pk, home.pk, ended), by=by, at=at)


def must_leave_somebody(term: Term, *, at: datetime) -> None:
    """Let a time in office end only while somebody else can appoint registrars.

    Whoever is the last to go would lock everybody out: offices come from those above, and above the top is nobody.

    :raises Refused: if `term` is the last registrar's.
    """
    appointing = GRANTS["membership.appoint_registrar"].below
    if term.office.code not in appointing or term.unit.path != paths.ROOT:
        return
    others = Term.objects.current(at).filter(office__code__in=appointing, unit=term.unit)
    if not others.exclude(pk=term.pk).exists():
        raise Refused(
            _(
                "%(name)s is the last registrar of %(unit)s, and without one nobody can appoint another. Appoint one first."
            )
            % {"name": term.person.name, "unit": term.unit.name}
        )


def end_terms(terms: Any, *, at: datetime) -> int:  # noqa: ANN401  -- PeriodQuerySet serves several models
    """End those of `terms` that still hold or have not begun, and return how many; the latter never begin."""
    return int(
        terms.current(at).update(ended_at=at)
        + terms.open().filter(started_at__gt=at).update(ended_at=F("started_at"))
    )


def must_be_relievable(person: Person, *, by: Person | None, at: datetime) -> None:
    """Let an act end the offices of `person` only if `by` may relieve them of each.

    :raises Refused: if `by` may not.
    """
    # Otherwise a cell's secretary could unseat whoever leads the organisation, who is a member of some cell too.
    if by is None:
        return
    terms: Any = Term.objects.current(at).filter(person=person).select_related("office", "unit")
    kept = terms.exclude(unit__in=units_where(by, "membership.relieve_officer", at=at)).order_by("pk").first()
    if kept is not None:
        raise Refused(
            _(
                "%(name)s holds an office (%(office)s) of which you may not relieve them. That has to be done first."
            )
            % {"name": person.name, "office": kept.office.name}
        )
