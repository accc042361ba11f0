"""What can happen to the tree: the organisation, its kinds and sectors, its units, imports of them, and visits to them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class OrganisationFounded(Event):
    """An empty installation became an organisation, with a ready set of kinds."""

    unit_id: UUID
    name: str
    kind_set: str


@dataclass(frozen=True)
class KindAdded(Event):
    """Units can be of one kind more."""

    kind: str
    name: str
    rank: int
    is_cell: bool


@dataclass(frozen=True)
class SectorAdded(Event):
    """Units can work in one sector more."""

    sector: str
    name: str


@dataclass(frozen=True)
class UnitFounded(Event):
    """A unit came to be below another."""

    unit_id: UUID
    parent_id: UUID
    name: str


@dataclass(frozen=True)
class UnitRenamed(Event):
    """A unit got another name or code."""

    unit_id: UUID
    name: str
    code: str


@dataclass(frozen=True)
class UnitKindChanged(Event):
    """A unit became one of another kind."""

    unit_id: UUID
    from_kind: str
    to_kind: str


@dataclass(frozen=True)
class UnitTimeZoneSet(Event):
    """The clocks of a unit are read in another time zone."""

    unit_id: UUID
    time_zone: str


@dataclass(frozen=True)
class UnitSectorsSet(Event):
    """A unit works in these sectors."""

    unit_id: UUID
    sectors: tuple[str, ...]


@dataclass(frozen=True)
class UnitMoved(Event):
    """A unit, with all below it, was hung under another."""

    unit_id: UUID
    from_parent_id: UUID
    to_parent_id: UUID


@dataclass(frozen=True)
class UnitClosed(Event):
    """A unit came to its end."""

    unit_id: UUID
    parent_id: UUID


@dataclass(frozen=True)
class UnitRefounded(Event):
    """A closed unit was opened again."""

    unit_id: UUID
    parent_id: UUID


@dataclass(frozen=True)
class MergeBegun(Event):
    """It was decided that a unit is merged into another; what belongs to it begins to go over."""

    reorganisation_id: UUID
    unit_id: UUID
    into_unit_id: UUID


@dataclass(frozen=True)
class UnitsHandedOver(Event):
    """Units, with all below them, were hung from one unit under another that goes on with it."""

    from_unit_id: UUID
    to_unit_id: UUID
    units: tuple[UUID, ...]


@dataclass(frozen=True)
class UnitMerged(Event):
    """All that was going on in a unit went over to another, and the unit was closed."""

    unit_id: UUID
    into_unit_id: UUID


@dataclass(frozen=True)
class UnitSplit(Event):
    """A new unit was split off from another; so many members and units go to it."""

    reorganisation_id: UUID
    unit_id: UUID
    new_unit_id: UUID
    member_count: int
    unit_count: int


@dataclass(frozen=True)
class ReorganisationResumed(Event):
    """A merge or split that had stopped goes on."""

    reorganisation_id: UUID


@dataclass(frozen=True)
class ImportStaged(Event):
    """A file was brought, to be imported below a unit."""

    job_id: UUID
    kind: str
    under_id: UUID
    digest: str


@dataclass(frozen=True)
class ImportColumnsChosen(Event):
    """It was said which columns of a file hold what, and its check began."""

    job_id: UUID
    attempt: int


@dataclass(frozen=True)
class ImportStarted(Event):
    """A checked file began to be imported."""

    job_id: UUID
    row_count: int


@dataclass(frozen=True)
class ImportDropped(Event):
    """An import was given up; what it had done by then stays."""

    job_id: UUID


@dataclass(frozen=True)
class ImportReturnBegun(Event):
    """What an import did began to be taken back."""

    job_id: UUID


@dataclass(frozen=True)
class UnitsImported(Event):
    """One batch of a file of units was done: which units it founded, and which it changed, moved ones among them."""

    job_id: UUID
    batch: int
    founded: tuple[UUID, ...]
    moved: tuple[UUID, ...]
    changed: tuple[UUID, ...]
    same_count: int


@dataclass(frozen=True)
class TwinningOffered(Event):
    """A unit offered another one to be twinned."""

    unit_id: UUID
    other_id: UUID


@dataclass(frozen=True)
class TwinningAccepted(Event):
    """A unit accepted what another one offered: they are twinned."""

    unit_id: UUID
    other_id: UUID


@dataclass(frozen=True)
class TwinningEnded(Event):
    """A unit ended that it was twinned with another one, or an offer between them."""

    unit_id: UUID
    other_id: UUID


@dataclass(frozen=True)
class UnitAffiliated(Event):
    """A unit was said to be an affiliated organisation: whom it admits, and what else it asks of them."""

    unit_id: UUID
    admits: str
    condition: str


@dataclass(frozen=True)
class AffiliationEnded(Event):
    """It was taken back that a unit is an affiliated organisation."""

    unit_id: UUID


@dataclass(frozen=True)
class VisitEntered(Event):
    """An officer from above entered that they visited a unit on a day; what for is kept with the visit."""

    visit_id: UUID
    unit_id: UUID
    term_id: UUID
    on: date


@dataclass(frozen=True)
class VisitAnswered(Event):
    """A unit said of a visit that it did not take place, or that it did after all."""

    visit_id: UUID
    unit_id: UUID
    took_place: bool


@dataclass(frozen=True)
class VisitWithdrawn(Event):
    """An officer took back that they visited a unit."""

    visit_id: UUID
    unit_id: UUID
