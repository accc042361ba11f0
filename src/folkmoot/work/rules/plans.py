"""What a plan is: the days it is for, how it stands, and what is written in it. Never of persons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.bylaws.rules.calendar import Period, span_around
from folkmoot.bylaws.rules.kinds import Every
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.text import one_line, tidy_text

TITLE_LONGEST = 120
WHY_LONGEST = 2_000
DONE_LONGEST = 1_000
POINTS_MOST = 30
TARGETS_MOST = 40
YEARS = range(1900, 3000)
# The years between two congresses are few.
DAYS_MOST = 3_660


class PlanKind(StrEnum):
    """What a plan is for: a span of the calendar, the years between two congresses, or other days."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    TERM = "term"
    OTHER = "other"


class PlanState(StrEnum):
    """How a plan stands. One that was adopted never changes: another version takes its place."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    REPLACED = "replaced"


class PlanMove(StrEnum):
    """What can be done with a plan."""

    CHANGE = "change"
    ADOPT = "adopt"
    REPLACE = "replace"


class Counted(StrEnum):
    """How what is reported of several periods comes together: added up, or as it stood in the last one."""

    SUM = "sum"
    LAST = "last"


KINDS: Mapping[PlanKind, str | Promise] = {
    PlanKind.YEAR: gettext_lazy("a year"),
    PlanKind.QUARTER: gettext_lazy("a quarter"),
    PlanKind.MONTH: gettext_lazy("a month"),
    PlanKind.TERM: gettext_lazy("the time between two congresses"),
    PlanKind.OTHER: gettext_lazy("other days"),
}
STATES: Mapping[PlanState, str | Promise] = {
    PlanState.DRAFT: gettext_lazy("draft"),
    PlanState.ADOPTED: gettext_lazy("adopted"),
    PlanState.REPLACED: gettext_lazy("replaced"),
}
COUNTED: Mapping[Counted, str | Promise] = {
    Counted.SUM: gettext_lazy("added up over the time of the plan"),
    Counted.LAST: gettext_lazy("as it stands in the latest report"),
}
NEXT: Mapping[tuple[PlanState, PlanMove], PlanState] = {
    (PlanState.DRAFT, PlanMove.CHANGE): PlanState.DRAFT,
    (PlanState.DRAFT, PlanMove.ADOPT): PlanState.ADOPTED,
    (PlanState.ADOPTED, PlanMove.REPLACE): PlanState.REPLACED,
}
_SPANS = {PlanKind.YEAR: Every.YEAR, PlanKind.QUARTER: Every.QUARTER, PlanKind.MONTH: Every.MONTH}


@dataclass(frozen=True)
class Key:
    """What is counted, and how: an indicator of a form, and whether periods add up."""

    form_id: UUID
    code: str
    counted: Counted


def plan_after(state: str, move: PlanMove) -> PlanState:
    """Return how a plan stands after a move.

    :raises Refused: if that cannot be done with a plan that stands so.
    """
    found = NEXT.get((PlanState(state), move))
    if found is None:
        raise Refused(
            _("This plan is %(state)s by now, and stays as it is. Draft a new version of the one in force.")
            % {"state": STATES[PlanState(state)]}
        )
    return found


def span_of(kind: str, first: date, until: date | None) -> Period:
    """Return the days of a plan, from `first` on and before `until`; the calendar says until when a year, quarter or month lasts.

    :raises Refused: if there is no such kind, the days do not fit it, or they are too many or none.
    """
    if kind not in {str(each) for each in PlanKind}:
        raise Refused(
            _("Choose whether it is for a year, a quarter, a month, between congresses or other days."),
            field="kind",
        )
    if first.year not in YEARS:
        raise Refused(_("The year of a plan has four figures, such as 2026."), field="first")
    every = _SPANS.get(PlanKind(kind))
    if every is not None:
        return _of_calendar(PlanKind(kind), first, until, every)
    if until is None:
        raise Refused(_("Say until when it is for."), field="until")
    if not first < until or (until - first).days > DAYS_MOST:
        raise Refused(_("A plan is for a day at least, and for ten years at most."), field="until")
    return Period(first, until)


def _of_calendar(kind: PlanKind, first: date, until: date | None, every: Every) -> Period:
    span = span_around(first, every)
    if span.first != first:
        raise Refused(
            _("This is not the first day of %(span)s. Choose %(first)s or %(next)s.")
            % {"span": KINDS[kind], "first": date_format(span.first), "next": date_format(span.until)},
            field="first",
        )
    if until not in {None, span.until}:
        raise Refused(
            _("It ends with %(day)s. Leave the end empty, or choose other days.")
            % {"day": date_format(span.last)},
            field="until",
        )
    return span


def must_be_due_within(due_on: date, period: Period) -> None:
    """Let a target be due while the plan lasts.

    :raises Refused: if it is not.
    """
    if not period.has(due_on):
        raise Refused(
            _("The plan is from %(first)s to %(last)s. Choose a day between them.")
            % {"first": date_format(period.first), "last": date_format(period.last)},
            field="due_on",
        )


def plan_title(given: str) -> str:
    """Return what a plan or a target is called, one line of at most 120 characters.

    :raises Refused: if nothing is left, or it is too long.
    """
    title = one_line(given, longest=TITLE_LONGEST, field="title")
    if not title:
        raise Refused(_("Give it a title in a few words."), field="title")
    return title


def plan_why(given: str, *, points: int) -> str:
    """Return in words why a plan is made; "" is enough where it implements points of decisions.

    :raises Refused: if neither is said, or it is too long.
    """
    if not given.strip() and points:
        return ""
    if not given.strip():
        raise Refused(
            _("Say why: choose points of decisions that the plan implements, or write it in your own words."),
            field="why",
        )
    return tidy_text(given, longest=WHY_LONGEST, field="why")


def done_text(given: str) -> str:
    """Return in words what was reached.

    :raises Refused: if nothing is left, or it is too long.
    """
    return tidy_text(given, longest=DONE_LONGEST, field="words")


def counted_called(code: str) -> Counted:
    """Return how periods come together.

    :raises Refused: if it is none of the two.
    """
    if code not in {str(each) for each in Counted}:
        raise Refused(
            _("Choose whether figures of periods are added up, or the last one counts."), field="counted"
        )
    return Counted(code)
