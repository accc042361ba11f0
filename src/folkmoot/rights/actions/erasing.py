"""Erasing a person: what names or describes them goes, the id is left and names nobody, and the ledger stays whole."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.accounts.actions.channels import require_themselves
from folkmoot.accounts.actions.closing import close_account
from folkmoot.kernel.acts import Via, act, running
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.kernel.text import fold
from folkmoot.membership.actions.claiming import claim_person, require_over
from folkmoot.membership.actions.ending import end_homes_of_anybody, end_terms
from folkmoot.membership.queries.leaving import is_member_or_officer
from folkmoot.membership.queries.places import open_memberships
from folkmoot.membership.queries.sameness import settled_entries_of
from folkmoot.people.models import Person, Term
from folkmoot.rights.events import PersonErased
from folkmoot.rights.models import Erasure


@act("rights.erase_person")
def erase_person(*, person_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Erase everything that names or describes a former member; there is no way back.

    Their account, addresses, receipts and what the ledger says of them beside its chain go. That somebody belonged to
    a cell and held offices stays, under an id that names nobody. Former members can do this for themselves, and the
    worker does it ten years after they left. An entry that was merged into theirs goes with them once that is not taken
    back any more, as it may be somebody else's.

    :raises Refused: if `by` may not erase people there, or the person is a member or holds an office.
    """
    person = claim_person(person_id)
    _must_be_allowed(person, by=by, at=at)
    if is_member_or_officer(person.pk, at=at):
        raise Refused(
            _("%(name)s is a member or holds an office. End the membership and the offices first.")
            % {"name": person.name}
        )
    _erase(person, by=by, at=at)
    return person.pk


@act("rights.repeat_erasure")
def repeat_erasure(*, person_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Erase again somebody who was erased after the backup was made that has just been restored.

    In the backup they may still be a member or hold an office: that ends too, as it had ended then.

    :raises Refused: if it is not the operator who restores, or there is no such person to erase.
    """
    if by is not None or running().via is not Via.OPERATOR:
        raise Refused(_("Erasures are repeated when a backup is restored, by nobody's hand."))
    person = claim_person(person_id)
    homes = open_memberships(person.pk)
    if homes:
        # Whoever was the last registrar then had left somebody by the time they went: that is in no backup.
        end_homes_of_anybody(person, homes, by=by, at=at)
    end_terms(Term.objects.filter(person=person), at=at)
    _erase(person, by=by, at=at)
    return person.pk


def _must_be_allowed(person: Person, *, by: Person | None, at: datetime) -> None:
    if by is None and running().via is Via.WORKER:
        return
    if by is not None and by.pk == person.pk:
        require_themselves(by, person.pk)
        return
    require_over(by, "rights.erase_person", person, at=at)


def _erase(person: Person, *, by: Person | None, at: datetime) -> None:
    close_account(person, by=by, at=at)
    # Somebody who was entered twice is erased under both numbers; but as long as that may turn out to be a mistake, nobody
    # erases by it who is somebody else. The worker comes back for that entry.
    for pk in _unerased(settled_entries_of(person.pk, at=at)):
        _take_name(pk, by=by, at=at)


def _unerased(entries: Sequence[UUID]) -> Sequence[UUID]:
    return list(
        Person.objects.filter(pk__in=entries, erased_at=None).order_by("pk").values_list("pk", flat=True)
    )


def _take_name(person_id: UUID, *, by: Person | None, at: datetime) -> None:
    # Where a list still has them, something has to stand: what holds an office for good is one of those.
    nobody = _("(erased)")
    Person.objects.filter(pk=person_id).update(
        name=nobody,
        sort_name=nobody,
        search_name=fold(nobody),
        name_key=None,
        member_number=None,
        languages=[],
        entered_by=None,
        erased_at=at,
    )
    Erasure.objects.create(person_id=person_id)
    record(PersonErased(person_id), by=by, at=at)
