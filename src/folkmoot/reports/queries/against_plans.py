"""Figures held against what units planned: what is planned, what was reached of it, and the gap between them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from folkmoot.bylaws.rules.calendar import Period
from folkmoot.kernel.batches import batched
from folkmoot.people.models import Person
from folkmoot.reports.queries.figures import PERIODS, FigureRow, FiguresPage
from folkmoot.work.queries.aims import Aimed, aims_for

# There may be more units right below a body than a database takes in one question.
AT_ONCE = 1_000


@dataclass(frozen=True)
class Against:
    """A target and what was reached of it; None is missing, and not zero, and then there is no gap to tell."""

    aim: Aimed
    actual: int | None

    @property
    def gap(self) -> int | None:
        """How much there is still to reach; below zero where more was reached."""
        return None if self.actual is None else self.aim.amount - self.actual


@dataclass(frozen=True)
class AgainstPlans:
    """What the unit of a page planned of its figure, and what each unit right below planned for that very period."""

    here: Sequence[Against]
    below: Mapping[UUID, Against]


def against_plans(page: FiguresPage, person: Person, *, at: datetime) -> AgainstPlans:
    """Return the targets that `person` sees beside the figures of a page; one question, however many units.

    Of the unit itself what was reached of a longer plan is added up over the periods until the one that is shown. Units below are
    held against targets for that period, or of what is counted anew in each.
    """
    if page.here is None or page.first is None or page.indicator is None:
        return AgainstPlans([], {})
    period = page.form.period_at(page.first)
    units = [page.unit.pk, *(each.unit.pk for each in page.below)]
    aims = aims_for(page.form.pk, units, period, person, code=page.indicator.code, at=at)
    own = [each for each in aims if each.unit_id == page.unit.pk and _is_known(each, page)]
    figures = {each.unit.pk: each.figure.sum for each in page.below}
    return AgainstPlans(
        [Against(each, _reached(each, page, period)) for each in own],
        {pk: Against(each, figures[pk]) for pk, each in _nearest(aims, period).items() if pk in figures},
    )


def beside_plans(
    rows: Iterator[FigureRow], person: Person, *, at: datetime
) -> Iterator[tuple[FigureRow, Against | None]]:
    """Yield the rows of an export, each with the target for that very period that `person` sees; a question a thousand units."""
    aims: Sequence[Aimed] | None = None
    for code, group in groupby(rows, lambda row: row.indicator.code):
        found = list(group)
        period = found[0].form.period_at(found[0].first)
        if aims is None:
            form, units = found[0].form.pk, {each.shown.unit.pk for each in found}
            asked = batched(sorted(units), AT_ONCE)
            aims = [aim for some in asked for aim in aims_for(form, some, period, person, at=at)]
        nearest = _nearest([each for each in aims if each.code == code], period)
        for row in found:
            aim = nearest.get(row.shown.unit.pk)
            yield row, Against(aim, row.shown.figure.sum) if aim else None


def _nearest(aims: Sequence[Aimed], period: Period) -> dict[UUID, Aimed]:
    """Return of each unit the target of the plan for the fewest days with which the figure of the period is compared."""
    return {each.unit_id: each for each in reversed(aims) if each.is_of(period)}


def _is_known(aim: Aimed, page: FiguresPage) -> bool:
    """Whether all periods of a plan until the one that is shown are among those that the page has read."""
    return len(page.periods) < PERIODS or aim.period.first >= page.periods[-1]


def _reached(aim: Aimed, page: FiguresPage, period: Period) -> int | None:
    if aim.is_of(period):
        return page.here.sum if page.here else None
    sums = [
        figure.sum
        for first, figure in page.trend
        if aim.period.first <= first <= period.first and figure.count
    ]
    return sum(each for each in sums if each is not None) if sums else None
