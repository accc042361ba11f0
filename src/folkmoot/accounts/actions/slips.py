"""The printed slip: printed by one officer, confirmed by another before whom the member chose a PIN, used once."""

import hmac
import secrets
from datetime import datetime
from uuid import UUID

from django.db.models import F, Max
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.channels import open_without_address, require_themselves
from folkmoot.accounts.actions.two_officers import (
    claim_member,
    may_still,
    must_be_two,
    must_have_stood,
    must_not_wear_down,
    require_officer,
)
from folkmoot.accounts.events import SlipConfirmed, SlipEnded, SlipPrinted
from folkmoot.accounts.models import Slip, SlipOutcome
from folkmoot.accounts.queries.contact import address_of
from folkmoot.accounts.queries.factors import factors_of
from folkmoot.accounts.queries.homes import home_of
from folkmoot.accounts.queries.slips import expired_slips
from folkmoot.accounts.queries.tokens import pin_hash, secret_hash
from folkmoot.accounts.rules.slips import GOOD_FOR, TRIES, is_easily_guessed, is_pin, normal_code
from folkmoot.accounts.rules.two_officers import DAY
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Account, Person

_HASH_LENGTH = 64
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_LENGTH = 16


def new_code() -> str:
    """Return a new code for a slip: 69 random bits in letters of which none looks or sounds like another, in fours."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, _LENGTH, 4))


@act("accounts.print_slip")
def print_slip(*, person_id: UUID, code_hash: str, by: Person | None, at: datetime) -> UUID:
    """Print a slip for a member who has no e-mail address; it opens nothing before a second officer confirms it.

    The code stays on the paper; only its SHA-256 (`code_hash`, in hexadecimal) comes here. Good for seven days, in
    place of any that is open.

    :raises Refused: if `by` may not do this for the member, or not for a month yet, it is not done on a page, the member
        has an address or a second factor, or they refused one lately.
    """
    person = claim_member(person_id)
    officer = require_officer(by, "accounts.print_slip", person=person, at=at)
    must_have_stood(officer, "accounts.print_slip", person=person, at=at)
    if address_of(person):
        raise Refused(
            _("They have an e-mail address and sign in with it. A slip is for members who have none.")
        )
    if factors_of(person).is_any:
        raise Refused(
            _("They have a passkey or an app and sign in with it. If it is lost, have it removed first.")
        )
    if len(code_hash) != _HASH_LENGTH:
        raise Refused(_("The hash of a code is 64 hexadecimal digits."), field="code_hash")
    _must_not_wear_down(person, at=at)
    for open_slip in Slip.objects.open().filter(person=person):
        _end(open_slip, SlipOutcome.REPLACED, by=officer, at=at)
    slip = Slip.objects.create(
        person=person, code_hash=code_hash, printed_by=officer, printed_at=at, expires_at=at + GOOD_FOR
    )
    record(SlipPrinted(slip.pk, person.pk), by=officer, at=at)
    return slip.pk


@act("accounts.confirm_slip")
def confirm_slip(*, slip_id: UUID, pin: str, by: Person | None, at: datetime) -> UUID:
    """Confirm as a second officer that the member stands here, and keep the PIN that they chose.

    :raises Refused: if `by` may not do this for the member, or not for a month yet, printed the slip, or one of the two
        officers was entered or appointed by the other; it is confirmed or over already, or the PIN is no six to twelve
        digits or too easily guessed.
    """
    slip = _claim(slip_id)
    officer = require_officer(by, "accounts.confirm_slip", person=slip.person, at=at)
    first = must_have_stood(slip.printed_by, "accounts.print_slip", person=slip.person, at=at)
    must_be_two(first, must_have_stood(officer, "accounts.confirm_slip", person=slip.person, at=at))
    if slip.seen_by_id is not None or slip.expires_at <= at:
        raise Refused(_("This slip is confirmed already, or too old. Look at it again, or print another."))
    _must_be_good(pin)
    Slip.objects.filter(pk=slip.pk).update(seen_by=officer, seen_at=at, pin_hash=pin_hash(slip.pk, pin))
    record(SlipConfirmed(slip.pk, slip.person_id), by=officer, at=at)
    return slip.pk


@act("accounts.end_slip")
def end_slip(*, slip_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Take back a slip that nobody has used.

    :raises Refused: if `by` may print none for the member, or it is over already.
    """
    slip = _claim(slip_id)
    officer = require_officer(by, "accounts.print_slip", person=slip.person, at=at)
    _end(slip, SlipOutcome.ENDED, by=officer, at=at)
    return slip.pk


