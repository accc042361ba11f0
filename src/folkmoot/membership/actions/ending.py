"""Ending a membership, by an officer or by the member."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from folkmoot.access.grants import GRANTS
from folkmoot.access.policy import may, require, units_where
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.membership.actions.claiming import claim_person, must_be_seen
from folkmoot.membership.actions.counting import count_members
from folkmoot.membership.actions.transferring import must_be_begun
from folkmoot.membership.events import MembershipEnded
from folkmoot.membership.queries.places import homes_seen, open_memberships
from folkmoot.people.models import Membership, Person, Term
from folkmoot.structure.queries.circles import circles_around
from folkmoot.structure.rules.circles import Circle
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


@act("membership.end_membership")
def end_membership(*, person_id: UUID, unit_id: UUID | None = None, by: Person | None, at: datetime) -> UUID:
    """End a person's membership and the offices they hold with it, at once; the history of both is kept.

    Of somebody who is at home in an affiliated organisation too, the one in `unit_id` ends, with the offices that go with it.
    A member may always end their own, and without `unit_id` ends them all. To whoever ends another's, memberships that they do
    not see are not there: without `unit_id` the one that they see ends.

    :raises Refused: if `by` may not end memberships there, the person has none there, they have several and `unit_id` names
        none, or they hold an office of which `by` may not relieve them.
    """
    person = claim_person(person_id)
    is_own = by is not None and by.pk == person.pk
    if not is_own:
        must_be_seen(by, person, at=at)
    ended = _chosen(homes_seen(person.pk, by, at=at), person, unit_id, is_own=is_own)
    if not is_own:
        for each in ended:
            require(by, "membership.end_membership", on=each.unit, at=at)
        must_be_relievable(terms_with(person, ended), by=by, at=at)
    end_homes(person, ended, by=by, at=at)
    return person.pk


def end_homes(person: Person, ended: Sequence[Membership], *, by: Person | None, at: datetime) -> None:
    """End these open memberships of `person` and the offices that go with them, within the act that ends them.

    :raises Refused: if they are the last registrar, and there are other members, one of whom they can appoint; or if another
        act gave them one of the memberships while this one waited.
    """
    if Membership.objects.current(at).exclude(person=person).exists():
        for term in terms_with(person, ended).current(at).select_related("office", "unit", "person"):
            leave_somebody(term, at=at)
    end_homes_of_anybody(person, ended, by=by, at=at)


def end_homes_of_anybody(
    person: Person, ended: Sequence[Membership], *, by: Person | None, at: datetime
) -> None:
    """End these open memberships of `person` like `end_homes`, also those of the last registrar.

    :raises Refused: if another act gave them one of the memberships while this one waited.
    """
    count = end_terms(terms_with(person, ended), at=at)
    for each in ended:
        must_be_begun(each, at=at)
        Membership.objects.open().filter(pk=each.pk).update(ended_at=at)
        count_members({each.unit_id: -1})
        record(MembershipEnded(person.pk, each.unit_id, count), by=by, at=at)
        # They are told of once.
        count = 0


def terms_with(person: Person, ended: Sequence[Membership]) -> Any:  # noqa: ANN401  -- PeriodQuerySet serves several models
    """Return the terms of office of `person` that end with these memberships: all, if none is left.

    Otherwise an office ends if its unit is of a circle in which they are at home no longer, unless it is one of an affiliated
    organisation, and they were never at home there and remain a member of the organisation itself, by which they hold it.
    """
    terms: Any = Term.objects.filter(person=person)
    gone = {each.circle_id for each in ended}
    left = {each.circle_id for each in open_memberships(person.pk)} - gone
    if not left:
        return terms
    held = dict(terms.values_list("pk", "unit__path"))
    circles = circles_around(held.values())
    ends = [pk for pk, path in held.items() if _ends(circles.around(path), gone, left)]
    return terms.filter(pk__in=ends)


def must_leave_somebody(term: Term, *, at: datetime) -> None:
    """Let a time in office end only while somebody else can appoint registrars.

    Whoever is the last to go would lock everybody out: offices come from those above, and above the top is nobody.

    :raises Refused: if `term` is the last registrar's.
    """
    if not _appoints_registrars(term):
        return
    others = Term.objects.current(at).filter(office__code__in=_appointing(), unit=term.unit)
    if not others.exclude(pk=term.pk).exists():
        raise Refused(
            _(
                "%(name)s is the last registrar of %(unit)s, and without one nobody can appoint another. Appoint one first."
            )
            % {"name": term.person.name, "unit": term.unit.name}
        )


def leave_somebody(term: Term, *, at: datetime) -> None:
    """Let an act end a time in office only while somebody else can appoint registrars, and goes on until it is done.

    :raises Refused: if `term` is the last registrar's.
    """
    # Or the last two, who each found the other there, would both be gone.
    if _appoints_registrars(term):
        Unit.objects.select_for_update(no_key=True).get(pk=term.unit_id)
    must_leave_somebody(term, at=at)


def end_terms(terms: Any, *, at: datetime) -> int:  # noqa: ANN401  -- PeriodQuerySet serves several models
    """End those of `terms` that still hold or have not begun, and return how many; the latter never begin.

    Whoever was to hand over to one of the latter keeps the office.
    """
    unbegun = terms.open().filter(started_at__gt=at)
    for followed, moment in list(unbegun.exclude(follows=None).values_list("follows", "started_at")):
        Term.objects.filter(pk=followed, ended_at=moment).update(ended_at=None)
    return int(terms.current(at).update(ended_at=at) + unbegun.update(ended_at=F("started_at")))


def must_be_relievable(terms: Any, *, by: Person | None, at: datetime) -> None:  # noqa: ANN401  -- as above
    """Let an act end these terms of office only if `by` may relieve their holder of each.

    :raises Refused: if `by` may not.
    """
    # Otherwise a cell's secretary could unseat whoever leads the organisation, who is a member of some cell too.
    if by is None:
        return
    held = terms.current(at).select_related("office", "unit", "person")
    kept = held.exclude(unit__in=units_where(by, "membership.relieve_officer", at=at)).order_by("pk").first()
    if kept is not None and not may(by, "people.see_officers", on=kept.unit, at=at):
        raise Refused(_("You may not end this membership. Ask the registrar of the whole organisation."))
    if kept is not None:
        raise Refused(
            _(
                "%(name)s holds an office (%(office)s) of which you may not relieve them. That has to be done first."
            )
            % {"name": kept.person.name, "office": kept.office.name}
        )


def _appointing() -> Collection[str]:
    return GRANTS["membership.appoint_registrar"].below


def _appoints_registrars(term: Term) -> bool:
    return term.office.code in _appointing() and term.unit.path == paths.ROOT


def _chosen(
    homes: Sequence[Membership], person: Person, unit_id: UUID | None, *, is_own: bool
) -> Sequence[Membership]:
    if not homes:
        raise Refused(_("%(name)s is no member now. Admit them again first.") % {"name": person.name})
    if unit_id is None and len(homes) > 1 and not is_own:
        names = ", ".join(each.unit.name for each in homes)
        raise Refused(
            _("%(name)s is at home in several cells: %(units)s. Choose which of these memberships ends.")
            % {"name": person.name, "units": names},
            field="unit_id",
        )
    chosen = [each for each in homes if unit_id in {None, each.unit_id}]
    if not chosen:
        raise Refused(
            _("%(name)s is no member there. Choose them from the list again.") % {"name": person.name},
            field="unit_id",
        )
    return chosen


def _ends(circle: Circle | None, gone: Collection[UUID | None], left: Collection[UUID | None]) -> bool:
    circle_id = circle.id if circle else None
    return circle_id in gone or not (circle_id in left or None in left)
