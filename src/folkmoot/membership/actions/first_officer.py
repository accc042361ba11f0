"""The first officer of a new installation, without whom nobody could do anything."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.acts import Via, act, running
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.membership.actions.admitting import begin_membership, enter_person
from folkmoot.membership.actions.claiming import must_be_cell
from folkmoot.membership.actions.contacts import enter_contacts
from folkmoot.membership.actions.known import must_be_unknown
from folkmoot.membership.actions.offices import office_called
from folkmoot.membership.events import FirstOfficerFound
from folkmoot.membership.rules import entries
from folkmoot.people.models import Person, Term
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.structure.queries.circles import circle_of
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


@act("membership.found_first_officer")
def found_first_officer(
    *,
    name: str,
    email: str,
    office: str = "registrar",
    cell_id: UUID | None = None,
    member_number: str = "",
    by: Person | None,
    at: datetime,
) -> UUID:
    """Enter the first officer of the whole organisation, while nobody holds any office.

    Their home is the cell `cell_id`, or the organisation itself where that is one cell. Where neither is so yet,
    they get an office without a home, found the units, and are admitted to their cell like everybody else.

    :raises Refused: if it does not come from the operator, somebody holds an office, or an entry is malformed.
    """
    if running().via is not Via.OPERATOR or by is not None:
        raise Refused(_("Only the operator can do this, at the command line of the server."))
    root = _claim_root()
    _must_be_the_first(at=at)
    email = entries.checked_email(email)
    number = entries.checked_number(member_number)
    must_be_unknown(member_number=number, email=email, cell=root, by=by, at=at)
    person = enter_person(name, member_number=number, languages=(), by=by, at=at)
    enter_contacts(person, email=email, phone="", by=by, at=at)
    home = must_be_cell(claim_unit(cell_id)) if cell_id else root if root.kind.is_cell else None
    if home is not None:
        begin_membership(person, home, circle_of(home), started_at=at, by=by, at=at)
    chosen = office_called(office)
    term = Term.objects.create(office=chosen, unit=root, person=person, started_at=at)
    record(FirstOfficerFound(term.pk, person.pk, chosen.code, root.pk), by=by, at=at)
    return person.pk


def _claim_root() -> Unit:
    roots: Any = Unit.objects.select_for_update(of=("self",)).select_related("kind")
    root: Unit | None = roots.filter(path=paths.ROOT).first()
    if root is None:
        raise Refused(_("There is no organisation yet. Found it first, then its first officer."))
    return root


def _must_be_the_first(*, at: datetime) -> None:
    if Term.objects.current(at).exists():
        raise Refused(_("Somebody holds an office already. They can appoint others, in the pages."))
