"""What can happen to forms and reports. What was reported is in the reports themselves."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class FormMade(Event):
    """A body began a form for the units below it."""

    form_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class FormRevised(Event):
    """A form asks something else; `version` is a new one if a report used the one before."""

    form_id: UUID
    version: int


@dataclass(frozen=True)
class FormOpened(Event):
    """A form asks for reports from the period that begins on a day on."""

    form_id: UUID
    since: date


@dataclass(frozen=True)
class FormEnded(Event):
    """A form asks for no report on the period that begins on a day, nor later."""

    form_id: UUID
    until: date


@dataclass(frozen=True)
class ReportWritten(Event):
    """A unit kept what it has of a report so far."""

    report_id: UUID
    unit_id: UUID
    revision: int


@dataclass(frozen=True)
class ReportSent(Event):
    """A unit sent its report, for the first time or once more."""

    report_id: UUID
    unit_id: UUID
    number: int
    is_in_time: bool


@dataclass(frozen=True)
class ReportsImported(Event):
    """A batch of a file of reports was taken in: which reports were sent."""

    job_id: UUID
    batch: int
    reports: tuple[UUID, ...]


@dataclass(frozen=True)
class ReportsTakenIn(Event):
    """Reports that another program brought for units at and below one were sent."""

    unit_id: UUID
    reports: tuple[UUID, ...]


@dataclass(frozen=True)
class RequestAnswered(Event):
    """The level above answered what a unit asked for in a report."""

    request_id: UUID
    report_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class ReportAccepted(Event):
    """The level above accepted a report as it was sent."""

    report_id: UUID
    unit_id: UUID
    number: int


@dataclass(frozen=True)
class ReportAskedBack(Event):
    """The level above asked a unit to look at its report once more."""

    report_id: UUID
    unit_id: UUID
    number: int
