"""What other features and the pages ask of accounts."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.interfaces import are_offered
from folkmoot.accounts.models import (
    ContactChange,
    ContactChangeQuerySet,
    Device,
    Recovery,
    Slip,
    Token,
    TokenQuerySet,
)
from folkmoot.accounts.rules.addresses import normal
from folkmoot.accounts.rules.second_factor import GRACE, rests_from
from folkmoot.accounts.rules.waiting import WAIT, due_at
from folkmoot.accounts.session_keys import row_key
from folkmoot.kernel.prepared import padded, prepared
from folkmoot.people.models import Account, ChannelKind, ContactChannel, Membership, Person, Term
from folkmoot.units.models import Unit

_SESSION_KEY = re.compile(r"[a-z0-9]{1,40}")


@dataclass(frozen=True)
class PendingChange:
    """A new address that waits: what the member sees of it."""

    id: UUID
    address: str
    entered_by: str
    entered_at: datetime
    due_at: datetime | None


# Recovery codes stand in for one of these, and alone are none.
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

NOT_AWAKE = _(
    "Your office rests until signing in takes you two steps: set up an app or a passkey under “How I sign in”."
)


@dataclass(frozen=True)
class Factors:
    """What a person can show when they sign in, beside their mail: an app, passkeys, and recovery codes that are left."""

    app: Authenticator | None
    passkeys: Sequence[Authenticator]
    codes_left: int

    @property
    def is_any(self) -> bool:
        """Whether there is a second factor."""
        return self.app is not None or bool(self.passkeys)


@dataclass(frozen=True)
class Waits:
    """Whether a new address, the removal of passkeys, or a slip waits for somebody."""

    address: bool
    recovery: bool
    slip: bool
    # What another feature offers them.
    offer: bool = False


@dataclass(frozen=True)
class Rest:
    """That the offices of somebody without a second factor rest: from when, and whether they do already."""

    starts_at: datetime
    has_begun: bool


def secret_hash(secret: str) -> str:
    """Return what is kept of a token's secret: plain SHA-256, as there are 256 random bits to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def pin_hash(slip_id: UUID, pin: str) -> str:
    """Return what is kept of a slip's PIN: keyed, as six digits are guessed at once from any other hash."""
    return salted_hmac("accounts.slip", f"{slip_id}:{pin}", algorithm="sha256").hexdigest()


def token_of(secret: str, at: datetime) -> Token | None:
    """Return the token with this secret if it can be used at the moment `at`, with its account and person."""
    tokens: TokenQuerySet = Token.objects.usable(at)
    return tokens.select_related("account__person").filter(secret_hash=secret_hash(secret)).first()


def tokens_of(account: Account, at: datetime) -> TokenQuerySet:
    """Return the tokens of `account` that can be used at the moment `at`, the oldest first."""
    tokens: TokenQuerySet = Token.objects.usable(at)
    return tokens.filter(account=account).order_by("created_at", "pk")


def sessions_of(account: Account, at: datetime) -> list[UserSession]:
    """Return the sessions in which `account` is signed in at the moment `at`, the newest day first."""
    listed = UserSession.objects.filter(_is_alive(at), user=account)
    return list(listed.order_by("-created_at", "-pk"))


def listed_session(session_key: str) -> int | None:
    """Return under which number the session with this key stands on its owner's list, or None."""
    listed = UserSession.objects.filter(session_key=row_key(session_key))
    number: int | None = listed.values_list("pk", flat=True).first()
    return number


def people_of_sessions(session_keys: Sequence[str], at: datetime) -> Mapping[str, UUID]:
    """Return who is signed in with each of `session_keys` at the moment `at`; ended and unknown ones are left out."""
    # Anything else in a cookie is no key of ours, and may be what a database refuses to be asked.
    keys = {row_key(key): key for key in session_keys if _SESSION_KEY.fullmatch(key)}
    return {keys[row]: person for row, person in _people_of(keys=padded(list(keys)), at=at)}


