"""Changing the address a person signs in with: by themselves, with a code; by an officer, with a wait."""

from datetime import datetime
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from folkmoot.access.policy import may, permitted_in, require
from folkmoot.accounts.actions.channels import (
    checked,
    email_channels,
    end_change,
    end_tokens,
    enter_channel,
    free_for,
    put_in_place,
    require_themselves,
)
from folkmoot.accounts.actions.recovering import end_waiting_recovery
from folkmoot.accounts.actions.tries import count_hidden, must_have_tries
from folkmoot.accounts.events import ContactChangeEnded, ContactChangeEntered, OwnContactChanged
from folkmoot.accounts.models import ContactChange, Outcome
from folkmoot.accounts.queries.contact import addresses_in_use
from folkmoot.accounts.queries.homes import home_of, homes_of
from folkmoot.accounts.rules.addresses import normal
from folkmoot.accounts.rules.waiting import WAIT, is_due
from folkmoot.kernel.acts import Via, act, running
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Account, Person

_PROOF = "folkmoot.accounts.own-address"
_PROOF_SECONDS = 600


def count_the_taken(
    *, person_id: UUID, email: str, by: Person | None, at: datetime, **_others: object
) -> None:
    """Count whom `by` does not see and is about to be told that their address is taken: ahead of the act.

    :raises Refused: if `by` was told so too often within a day; then nothing is told of any address, taken or free.
    """
    home = home_of(Person(pk=person_id), at=at)
    if by is None or home is None or not may(by, "accounts.change_contact", on=home, at=at):
        return
    must_have_tries(by, at=at)
    holder = Person.objects.filter(account__email=normal(email)).exclude(pk=person_id).first()
    if holder is not None and not _sees(by, holder, at=at):
        count_hidden([holder.pk], by=by, at=at)


@act("accounts.change_contact", before=count_the_taken)
def change_contact(*, person_id: UUID, email: str, by: Person | None, at: datetime) -> UUID:
    """Enter a new e-mail address for the member `person_id`: they are told, and it waits 72 hours.

    Who has a passkey is asked for it, too, when they sign in by the new address.

    :raises Refused: if `by` may not see the member, or not do this in the member's cell, it is no e-mail address, or it
        is in use, or `by` was told so of too many out of sight within a day.
    """
    person = _claim_person(person_id)
    home = home_of(person, at=at)
    if home is None or by is None or not may(by, "people.see_members", on=home, at=at):
        # The same for all whom they may not see, so that neither the cell nor the person is told.
        raise _no_such_person()
    require(by, "accounts.change_contact", on=home, at=at)
    return enter_change(person, email, by=by, at=at).pk


def enter_change(person: Person, email: str, *, by: Person | None, at: datetime) -> ContactChange:
    """Write down a new address of `person` that waits, in place of any that waits already.

    :raises Refused: if it is no e-mail address, or is in use.
    """
    address = free_for(person, email)
    old = Account.objects.filter(person=person).values_list("email", flat=True).first() or ""
    _end_waiting(person, Outcome.REPLACED, by=by, at=at)
    # A new address and no passkey: together they would open the account to whoever entered the one and asked for the other.
    end_waiting_recovery(person, by=by, at=at)
    # The earliest moment; it is counted again from the telling when that comes later.
    channel = enter_channel(person, address, by=by, at=at, usable_at=at + WAIT)
    change = ContactChange.objects.create(
        person=person, channel=channel, old_address=old, entered_by=by, entered_at=at
    )
    record(ContactChangeEntered(change.pk, person.pk), by=by, at=at)
    return change


