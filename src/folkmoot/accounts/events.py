"""What can happen to the ways in which people sign in."""

from dataclasses import dataclass
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class AccountOpened(Event):
    """A person who was entered just now was given an address to sign in with."""

    person_id: UUID


@dataclass(frozen=True)
class AccountClosed(Event):
    """A person's way to sign in was closed, with its sessions and tokens."""

    person_id: UUID


@dataclass(frozen=True)
class ContactChangeEntered(Event):
    """Somebody entered a new address for a member; it waits."""

    change_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class ContactChangeEnded(Event):
    """A new address began to be used, or never will be; `outcome` says which."""

    change_id: UUID
    person_id: UUID
    outcome: str


@dataclass(frozen=True)
class OwnContactChanged(Event):
    """A member changed their own address, after entering the code sent to the new one."""

    change_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class TokenMade(Event):
    """A token came to be, with which a program can do some acts for a person."""

    token_id: UUID
    person_id: UUID
    made_by_operator: bool


@dataclass(frozen=True)
class TokenEnded(Event):
    """A token can no longer be used."""

    token_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class SlipPrinted(Event):
    """An officer printed a slip with which a member without a mailbox can sign in, once a second officer saw them."""

    slip_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class SlipConfirmed(Event):
    """A second officer saw the member, who chose a PIN."""

    slip_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class SlipEnded(Event):
    """A slip was used, taken back, replaced, or expired; `outcome` says which."""

    slip_id: UUID
    person_id: UUID
    outcome: str


@dataclass(frozen=True)
class RecoveryAsked(Event):
    """An officer asked to remove the lost passkeys and app of a member."""

    recovery_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class RecoveryConfirmed(Event):
    """A second officer confirmed that the member asked for it; the wait begins when they are told."""

    recovery_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class RecoveryEnded(Event):
    """The passkeys and the app of a member were removed, or never will be; `outcome` says which."""

    recovery_id: UUID
    person_id: UUID
    outcome: str
