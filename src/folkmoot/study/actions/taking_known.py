"""Taking the figures of a week: how well each text is known, derived from rows by the worker, a step at a time.

Each step is a transaction of its own, and a worker that was killed goes on with the next. Sums are in memory alone, until noise
has been added; what has been drawn is never drawn again.
"""

import secrets
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

import numpy as np
from django.db import transaction

from folkmoot.decisions.queries.addressees import Addressees
from folkmoot.decisions.queries.columns import packed, parts_of, unpacked
from folkmoot.decisions.queries.grouping import Grouped, grouped
from folkmoot.decisions.rules.disclosure import Figures, PublishedAll, figures
from folkmoot.decisions.rules.groups import is_large_enough
from folkmoot.decisions.rules.rollup import Bools, Ints
from folkmoot.kernel.batches import batched
from folkmoot.study.models import KnownColumn, KnownFigure, KnownGroups, KnownWeek, Spending
from folkmoot.study.queries.knowing import Scope, drawn_again, known_at_cells, scopes_of, texts_waiting
from folkmoot.study.rules.known_thresholds import (
    WEEK,
    half_year_of,
    is_left,
    scale_of_point,
    scale_of_text,
    week_of,
)
from folkmoot.study.rules.noise import Below, discrete_laplace
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

# A transaction of so many figures takes well under 50 ms.
ROWS = 500
# What the column of the text itself is called among its points.
TEXT = ""
_THOUSAND = 1000


def take_known(at: datetime, *, below: Below = secrets.randbelow) -> bool:
    """Take one step, and return whether there was one: of figures that are not whole, or else the first of another text's."""
    begun = KnownWeek.objects.filter(whole_at=None).select_related("drawn").order_by("as_of", "pk").first()
    if begun is not None:
        _go_on(begun, at, below)
        return True
    return any(begin_week(decision_id, at=at) for decision_id in texts_waiting(_this_week(at)))


def begin_week(decision_id: UUID, *, at: datetime) -> bool:
    """Begin the figures of a text for the week of the moment `at`: enter what they may tell, and draw the groups.

    Return whether they were begun: not if they were already, or the half-year has no room for another week.
    """
    week = _this_week(at)
    if not _may_spend(decision_id, week):
        return False
    scopes = [(scope, grouped(Addressees(scope.unit), at=at)) for scope in scopes_of(decision_id, at=at)]
    if not scopes:
        return False
    spending = Spending(
        decision_id=decision_id,
        half_year=half_year_of(week),
        week=week,
        thousandths=int(WEEK * _THOUSAND),
    )
    # Making columns small takes longer than a transaction may.
    rows = [row for scope, groups in scopes for row in _begun(spending, scope, groups, at=at)]
    with transaction.atomic():
        spending.save(force_insert=True)
        for row in rows:
            row.save(force_insert=True)
    return True


def _this_week(at: datetime) -> date:
    # By the clocks of the organisation, once there is one.
    top = Unit.objects.filter(path=paths.ROOT).first()
    return week_of((top.local(at) if top else at).date())


def _may_spend(decision_id: UUID, week: date) -> bool:
    rows = Spending.objects.filter(decision=decision_id, half_year=half_year_of(week))
    spent = dict(rows.values_list("week", "thousandths"))
    return week not in spent and is_left([Fraction(each, _THOUSAND) for each in spent.values()])


def _begun(
    spending: Spending, scope: Scope, groups: Grouped, *, at: datetime
) -> tuple[KnownWeek, KnownGroups]:
    week = KnownWeek(spending=spending, unit=scope.unit, as_of=at, points=list(scope.cards))
    units, depths, cells = map(zlib.compress, parts_of(groups.columns))
    drawn = KnownGroups(
        week=week,
        cards={point: [str(each) for each in cards] for point, cards in scope.cards.items()},
        units=units,
        depths=depths,
        cells=cells,
        groups=packed(groups.groups),
        addressed=packed(groups.addressed),
    )
    return week, drawn


def _go_on(week: KnownWeek, at: datetime, below: Below) -> None:
    drawn = set(KnownColumn.objects.filter(week=week).values_list("point", flat=True))
    waiting = [point for point in (TEXT, *week.points) if point not in drawn]
    if waiting:
        _draw(week, waiting[0], below)
    else:
        _finish(week, at)


def _draw(week: KnownWeek, point: str, below: Below) -> None:
    there = drawn_again(week.drawn)
    sums = np.zeros(len(there.counted.addressed), np.int64)
    np.add.at(sums, there.groups, _known(week, point, there))
    scale = scale_of_text() if point == TEXT else scale_of_point(len(week.points))
    noised = packed(_with_noise(sums, _is_shown(there), scale, below))
    KnownColumn.objects.create(week=week, point=point, noised=noised)


def _known(week: KnownWeek, point: str, there: Grouped) -> Ints:
    cards = {each: [UUID(card) for card in cards] for each, cards in week.drawn.cards.items()}
    if point != TEXT:
        return known_at_cells(cards[point], there.columns, points=1, at=week.as_of)
    each = (known_at_cells(some, there.columns, points=len(cards), at=week.as_of) for some in cards.values())
    total = np.zeros(len(there.columns.tree), np.int64)
    for known in each:
        total += known
    return total


def _with_noise(sums: Ints, shown: Bools, scale: Fraction, below: Below) -> Ints:
    """Return the sums with noise; nothing of groups that are never shown."""
    noise = (discrete_laplace(scale, below) if is_shown else 0 for is_shown in shown.tolist())
    noised: Ints = np.where(shown, sums, 0) + np.fromiter(noise, np.int64, len(sums))
    return noised


def _is_shown(there: Grouped) -> Bools:
    return is_large_enough(there.counted.remaining, there.counted.largest)


def _finish(week: KnownWeek, at: datetime) -> None:
    """Write what is shown of every unit, anew if a worker was killed over it, and then let go of all it was taken from."""
    for some in iter(lambda: _left_behind(week), []):
        KnownFigure.objects.filter(week=week, unit__in=some).delete()
    for rows in batched(_rows(week, drawn_again(week.drawn)), ROWS):
        KnownFigure.objects.bulk_create(rows)
    with transaction.atomic():
        KnownGroups.objects.filter(week=week).delete()
        KnownColumn.objects.filter(week=week).delete()
        week.whole_at = at
        week.save(update_fields=["whole_at"])


def _left_behind(week: KnownWeek) -> list[UUID]:
    return list(KnownFigure.objects.filter(week=week).values_list("unit", flat=True)[:ROWS])


def _rows(week: KnownWeek, there: Grouped) -> Iterator[KnownFigure]:
    columns = {each.point: unpacked(each.noised) for each in KnownColumn.objects.filter(week=week)}
    shown = {point: _figures(there, noised).value for point, noised in columns.items()}
    groups = _figures(there, _is_shown(there).astype(np.int64))
    for place in np.flatnonzero(groups.shown).tolist():
        yield KnownFigure(
            week=week,
            unit_id=there.columns.unit(place),
            members=int(groups.addressed[place]),
            groups=int(groups.value[place]),
            noised={point: int(value[place]) for point, value in shown.items()},
        )


def _figures(there: Grouped, value: Ints) -> Figures:
    return figures(
        there.columns.tree, there.groups, there.addressed, there.counted, PublishedAll(value, value)
    )
