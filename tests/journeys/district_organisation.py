"""A federation with a district of twelve co-operatives, what it decided, and the form of its monthly report.

Those of Fernlake have ten to fifteen members, 150 together; the four elsewhere have ten each.
"""

from datetime import timedelta

from django.db import connection

from folkmoot.bylaws.rules.calendar import months_later
from folkmoot.demo import names
from folkmoot.demo.papers import Paper
from folkmoot.demo.year import convey
from folkmoot.kernel.clock import now
from folkmoot.reports.actions.making import make_form, open_form, revise_form
from folkmoot.reports.rules.definition import Declared, Indicator, Kind
from folkmoot.reports.rules.naming import ANSWER_DAYS
from folkmoot.reports.rules.standard import standard_form
from tests.journeys.small_organisation import founded, write_people

TWO = ("Bakers", "Dairy")
TWELVE = tuple(trade for trade, _sector in names.TRADES)
REGIONS = {"Northmark": {"Alderwick": TWO}, "Lakeland": {"Fernlake": TWELVE, "Greywater": TWO}}
SMALLEST = 10
DECISION = "Known in every street"
POINTS = (
    "Every co-operative speaks with people who do not know us.",
    "It opens its doors at least once a month.",
    "It tells the district what came of that.",
)
DUE_DAYS = 10
DOORS = Indicator(
    code="doors",
    names={"en": "Open days"},
    means={"en": "Days on which the doors were open to everybody."},
    kind=Kind.INTEGER,
    declared=Declared.ORGANISATIONAL,
)


def make():
    with connection.cursor() as cursor:
        cursor.execute("pragma synchronous=off")
    moment = now()
    made = founded(REGIONS, size_of, at=moment - timedelta(days=60))
    convey(made, Paper(20, "fernlake", DECISION, POINTS, 1.0, 1.0), {}, at=moment - timedelta(days=20))
    open_monthly_report(made, first=months_later(month_of(moment), 1), at=moment - timedelta(days=5))
    write_people(made)


def size_of(cell):
    """Return how many members a co-operative has: two and two are as large in the large district."""
    trade = cell.name.removeprefix("Fernlake ")
    return SMALLEST + TWELVE.index(trade) // 2 if trade in TWELVE else SMALLEST


def month_of(moment):
    return moment.date().replace(day=1)


def open_monthly_report(made, *, first, at):
    by = made.officers["secretary federation"]
    asked = {"names": {"en": "Monthly report"}, "unit_kinds": ["cooperative"], "due_days": DUE_DAYS}
    form_id = made.do(
        make_form, by=by, at=at, unit_id=made.top.pk, every="month", answer_days=ANSWER_DAYS, **asked
    )
    standard = standard_form(["en"])
    parts = {"indicators": [*standard.indicators, DOORS], "questions": standard.questions, "checks": []}
    given = {"form_id": form_id, "revision": 1, "answer_days": ANSWER_DAYS}
    made.do(revise_form, by=by, at=at, **given, **asked, **parts)
    made.do(open_form, by=by, at=at, form_id=form_id, first=first)