@act("accounts.refuse_slip")
def refuse_slip(*, slip_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Refuse a slip that officers printed for oneself; none can be printed for seven days then.

    :raises Refused: if it is not one's own, or is over already.
    """
    slip = _claim(slip_id)
    member = require_themselves(by, slip.person_id)
    _end(slip, SlipOutcome.REFUSED, by=member, at=at)
    return slip.pk


@act("accounts.use_slip")
def use_slip(*, slip_id: UUID, code: str, pin: str, by: Person | None, at: datetime) -> UUID:
    """Use one's own slip, with its code and the PIN that one chose; it opens the way in this once.

    :raises Refused: if code and PIN are not those of a confirmed slip that is good still, the member left since or has an
        address, or one of the two officers may not do this for them any more.
    """
    slip = (
        Slip.objects.open()
        .select_for_update(of=("self",))
        .select_related("person", "printed_by", "seen_by")
        .filter(pk=slip_id)
        .first()
    )
    if slip is None or slip.expires_at <= at or not _fits(slip, code, pin):
        raise Refused(wrong_slip())
    member = require_themselves(by, slip.person_id)
    if home_of(member, at=at) is None or address_of(member):
        raise Refused(wrong_slip())
    if not _stands_still(slip, member, at=at):
        raise Refused(wrong_slip())
    if not Account.objects.filter(person=member).exists():
        open_without_address(member)
    _end(slip, SlipOutcome.USED, by=member, at=at)
    return member.pk


def try_slip(code: str, at: datetime) -> Slip | None:
    """Count one try of a slip and return it; None if no slip has this code, or it was tried too often.

    Counted before anything is compared, and apart from the act, so that a wrong PIN is counted whatever comes after.
    """
    slips = Slip.objects.open().filter(code_hash=secret_hash(normal_code(code)), expires_at__gt=at)
    is_counted = slips.filter(tries__lt=TRIES).update(tries=F("tries") + 1) == 1
    return slips.select_related("person").first() if is_counted else None


def end_open_slips(person: Person, *, by: Person | None, at: datetime) -> None:
    """End the slip of `person` that is open: their way in is closed."""
    for slip in Slip.objects.open().filter(person=person):
        _end(slip, SlipOutcome.ENDED, by=by, at=at)


def end_expired_slips(at: datetime, *, limit: int) -> int:
    """End up to `limit` slips that have expired, with their PINs, and return how many."""
    keys = list(expired_slips(at).values_list("pk", flat=True)[:limit])
    Slip.objects.open().filter(pk__in=keys).update(ended_at=at, outcome=SlipOutcome.EXPIRED, pin_hash="")
    return len(keys)


def wrong_slip() -> str:
    """Return the one sentence for every slip that opens nothing, so that it does not tell what was wrong."""
    return _(
        "This code and this PIN open nothing. Copy the code from the paper; the PIN is the one you chose. If the slip "
        "is older than seven days or was tried five times, ask for another."
    )


def _claim(slip_id: UUID) -> Slip:
    slips = Slip.objects.open().select_for_update(of=("self",)).select_related("person", "printed_by")
    slip: Slip | None = slips.filter(pk=slip_id).first()
    if slip is None:
        raise Refused(_("This slip is over: it was used, taken back, or replaced by another."))
    return slip


def _fits(slip: Slip, code: str, pin: str) -> bool:
    is_code = hmac.compare_digest(slip.code_hash, secret_hash(normal_code(code)))
    return is_code and hmac.compare_digest(slip.pin_hash, pin_hash(slip.pk, pin))


def _stands_still(slip: Slip, member: Person, *, at: datetime) -> bool:
    # Whoever was given an office since is let into it by nobody who may not do this for it.
    return may_still(slip.printed_by, "accounts.print_slip", person=member, at=at) and may_still(
        slip.seen_by, "accounts.confirm_slip", person=member, at=at
    )


def _must_be_good(pin: str) -> None:
    if not is_pin(pin):
        raise Refused(_("A PIN is six to twelve digits."), field="pin")
    if is_easily_guessed(pin):
        raise Refused(_("This PIN is among the first that anybody tries. Choose another."), field="pin")


def _must_not_wear_down(person: Person, *, at: datetime) -> None:
    slips = Slip.objects.filter(person=person)
    refused = slips.filter(outcome=SlipOutcome.REFUSED).aggregate(last=Max("ended_at"))["last"]
    lately = slips.filter(printed_at__gt=at - DAY).values_list("printed_at", flat=True)
    must_not_wear_down(lately, refused_at=refused, at=at)


def _end(slip: Slip, outcome: SlipOutcome, *, by: Person | None, at: datetime) -> None:
    Slip.objects.filter(pk=slip.pk).update(ended_at=at, outcome=outcome, pin_hash="")
    record(SlipEnded(slip.pk, slip.person_id, str(outcome.value)), by=by, at=at)