@prepared
def _people_of(*, keys: Sequence[str], at: datetime) -> QuerySet[Any, Any]:
    listed = UserSession.objects.filter(_is_alive(at), session_key__in=keys, user__is_active=True)
    rows: QuerySet[Any, Any] = listed.order_by("pk").values_list("session_key", "user__person_id")
    return rows


def pending_change_of(person: Person) -> PendingChange | None:
    """Return the new address that waits to be used for `person`, or None."""
    change = next(iter(_open_changes(person=person.pk)), None)
    if change is None:
        return None
    return PendingChange(
        id=change.pk,
        address=change.channel.value,
        entered_by="" if change.entered_by is None else change.entered_by.name,
        entered_at=change.entered_at,
        due_at=due_at(change.told_at),
    )


@prepared
def _open_changes(*, person: UUID) -> ContactChangeQuerySet:
    changes: ContactChangeQuerySet = ContactChange.objects.open()
    return changes.filter(person=person).select_related("channel", "entered_by").order_by("pk")[:1]


def due_changes(at: datetime, skip: int, limit: int) -> list[UUID]:
    """Return up to `limit` changes that have waited long enough at the moment `at`, the oldest first, after `skip`."""
    changes: ContactChangeQuerySet = ContactChange.objects.open()
    told_in_time = changes.told_by(at - WAIT)
    return list(told_in_time.order_by("entered_at", "pk").values_list("pk", flat=True)[skip : skip + limit])


def untold_changes(*, limit: int) -> list[ContactChange]:
    """Return up to `limit` changes of which the member has not been told, the oldest first."""
    changes: ContactChangeQuerySet = ContactChange.objects.untold()
    return list(
        changes.select_related("channel", "entered_by", "person").order_by("entered_at", "pk")[:limit]
    )


def open_slip_of(person: Person) -> Slip | None:
    """Return the slip of `person` that is neither used nor taken back, with the officers who had a hand in it, or None."""
    slip: Slip | None = (
        Slip.objects.open().filter(person=person).select_related("printed_by", "seen_by").first()
    )
    return slip


def last_slip_of(person: Person) -> Slip | None:
    """Return the slip of `person` that was printed last, whatever became of it, or None."""
    slip: Slip | None = Slip.objects.filter(person=person).order_by("-printed_at", "-pk").first()
    return slip


def expired_slips(at: datetime) -> QuerySet[Slip]:
    """Return the slips that are open and have expired at the moment `at`, the oldest first."""
    expired: QuerySet[Slip] = Slip.objects.open().filter(expires_at__lte=at).order_by("expires_at", "pk")
    return expired


def open_recovery_of(person: Person) -> Recovery | None:
    """Return the removal of lost passkeys that waits for `person`, with the officers who asked for it, or None."""
    open_ones = Recovery.objects.open().filter(person=person)
    found: Recovery | None = open_ones.select_related("asked_by", "confirmed_by").first()
    return found


def recovery_due_at(recovery: Recovery) -> datetime | None:
    """Return the moment from which the passkeys are removed, or None while it is not confirmed, or the member not told."""
    if recovery.confirmed_at is None:
        return None
    return due_at(recovery.told_at)


def due_recoveries(at: datetime, skip: int, limit: int) -> list[UUID]:
    """Return up to `limit` confirmed removals that have waited long enough at `at`, the oldest first, after `skip`."""
    ready = Recovery.objects.open().filter(confirmed_at__lte=at - WAIT, told_at__lte=at - WAIT)
    return list(ready.order_by("confirmed_at", "pk").values_list("pk", flat=True)[skip : skip + limit])


def untold_recoveries(*, limit: int) -> list[Recovery]:
    """Return up to `limit` confirmed removals of which the member was not told yet, the oldest first."""
    untold = Recovery.objects.open().filter(confirmed_at__isnull=False, told_at=None)
    named = untold.select_related("person", "asked_by", "confirmed_by")
    return list(named.order_by("confirmed_at", "pk")[:limit])