@act("accounts.refuse_contact_change")
def refuse_contact_change(*, change_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Refuse the new address that somebody entered for oneself; the old one stays.

    :raises Refused: if it is not one's own, or is in use or refused already.
    """
    change = _claim_change(change_id)
    require_themselves(by, change.person_id)
    _end(change, Outcome.REFUSED, by=by, at=at)
    return change.pk


@act("accounts.apply_contact_change")
def apply_contact_change(*, change_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Begin to use an address that has waited long enough; done by the worker alone.

    Every session and token of the member ends: who holds the new address signs in with it.

    :raises Refused: if it has not waited long enough, was refused, or it is not the worker who asks.
    """
    if running().via is not Via.WORKER:
        raise Refused(_("A new address is put in use when its time has come, by nobody's hand."))
    change = _claim_change(change_id)
    if not is_due(change.told_at, at=at):
        raise Refused(_("This address has not waited for 72 hours yet."))
    if addresses_in_use([change.channel.value]):
        _end(change, Outcome.TAKEN, by=by, at=at)
        return change.pk
    put_in_place(change.person, change.channel, at=at)
    end_tokens(change.person, at=at)
    _end(change, Outcome.APPLIED, by=by, at=at)
    return change.pk


@act("accounts.change_own_contact")
def change_own_contact(
    *, email: str, proof: str, kept_session: str = "", by: Person | None, at: datetime
) -> UUID:
    """Change one's own address, at once, with the `proof` that one has entered the code sent to the new address.

    The old address and their telephones are told. Every session ends but the one with the key `kept_session`.

    :raises Refused: if the code was not entered within 10 minutes, or somebody signs in with the address already, they
        themselves included.
    """
    person = require_themselves(by, _proven(proof, email=checked(email)))
    _claim_person(person.pk)
    address = free_for(person, email)
    old = Account.objects.get(person=person).email or ""
    _end_waiting(person, Outcome.REPLACED, by=by, at=at)
    email_channels(person).filter(value=address).update(ended_at=at)
    channel = enter_channel(person, address, by=by, at=at, usable_at=at)
    change = ContactChange.objects.create(
        person=person,
        channel=channel,
        old_address=old,
        entered_by=by,
        entered_at=at,
        ended_at=at,
        outcome=Outcome.APPLIED,
    )
    put_in_place(person, channel, kept_session=kept_session, at=at)
    record(OwnContactChanged(change.pk, person.pk), by=by, at=at)
    return change.pk


def prove(person: Person, email: str) -> str:
    """Return the proof that `person` entered the code that was sent to `email`; good for 10 minutes."""
    return signing.dumps([str(person.pk), checked(email)], salt=_PROOF)


def _proven(proof: str, *, email: str) -> UUID:
    try:
        person_id, proven = signing.loads(proof, salt=_PROOF, max_age=_PROOF_SECONDS)
    except signing.BadSignature as error:
        raise Refused(_("This took too long. Ask for another code.")) from error
    if proven != email:
        raise Refused(_("The code was sent to another address. Ask for another code."), field="email")
    return UUID(person_id)


def _claim_person(person_id: UUID) -> Person:
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise _no_such_person()
    return person


def _sees(by: Person, person: Person, *, at: datetime) -> bool:
    homes = homes_of(person, at=at)
    return by == person or any(permitted_in(by, ["people.see_members"], units=homes, at=at).values())


def _no_such_person() -> Refused:
    return Refused(_("There is no such member among those you may see. Choose them from the list again."))


def _claim_change(change_id: UUID) -> ContactChange:
    changes = ContactChange.objects.select_for_update(of=("self",)).select_related("channel", "person")
    change: ContactChange | None = changes.filter(pk=change_id).first()
    if change is None or change.ended_at is not None:
        raise Refused(_("This address waits no more: it is in use, was refused, or another took its place."))
    return change


def _end_waiting(person: Person, outcome: Outcome, *, by: Person | None, at: datetime) -> None:
    for change in ContactChange.objects.open().filter(person=person):
        _end(change, outcome, by=by, at=at)


def _end(change: ContactChange, outcome: Outcome, *, by: Person | None, at: datetime) -> None:
    end_change(change, outcome, at=at)
    record(ContactChangeEnded(change.pk, change.person_id, str(outcome.value)), by=by, at=at)
