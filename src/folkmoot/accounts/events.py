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