def untold_slips(*, limit: int) -> list[Slip]:
    """Return up to `limit` confirmed slips of which the member was not told yet, the oldest first."""
    untold = Slip.objects.filter(seen_by__isnull=False, told_at=None).select_related("person")
    return list(untold.order_by("seen_at", "pk")[:limit])


def untold_devices(*, limit: int) -> list[Device]:
    """Return up to `limit` new families of devices of which their owner was not told yet, the oldest first."""
    untold = Device.objects.filter(is_told=False).select_related("account__person")
    return list(untold.order_by("pk")[:limit])


def addresses_in_use(addresses: Iterable[str]) -> set[str]:
    """Return those of `addresses` with which somebody signs in already, in the form in which they are kept."""
    wanted = {normal(address) for address in addresses}
    return set(Account.objects.filter(email__in=wanted).values_list("email", flat=True))


def has_account(person_id: UUID) -> bool:
    """Return whether a person signs in."""
    return bool(Account.objects.filter(person=person_id).exists())


def is_being_let_in(person_id: UUID) -> bool:
    """Return whether a new address, a slip or a recovery waits that would let a person in; three questions at most."""
    waiting = (each.objects.open().filter(person=person_id) for each in (ContactChange, Slip, Recovery))
    return any(rows.first() is not None for rows in waiting)


def home_of(person: Person, *, at: datetime) -> Unit | None:
    """Return the cell to which `person` belongs at the moment `at`, or None.

    Of several, the one that answers for them: whoever leads an affiliated organisation lets nobody in as somebody else's member.
    """
    return next(iter(homes_of(person, at=at)), None)


def homes_of(person: Person, *, at: datetime) -> list[Unit]:
    """Return the cells to which `person` belongs at the moment `at`: the one that answers for them first."""
    return [membership.unit for membership in _homes(person=person.pk, at=at)]


# Every first screen asks it.
@prepared
def _homes(*, person: UUID, at: datetime) -> QuerySet[Membership]:
    homes: QuerySet[Membership] = Membership.objects.current(at).filter(person=person)
    return homes.select_related("unit").order_by(F("circle").asc(nulls_first=True), "pk")


def address_of(person: Person) -> str:
    """Return the e-mail address at which `person` is written to: the one they sign in with, or an empty text."""
    return Account.objects.filter(person=person).values_list("email", flat=True).first() or ""


def is_address_by_others(person: Person) -> bool:
    """Return whether `person` is written to at an address that somebody else put in the place of theirs.

    One given at admission or import is not meant: it took nobody's place. Only such a one waited for its use.
    """
    entered = ContactChannel.objects.filter(person=person, kind=ChannelKind.EMAIL, ended_at=None)
    return entered.filter(
        entered_by_other=True, usable_at__gt=F("entered_at"), value=address_of(person)
    ).exists()


@dataclass(frozen=True)
class Reached:
    """Where somebody is told at once of what others enter for them: at their old address, by telephone, or nowhere."""

    by_mail: bool
    by_telephone: bool


def reached_of(person: Person) -> Reached:
    """Return where `person` can be told."""
    return Reached(bool(address_of(person)), bool(telephones_of(person)))


def telephones_of(person: Person) -> list[str]:
    """Return the telephone numbers at which `person` is reached."""
    numbers = ContactChannel.objects.filter(person=person, kind=ChannelKind.PHONE, ended_at=None)
    return list(numbers.order_by("entered_at", "pk").values_list("value", flat=True))


def waits_and_rest(person: Person, *, at: datetime) -> tuple[Waits, Rest | None]:
    """Return what waits for `person` to look at before others get in or take something away, and what `rest_of` does.

    The first page asks for both: one question.
    """
    return said_of_waiting(_waiting_or_resting(person=person.pk, at=at, spared=is_spared())[0], at=at)


def said_of_waiting(row: Sequence[Any], *, at: datetime) -> tuple[Waits, Rest | None]:
    """Return what `waits_and_rest` does, from the row that `waiting_or_resting` found."""
    *waits, started_at = row
    address, recovery, slip, *offers = waits
    return Waits(address, recovery, slip, any(offers)), _rest(started_at, at=at)


