"""Appointing officers and relieving them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from folkmoot.access.grants import OFFICES
from folkmoot.access.hands import hand_of, is_by_own_hand
from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.membership.actions.claiming import claim_person, hold_person
from folkmoot.membership.actions.ending import end_terms, leave_somebody
from folkmoot.membership.actions.naming import count_number
from folkmoot.membership.events import OfficerAppointed, OfficerRelieved
from folkmoot.membership.queries.places import open_memberships
from folkmoot.membership.queries.serving import may_know_of, serving
from folkmoot.membership.rules.entries import must_be_in_living_memory, start_of
from folkmoot.people.models import Office, Person, Term
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.units.models import Unit


@act("membership.appoint_officer", before=count_number)
def appoint_officer(
    *,
    office: str,
    unit_id: UUID,
    person_id: UUID,
    from_on: date | None = None,
    member_number: str = "",  # noqa: ARG001  -- by this they are known to whoever acts, and told to be offered it
    by: Person | None,
    at: datetime,
) -> UUID:
    """Appoint a member to the office with code `office` in a unit, from the start of a day or from now on.

    Whom `by` does not see is offered the office instead, by `membership.offer_office`. Who put themselves into the office is
    appointed anew by anybody else, and then holds it by that hand. Only registrars appoint registrars: a chair who named
    themselves would read the rolls of all below.

    :raises Refused: if `by` may not appoint such officers there, there is no such office, the person is no member, or of
        another circle alone, they hold that office already, or the day lies more than 120 years back.
    """
    hold_person(person_id)
    unit = claim_unit(unit_id)
    require_appointing(by, office, unit, at=at)
    person = claim_member(person_id, unit, by=by, at=at)
    if from_on is not None:
        must_be_in_living_memory(from_on, at=at, field="from_on")
    chosen = office_called(office)
    started_at = start_of(from_on, unit.time_zone) if from_on else at
    term = begin_term(person, chosen, unit, started_at=started_at, by=by, at=at)
    record(OfficerAppointed(term.pk, person.pk, chosen.code, unit.pk, term.started_at), by=by, at=at)
    return term.pk


@act("membership.relieve_officer")
def relieve_officer(*, term_id: UUID, by: Person | None, at: datetime) -> UUID:
    """End somebody's time in an office now. Whoever holds an office may lay it down themselves.

    Whoever was to hand it over to them on a day that has not come keeps it: it was handed over to nobody.

    :raises Refused: if `by` may not relieve officers there, that time in office is over, or nobody would be left who can
        appoint registrars.
    """
    terms: Any = Term.objects.select_for_update(of=("self",)).select_related("office", "unit", "person")
    term: Term | None = terms.filter(pk=term_id).first()
    if term is None:
        raise Refused(_("There is no such officer. Choose them from the list again."))
    if by is None or by.pk != term.person_id:
        require(by, "membership.relieve_officer", on=term.unit, at=at)
    leave_somebody(term, at=at)
    if not end_terms(Term.objects.filter(pk=term.pk), at=at):
        raise Refused(_("They do not hold this office any more. Nothing is left to do."))
    record(OfficerRelieved(term.pk, term.person_id, term.office.code, term.unit_id), by=by, at=at)
    return term.pk


def require_appointing(by: Person | None, office: str, unit: Unit, *, at: datetime) -> None:
    """Let `by` give the office with code `office` in `unit`.

    :raises Refused: if they hold no office that allows it there.
    """
    require(by, "membership.appoint_officer", on=unit, at=at)
    if office == "registrar":
        require(by, "membership.appoint_registrar", on=unit, at=at)


def office_called(code: str) -> Office:
    """Return the office with this code, entering one of the offices that permissions speak of if it is not yet used.

    :raises Refused: if there is no such office.
    """
    office = Office.objects.filter(code=code).first()
    if office is not None:
        return office
    if code not in OFFICES:
        known = sorted({*OFFICES, *Office.objects.order_by("code").values_list("code", flat=True)})
        raise Refused(
            _("There is no office “%(code)s”. There are: %(known)s.")
            % {"code": code, "known": ", ".join(known)},
            field="office",
        )
    return Office.objects.create(code=code, name=code.replace("_", " "))


def begin_term(
    person: Person,
    office: Office,
    unit: Unit,
    *,
    started_at: datetime,
    follows: Term | None = None,
    by: Person | None,
    at: datetime,
) -> Term:
    """Enter that `person` holds `office` in `unit` from a moment on, by the hand of `by`, within the act that says so.

    :raises Refused: if they hold it already, or will.
    """
    _end_by_own_hand(person, office, unit, by=by, at=at)
    _must_not_hold(person, office, unit, at=at)
    return Term.objects.create(
        id=new_id(),
        office=office,
        unit=unit,
        person=person,
        started_at=started_at,
        follows=follows,
        entered_at=at,
        entered_by=hand_of(by),
    )


def claim_member(person_id: UUID, unit: Unit, *, by: Person | None, at: datetime) -> Person:
    """Lock whoever is to hold an office in `unit` for this transaction and return them.

    :raises Refused: if they are no member, or of another circle alone; if that is not for `by` to know, then in any case and
        in the same words.
    """
    person = claim_person(person_id)
    if by is not None and not may_know_of(by, person, unit, at=at):
        raise _must_be_offered(unit)
    must_serve(person, unit)
    return person


def must_serve(person: Person, unit: Unit) -> None:
    """Let only somebody hold an office in `unit` who belongs to its circle, or to the organisation itself.

    :raises Refused: if they do not: call this where that is told to those alone who may know it.
    """
    homes = open_memberships(person.pk)
    if serving(homes, unit):
        return
    if not homes:
        raise Refused(
            _("%(name)s is no member now, and only members hold office. Admit them first.")
            % {"name": person.name}
        )
    raise Refused(
        _(
            "%(name)s belongs to an affiliated organisation alone, and %(unit)s is none of its units. Admit them to a cell of"
            " the organisation itself first."
        )
        % {"name": person.name, "unit": unit.name}
    )


def _must_be_offered(unit: Unit) -> Refused:
    return Refused(
        _(
            "Whether this person may hold an office in %(unit)s is not shown to you. Offer it to them: they accept or decline."
        )
        % {"unit": unit.name}
    )


def _end_by_own_hand(person: Person, office: Office, unit: Unit, *, by: Person | None, at: datetime) -> None:
    """End the term in which `person` stands by their own hand, so that the one into which another hand puts them follows it."""
    hand = hand_of(by)
    if hand == person:
        return
    held = Term.objects.open().filter(person=person, office=office, unit=unit)
    for term in (
        held.annotate(is_by_own_hand=is_by_own_hand()).filter(is_by_own_hand=True).exclude(entered_by=hand)
    ):
        end_terms(Term.objects.filter(pk=term.pk), at=at)
        record(OfficerRelieved(term.pk, person.pk, office.code, unit.pk), by=by, at=at)


def _must_not_hold(person: Person, office: Office, unit: Unit, *, at: datetime) -> None:
    unfinished = Q(ended_at=None) | Q(ended_at__gt=at, started_at__lt=F("ended_at"))
    if Term.objects.filter(unfinished, person=person, office=office, unit=unit).exists():
        raise Refused(
            _("%(name)s holds this office in %(unit)s already. Nothing is left to do.")
            % {"name": person.name, "unit": unit.name},
            field="office",
        )
