"""Until when a report is in time: by the article that holds for the unit, or where none does by its form."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from uuid import UUID

from folkmoot.bylaws.queries.provisions import provisions_over, provisions_over_each
from folkmoot.bylaws.rules.calendar import Period
from folkmoot.bylaws.rules.clauses import AnsweringDeadline, Provision, Subject
from folkmoot.bylaws.rules.duties import holding_on, last_day_of
from folkmoot.bylaws.rules.kinds import Every, Kind
from folkmoot.reports.models import Form
from folkmoot.reports.rules.periods import due_on
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


@dataclass(frozen=True)
class Deadline:
    """The last day for a report, and the article that says so; empty where its form does."""

    on: date
    article: str = ""


@dataclass(frozen=True)
class Deadlines:
    """What the bylaws over a unit say of reports."""

    unit: Unit
    provisions: Sequence[Provision]

    def of(self, form: Form, period: Period) -> Deadline:
        """Return until when a report by `form` on `period` is in time: by the clause that held when the period began."""
        subject = Subject(Kind.REPORTING, every=Every(form.every))
        found = holding_on(list(self.provisions), subject, str(self.unit.kind.code), period.first)
        # As with all duties: of what began before a unit was founded the bylaws ask it nothing.
        if found is None or period.first < self.unit.local(self.unit.founded_at).date():
            return Deadline(due_on(period, form.due_days))
        return Deadline(last_day_of(period, found), found.article)


def answers_asked_of(units: Collection[Unit], *, at: datetime) -> dict[UUID, Provision]:
    """Return the clause by which each of `units` answers what those below ask for today, by its id; one question.

    They come with their kinds; those of which no clause says are left out.
    """
    bodies = provisions_over_each(list(units)) if units else {}
    subject, found = Subject(Kind.ANSWERING), dict[UUID, Provision]()
    for unit in units:
        known, today = list(_over(unit, bodies)), unit.local(at).date()
        provision = holding_on(known, subject, str(unit.kind.code), today)
        if provision is not None:
            found[unit.pk] = provision
    return found


def answer_due(form: Form, provision: Provision | None, sent_on: date) -> Deadline:
    """Return until when is answered what a report asks for that was sent on a day of the clocks of whoever answers."""
    if provision is None:
        return Deadline(sent_on + timedelta(days=form.answer_days))
    assert isinstance(provision.clause, AnsweringDeadline)  # noqa: S101  -- as it was chosen
    return Deadline(sent_on + timedelta(days=provision.clause.days), provision.article)


def deadlines_over(unit: Unit, *, since: date) -> Deadlines:
    """Return what the bylaws over a unit, which comes with its kind, say of reports on periods from `since` on: one question."""
    known = provisions_over(unit, since=since)
    return Deadlines(unit, _of_reports(known))


def deadlines_of_each(units: Collection[Unit]) -> dict[UUID, Deadlines]:
    """Return as `deadlines_over` what the bylaws over each of `units` say of reports, by its id: one question."""
    return deadlines_by(units, provisions_over_each(list(units)))


def deadlines_by(
    units: Collection[Unit], clauses: Mapping[str, Sequence[Provision]]
) -> dict[UUID, Deadlines]:
    """Return what `deadlines_of_each` does, of clauses that were read, by the paths of their bodies."""
    return {unit.pk: Deadlines(unit, _of_reports(_over(unit, clauses))) for unit in units}


def by_forms_alone(units: Collection[Unit]) -> dict[UUID, Deadlines]:
    """Return the deadlines of each of `units` where no bylaws say anything of reports, by its id."""
    return {unit.pk: Deadlines(unit, ()) for unit in units}


def _over(unit: Unit, bodies: Mapping[str, Sequence[Provision]]) -> Iterable[Provision]:
    return chain.from_iterable(bodies.get(path, ()) for path in paths.ancestors_of(unit.path))


def _of_reports(known: Iterable[Provision]) -> list[Provision]:
    return [each for each in known if each.clause.kind is Kind.REPORTING]
