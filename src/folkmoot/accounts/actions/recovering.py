"""Removing lost passkeys and apps: two officers who know the member, and the same wait as for a new address."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Max
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.channels import end_tokens, require_themselves
from folkmoot.accounts.actions.sessions import revoke_sessions
from folkmoot.accounts.actions.two_officers import (
    claim_member,
    may_still,
    must_be_two,
    must_have_stood,
    must_not_wear_down,
    require_officer,
)
from folkmoot.accounts.events import RecoveryAsked, RecoveryConfirmed, RecoveryEnded
from folkmoot.accounts.models import ContactChange, Outcome, Recovery
from folkmoot.accounts.queries.factors import factors_of
from folkmoot.accounts.queries.recoveries import recovery_due_at
from folkmoot.accounts.rules.slips import GOOD_FOR
from folkmoot.accounts.rules.two_officers import DAY
from folkmoot.kernel.acts import Via, act, running
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Account, Person


@act("accounts.ask_for_recovery")
def ask_for_recovery(*, person_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Ask for a member who lost them that their passkeys and their app be removed; a second officer has to confirm it.

    :raises Refused: if `by` may not do this for the member, or not for a month yet, it is not done on a page, there is
        nothing to remove, `by` entered the address that the member signs in with, or the member refused this lately.
    """
    person = claim_member(person_id)
    officer = require_officer(by, "accounts.ask_for_recovery", person=person, at=at)
    must_have_stood(officer, "accounts.ask_for_recovery", person=person, at=at)
    _must_not_hold_the_address(officer, person)
    if not factors_of(person).is_any:
        raise Refused(
            _("They have neither a passkey nor an app. They sign in by a code, as they always could.")
        )
    _must_not_wear_down(person, at=at)
    end_waiting_recovery(person, by=officer, at=at)
    recovery = Recovery.objects.create(person=person, asked_by=officer, asked_at=at)
    record(RecoveryAsked(recovery.pk, person.pk), by=officer, at=at)
    return recovery.pk


@act("accounts.confirm_recovery")
def confirm_recovery(*, recovery_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Confirm as a second officer that the member asked for it; it is done 72 hours after they were told.

    :raises Refused: if `by` may not do this for the member, or not for a month yet, asked for it, or one of the two
        officers was entered or appointed by the other; if `by` entered the address that the member signs in with, or it is
        confirmed or over already, or a week old.
    """
    recovery = _claim(recovery_id)
    officer = require_officer(by, "accounts.confirm_recovery", person=recovery.person, at=at)
    first = must_have_stood(recovery.asked_by, "accounts.ask_for_recovery", person=recovery.person, at=at)
    must_be_two(first, must_have_stood(officer, "accounts.confirm_recovery", person=recovery.person, at=at))
    _must_not_hold_the_address(officer, recovery.person)
    if recovery.confirmed_by_id is not None:
        raise Refused(_("This is confirmed already, and waits for its time."))
    if recovery.asked_at <= at - GOOD_FOR:
        raise Refused(_("This was asked for more than seven days ago. Ask for it again."))
    Recovery.objects.filter(pk=recovery.pk).update(confirmed_by=officer, confirmed_at=at)
    record(RecoveryConfirmed(recovery.pk, recovery.person_id), by=officer, at=at)
    return recovery.pk


@act("accounts.refuse_recovery")
def refuse_recovery(*, recovery_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Refuse that one's own passkeys and app be removed.

    :raises Refused: if it is not one's own, or is over already.
    """
    recovery = _claim(recovery_id)
    member = require_themselves(by, recovery.person_id)
    _end(recovery, Outcome.REFUSED, by=member, at=at)
    return recovery.pk


@act("accounts.apply_recovery")
def apply_recovery(*, recovery_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Remove the passkeys, the app and the recovery codes of a member, and end every session and token.

    If one of the two officers may not do this for the member any more, it lapses, and nothing is removed.

    :raises Refused: if it has not waited long enough, was refused, or it is not the worker who asks.
    """
    if running().via is not Via.WORKER:
        raise Refused(_("Passkeys are removed when their time has come, by nobody's hand."))
    recovery = _claim(recovery_id)
    due = recovery_due_at(recovery)
    if due is None or at < due:
        raise Refused(_("This has not waited for 72 hours yet."))
    if not _stands_still(recovery, at=at):
        _end(recovery, Outcome.LAPSED, by=by, at=at)
        return recovery.pk
    account = Account.objects.get(person=recovery.person)
    Authenticator.objects.filter(user=account).delete()
    revoke_sessions(account)
    end_tokens(recovery.person, at=at)
    _end(recovery, Outcome.APPLIED, by=by, at=at)
    return recovery.pk


def end_waiting_recovery(person: Person, *, by: Person | None, at: datetime) -> None:
    """End the removal that waits for `person`: another takes its place, or an officer enters an address for them."""
    for waiting in Recovery.objects.open().filter(person=person):
        _end(waiting, Outcome.REPLACED, by=by, at=at)


def _claim(recovery_id: UUID) -> Recovery:
    open_ones = Recovery.objects.open().select_for_update(of=("self",))
    named = open_ones.select_related("person", "asked_by", "confirmed_by")
    recovery: Recovery | None = named.filter(pk=recovery_id).first()
    if recovery is None:
        raise Refused(_("This is over: it was done, refused, or asked for again."))
    return recovery


def _stands_still(recovery: Recovery, *, at: datetime) -> bool:
    # In 72 hours an officer can be relieved, and the member be given an office.
    person = recovery.person
    return may_still(recovery.asked_by, "accounts.ask_for_recovery", person=person, at=at) and may_still(
        recovery.confirmed_by, "accounts.confirm_recovery", person=person, at=at
    )


def _must_not_wear_down(person: Person, *, at: datetime) -> None:
    recoveries = Recovery.objects.filter(person=person)
    refused = recoveries.filter(outcome=Outcome.REFUSED).aggregate(last=Max("ended_at"))["last"]
    lately = recoveries.filter(asked_at__gt=at - DAY).values_list("asked_at", flat=True)
    must_not_wear_down(lately, refused_at=refused, at=at)


def _must_not_hold_the_address(officer: Person, person: Person) -> None:
    # With the mailbox and without the passkey, an officer who entered the one and removed the other would be the member.
    if (
        ContactChange.objects.filter(person=person, entered_by=officer)
        .exclude(outcome=Outcome.REFUSED)
        .exists()
    ):
        raise Refused(_("You entered the address that they sign in with. Another officer has to do this."))


def _end(recovery: Recovery, outcome: Outcome, *, by: Person | None, at: datetime) -> None:
    Recovery.objects.filter(pk=recovery.pk).update(ended_at=at, outcome=outcome)
    record(RecoveryEnded(recovery.pk, recovery.person_id, str(outcome.value)), by=by, at=at)
