"""What can happen to a member and to an office. Names, numbers and addresses go in `personal`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class MemberAdmitted(Event):
    """Somebody became a member of a cell, for the first time or again."""

    person_id: UUID
    unit_id: UUID
    started_at: datetime


@dataclass(frozen=True)
class ConditionConfirmed(Event):
    """Whoever admitted somebody confirmed that they meet the condition of an affiliated organisation, kept in `personal`."""

    person_id: UUID
    circle_id: UUID


@dataclass(frozen=True)
class MembershipOffered(Event):
    """A cell offered membership to somebody: to whom is not said here, as what is declined leaves no mark."""

    unit_id: UUID


@dataclass(frozen=True)
class OfferWithdrawn(Event):
    """A cell withdrew an offer that waited; whose is not said here."""

    unit_id: UUID


@dataclass(frozen=True)
class OfficeOffered(Event):
    """An office of a unit was offered to somebody: to whom is not said here, as what is declined leaves no mark."""

    unit_id: UUID
    office: str


@dataclass(frozen=True)
class OfficeOfferWithdrawn(Event):
    """An offer of an office that waited was withdrawn; whose is not said here."""

    unit_id: UUID
    office: str


@dataclass(frozen=True)
class PaperEntered(Event):
    """An officer entered that somebody accepted a membership on a signed paper."""

    person_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class PaperTakenBack(Event):
    """A member said that they signed no such paper, or do not stand by it: the membership ends."""

    person_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class MemberTransferred(Event):
    """A member's home became another cell."""

    person_id: UUID
    from_unit_id: UUID
    to_unit_id: UUID


@dataclass(frozen=True)
class MembershipEnded(Event):
    """A member left, and with that the offices they held."""

    person_id: UUID
    unit_id: UUID
    ended_terms: int


@dataclass(frozen=True)
class PersonCorrected(Event):
    """What is kept of a person was put right."""

    person_id: UUID


@dataclass(frozen=True)
class OfficerAppointed(Event):
    """A person was given an office in a unit."""

    term_id: UUID
    person_id: UUID
    office: str
    unit_id: UUID
    started_at: datetime


@dataclass(frozen=True)
class OfficerRelieved(Event):
    """A person's time in an office ended."""

    term_id: UUID
    person_id: UUID
    office: str
    unit_id: UUID


@dataclass(frozen=True)
class OfficeHandedOver(Event):
    """One person's time in an office ends as another's begins."""

    term_id: UUID
    person_id: UUID
    ended_term_id: UUID
    from_person_id: UUID
    office: str
    unit_id: UUID
    started_at: datetime


@dataclass(frozen=True)
class FirstOfficerFound(Event):
    """The operator of a new installation gave the first office."""

    term_id: UUID
    person_id: UUID
    office: str
    unit_id: UUID


@dataclass(frozen=True)
class MembersHandedOver(Event):
    """Members of a cell that is merged or split got their home in another cell."""

    from_unit_id: UUID
    to_unit_id: UUID
    people: tuple[UUID, ...]


@dataclass(frozen=True)
class OfficesEnded(Event):
    """Times in office ended with the unit that gave them."""

    unit_id: UUID
    terms: tuple[UUID, ...]
    people: tuple[UUID, ...]


@dataclass(frozen=True)
class MembersImported(Event):
    """A batch of a members file was taken in: who was admitted, transferred, corrected and appointed, by id."""

    job_id: UUID
    batch: int
    admitted: tuple[UUID, ...]
    transferred: tuple[UUID, ...]
    corrected: tuple[UUID, ...]
    appointed: tuple[UUID, ...]


@dataclass(frozen=True)
class MembersReturned(Event):
    """A batch of a members file was taken back: who left, went back, was named as before, and lost an office, by id."""

    job_id: UUID
    batch: int
    ended: tuple[UUID, ...]
    transferred: tuple[UUID, ...]
    corrected: tuple[UUID, ...]
    relieved: tuple[UUID, ...]


@dataclass(frozen=True)
class PersonsMerged(Event):
    """Two entries were said to be one person; a home may have ended with it, and begun for the one who remains."""

    kept_id: UUID
    gone_id: UUID
    ended_in: UUID | None
    begun_in: UUID | None


@dataclass(frozen=True)
class MergeOfPersonsUndone(Event):
    """Two entries were said to be two people after all; the one may have a home again."""

    kept_id: UUID
    gone_id: UUID
    reopened_in: UUID | None


@dataclass(frozen=True)
class PersonsToldApart(Event):
    """Two people who look alike were said to be two."""

    first_id: UUID
    second_id: UUID