def waiting_or_resting(person: UUID, *, at: datetime, spared: bool) -> list[Exists | Subquery]:  # noqa: ARG001  -- of its shape
    """Return what is asked of `person` for `said_of_waiting`; what `is_spared` says is part of a question's shape."""
    return [*_are_open(), Subquery(_starts(person, at))]


@prepared
def _waiting_or_resting(*, person: UUID, at: datetime, spared: bool) -> QuerySet[Any, Any]:
    return Person.objects.filter(pk=person).values_list(*waiting_or_resting(person, at=at, spared=spared))


def _are_open() -> list[Exists]:
    kinds = (ContactChange.objects.open(), Recovery.objects.open(), Slip.objects.open())
    return [*(Exists(each.filter(person=OuterRef("pk"))) for each in kinds), *are_offered()]


def factors_of(person: Person) -> Factors:
    """Return what `person` has set up for signing in, the oldest passkey first."""
    kept = list(Authenticator.objects.filter(user__person=person).order_by("created_at", "pk"))
    of_kind = {kind: [each for each in kept if each.type == kind] for kind in Authenticator.Type}
    return Factors(
        next(iter(of_kind[Authenticator.Type.TOTP]), None),
        of_kind[Authenticator.Type.WEBAUTHN],
        sum(len(each.wrap().get_unused_codes()) for each in of_kind[Authenticator.Type.RECOVERY_CODES]),
    )


def holds_office_above_cells(person: Person, *, at: datetime) -> bool:
    """Return whether `person` holds an office in a unit that is no cell, whose authority reaches many people."""
    return _above_cells(person, at=at).exists()


def rest_of(person: Person, *, at: datetime) -> Rest | None:
    """Return from when on an office of `person` rests for want of a second factor, or None if none will."""
    first = next(iter(_starts_without_factor(person=person.pk, at=at, spared=is_spared())), None)
    return _rest(first, at=at)


def _rest(started_at: datetime | None, *, at: datetime) -> Rest | None:
    if started_at is None:
        return None
    return Rest(rests_from(started_at), has_begun=rests_from(started_at) <= at)


@prepared
def _starts_without_factor(*, person: UUID, at: datetime, spared: bool) -> QuerySet[Any, Any]:  # noqa: ARG001  -- of its shape
    return _starts(person, at)


def _starts(person: UUID, at: datetime) -> QuerySet[Any, Any]:
    terms = _without_factor(_above_cells(Person(pk=person), at=at))
    return terms.order_by("started_at").values_list("started_at", flat=True)[:1]


def awake(terms: QuerySet[Term], at: datetime) -> QuerySet[Term]:
    """Keep those of `terms` that give their holder anything at the moment `at`.

    These are the offices of cells, new ones, and those of people who have a second factor, or no account.
    """
    return terms.filter(Q(unit__kind__is_cell=True) | Q(started_at__gt=at - GRACE) | ~_lacks_factor())


def is_spared() -> bool:
    """Return whether no office rests: in the demo alone, whose officers sign in by a link."""
    return bool(settings.DEMO)


def _above_cells(person: Person, *, at: datetime) -> QuerySet[Term]:
    terms: QuerySet[Term] = Term.objects.none() if is_spared() else Term.objects.current(at)
    return terms.filter(person=person, unit__kind__is_cell=False)


def _without_factor(terms: QuerySet[Term]) -> QuerySet[Term]:
    return terms.filter(_lacks_factor())


def _lacks_factor() -> Exists:
    # Who has no account cannot sign in, so there is nothing of theirs to protect.
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=_FACTORS)
    return Exists(Account.objects.filter(~Exists(factors), person=OuterRef("person")))


def _is_alive(at: datetime) -> Exists:
    return Exists(Session.objects.filter(pk=OuterRef("session_key"), expire_date__gt=at))
