"""What units ask of the level above in their reports: what waits there, and what was answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from folkmoot.access.policy import may, units_where, visible
from folkmoot.kernel.counting import number_of
from folkmoot.kernel.paging import cut
from folkmoot.people.models import Person
from folkmoot.reports.models import Report, Request, RequestQuerySet
from folkmoot.reports.queries.known import SEEING
from folkmoot.reports.rules.requests import Standing, standing
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.queries import units_above_cells

ANSWERING = "reports.answer_request"
_SENDING = "reports.send_report"
# So many stand on a page; as many of its own are told to whoever asks.
SHOWN = 50
LATEST = 10


@dataclass(frozen=True)
class RequestLine:
    """A request, and how it stands today by the clocks of the unit that answers."""

    request: Request
    standing: Standing


@dataclass(frozen=True)
class RequestsPage:
    """What is asked of a unit by those right below it, page by page: what waits, or what was answered."""

    unit: Unit
    is_answered: bool
    lines: Sequence[RequestLine]
    older: str
    waiting: int
    late: int


@dataclass(frozen=True)
class Waiting:
    """How many requests wait for a unit, and how many of these are late."""

    number: int = 0
    late: int = 0


def units_answering(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units above cells for which `person` may answer what those below ask for."""
    return units_above_cells().in_units(units_where(person, ANSWERING, at=at)).select_related("kind")


def requests_page(unit: Unit, *, is_answered: bool, after: UUID | None, at: datetime) -> RequestsPage:
    """Return what is asked of a unit; `after` is the last of the page before. Three questions, however many there are.

    What waits stands in the order in which it was asked, what was answered the other way round.
    """
    there = Request.objects.put_to(unit).select_related("unit", "unit__parent", "report__form")
    rows: RequestQuerySet
    if is_answered:
        rows = there.answered().order_by("-pk")
        rows = rows.filter(pk__lt=after) if after else rows
    else:
        rows = there.open().order_by("pk")
        rows = rows.filter(pk__gt=after) if after else rows
    shown, older = cut(list(rows[: SHOWN + 1]), SHOWN, lambda each: str(each.pk))
    waiting = waiting_in([unit], at=at)[unit.pk]
    return RequestsPage(
        unit, is_answered, lines_of_requests(shown, at=at), older, waiting.number, waiting.late
    )


def is_any_open() -> Exists:
    """Return, to be asked beside something else, whether any request waits anywhere: else `waiting_in` counts none."""
    return Exists(Request.objects.open())


def number_open() -> Coalesce:
    """Return, to be asked beside units, how many requests from right below wait at each."""
    return number_of(Request.objects.open().filter(unit__parent=OuterRef("pk")))


def waiting_in(units: Collection[Unit], *, at: datetime) -> dict[UUID, Waiting]:
    """Return how much waits for each of `units`, by its id: one question for those of each time zone."""
    found = {unit.pk: Waiting() for unit in units}
    days = {unit.local(at).date() for unit in units}
    for day in days:
        same = [unit.pk for unit in units if unit.local(at).date() == day]
        rows = Request.objects.open().filter(unit__parent__in=same).order_by()
        late = Count("pk", filter=Q(due_on__lt=day))
        for unit, number, lately in rows.values_list("unit__parent").annotate(asked=Count("pk"), late=late):
            found[unit] = Waiting(number, lately)
    return found


def requests_of(unit: Unit, *, at: datetime) -> list[RequestLine]:
    """Return what a unit asked for lately, the latest first, without what it withdrew."""
    rows = Request.objects.filter(unit=unit, withdrawn_at=None).select_related(
        "unit", "unit__parent", "report__form"
    )
    return lines_of_requests(rows.order_by("-pk")[:LATEST], at=at)


def requests_in(report: Report, *, at: datetime) -> list[RequestLine]:
    """Return what a report asks for, without what was withdrawn."""
    rows = report.requests.filter(withdrawn_at=None).select_related("unit", "unit__parent", "report__form")
    return lines_of_requests(rows.order_by("pk"), at=at)


def request_for(request_id: UUID, person: Person, *, at: datetime) -> Request | None:
    """Return a request that waits and that `person` may answer, None otherwise."""
    rows = visible(Request.objects.open(), person, SEEING, at=at)
    found = rows.select_related("unit__kind", "unit__parent__kind", "report__form").filter(pk=request_id)
    request = found.first()
    if request is None or request.unit.parent is None:
        return None
    is_own = may(person, _SENDING, on=request.unit, at=at)
    return request if not is_own and may(person, ANSWERING, on=request.unit.parent, at=at) else None


def requests_listed(units: UnitQuerySet) -> RequestQuerySet:
    """Return what `units` asked for, the latest first."""
    return Request.objects.in_units(units).select_related("unit", "unit__parent", "report").order_by("-pk")


def lines_of_requests(requests: Collection[Request], *, at: datetime) -> list[RequestLine]:
    """Return requests, each with how it stands."""
    return [RequestLine(each, _standing(each, at)) for each in requests]


def _standing(request: Request, at: datetime) -> Standing:
    return standing(
        is_answered=request.answered_at is not None,
        is_withdrawn=request.withdrawn_at is not None,
        due_on=request.due_on,
        today=(request.unit.parent or request.unit).local(at).date(),
    )
