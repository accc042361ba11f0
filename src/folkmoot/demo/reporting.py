"""The monthly report of the demo organisation: three months of it, of which some came late and some never came."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from folkmoot.bylaws.rules.calendar import months_later
from folkmoot.demo.organisation import TIME_ZONE, Organisation
from folkmoot.reports.actions.climbing import accept_report, send_report
from folkmoot.reports.actions.making import make_form, open_form, revise_form
from folkmoot.reports.actions.rolling_up import begin_roll_ups, roll_up_waiting
from folkmoot.reports.actions.writing import write_report
from folkmoot.reports.commands import figures_known
from folkmoot.reports.rules.definition import Check, CheckKind, Declared, Indicator, Kind, Sign
from folkmoot.reports.rules.naming import ANSWER_DAYS
from folkmoot.reports.rules.standard import standard_form
from folkmoot.units.models import Unit

MONTHS, DUE_DAYS = 3, 10
# Of a hundred co-operatives so many never report a month, and so many more are late.
NEVER, LATE = 6, 12
SALES = Indicator(
    code="sales",
    names={"en": "Sales"},
    means={"en": "What members and others paid in the month, taxes included."},
    kind=Kind.MONEY,
    declared=Declared.ORGANISATIONAL,
    currency="EUR",
)
NOT_BELOW_ZERO = Check(
    code="sales_not_below_zero", kind=CheckKind.COMPARE, left="sales", sign=Sign.AT_LEAST, number="0"
)
# Every so many co-operatives one asks the district for something.
ASKING = 9
WANTED = ("A second oven from the district’s fund.", "Somebody who explains the new cash book.")
WENT_WELL = ("The new oven works.", "Two schools buy from us now.", "Everybody came to the stocktaking.")


def report(organisation: Organisation, *, now: datetime) -> None:
    """Make the form, let the co-operatives fill it for three months, and accept what the first district sent."""
    month = organisation.top.local(now).date().replace(day=1)
    months = [months_later(month, -ago) for ago in range(MONTHS, 0, -1)]
    form_id = _made(organisation, months[0])
    for first in months:
        for number, cell in enumerate(organisation.cells):
            chance = organisation.random.randrange(100)
            if chance >= NEVER:
                _sent(organisation, form_id, cell, first, number, is_late=chance < NEVER + LATE, now=now)
    while begin_roll_ups(now) or roll_up_waiting():
        pass


def _made(organisation: Organisation, first: date) -> UUID:
    by, at = organisation.officers["secretary federation"], _morning(first)
    asked = {
        "names": {"en": "Monthly report"},
        "unit_kinds": ["cooperative"],
        "due_days": DUE_DAYS,
        "answer_days": ANSWER_DAYS,
    }
    form_id = organisation.do(make_form, by=by, at=at, unit_id=organisation.top.pk, every="month", **asked)
    standard = standard_form(["en"])
    parts = {"indicators": [*standard.indicators, SALES], "questions": standard.questions}
    checks = [*standard.checks, NOT_BELOW_ZERO]
    organisation.do(revise_form, by=by, at=at, form_id=form_id, revision=1, **asked, **parts, checks=checks)
    return organisation.do(open_form, by=by, at=at, form_id=form_id, first=first)


def _sent(
    organisation: Organisation,
    form_id: UUID,
    cell: Unit,
    first: date,
    number: int,
    *,
    is_late: bool,
    now: datetime,
) -> None:
    day = 14 if is_late else 1 + number % 8
    at = min(_morning(months_later(first, 1)) + timedelta(days=day), now)
    by = organisation.officers[f"secretary {cell.code}"]
    values = figures_known(form_id, cell, first, at=at)
    values |= {
        "reached": str(organisation.random.randrange(40)),
        "sales": f"{organisation.random.randrange(2000, 90000)}.50",
    }
    texts = {"achieved": WENT_WELL[number % len(WENT_WELL)]}
    if number % ASKING == 0:
        texts["requests"] = WANTED[number // ASKING % len(WANTED)]
    # Whoever was founded lately grows fast.
    reasons = {"members_steady": "We are new, and grow."}
    given = {
        "form_id": form_id,
        "unit_id": cell.pk,
        "first": first,
        "revision": 0,
        "values": values,
        "texts": texts,
    }
    report_id = organisation.do(write_report, by=by, at=at, **given, reasons=reasons)
    organisation.do(send_report, by=by, at=at, report_id=report_id, revision=1)
    district = cell.parent_id
    if district == organisation.cells[0].parent_id and cell != organisation.cells[0]:
        chair = organisation.officers["chair alderwick"]
        organisation.do(accept_report, by=chair, at=at, report_id=report_id, number=1)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), ZoneInfo(TIME_ZONE))
