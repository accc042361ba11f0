"""Reach is asked in ways that suit large trees: whatever the tree, the answer is that of the plain question."""

from collections.abc import Sequence
from random import Random
from uuid import UUID

import pytest
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length

from conftest import make_unit
from folkmoot.decisions.jobs import begin_reckoning_job
from folkmoot.decisions.models import Audience, AudienceKind, Decision, How, UnitReached
from folkmoot.decisions.queries import reach_pages
from folkmoot.decisions.queries.addressing import units_of
from folkmoot.decisions.queries.counting import rule_of
from folkmoot.decisions.queries.reach import around, cells_not_reached, decisions_reaching, figures_of
from folkmoot.decisions.queries.reach_pages import drawn_figures
from folkmoot.decisions.tests.federation import AT, DAY, MINUTES
from folkmoot.documents.models import Document
from folkmoot.units.models import Unit, UnitKind
from folkmoot.units.rules import paths

pytestmark = pytest.mark.django_db

SEEDS = range(6)
KINDS = ("top", "district", "branch", "ward", "cell")


class Wood:
    """A tree of random shape with decisions for random units of it, and cells that confirmed some of them."""

    def __init__(self, seed: int, *, reached: Sequence[float] = (0.2, 0.5, 0.9)) -> None:
        self.random = Random(seed)  # noqa: S311  -- not for secrets
        self.reached = reached
        self.kinds = [
            UnitKind.objects.create(code=code, name=code, plural=code, rank=rank, is_cell=code == "cell")
            for rank, code in enumerate(KINDS, start=1)
        ]
        self.units = [make_unit("Top", self.kinds[0], None)]
        for number in range(self.random.randint(3, 28)):
            self.units.append(self._unit(number))
        self._close_some()
        self.decisions = [self._decision(number) for number in range(6)]
        while begin_reckoning_job(AT):
            pass

    def _unit(self, number: int) -> Unit:
        parent = self.random.choice([each for each in self.units if each.depth < 6])
        return make_unit(f"Unit {number:02}", self.random.choice(self.kinds[1:]), parent)

    def _close_some(self) -> None:
        # A unit is closed once nothing below it is open.
        leaves = [unit for unit in self.units if not unit.children.exists()]
        for unit, closed_at in zip(leaves[:3], (AT - 9 * DAY, AT - DAY, AT + MINUTES), strict=False):
            Unit.objects.filter(pk=unit.pk).update(closed_at=closed_at)

    def _decision(self, number: int) -> Decision:
        decision = Decision.objects.create(
            body=self.units[0],
            document=Document.objects.create(created_at=AT),
            created_at=AT,
            number=f"2026/{number}",
            adopted_on=AT.date(),
            in_force_from=AT,
            # Two at a time were conveyed at one moment.
            conveyed_at=AT - DAY * (number // 2),
            repealed_at=AT if number == 3 else None,
        )
        standing = [unit for unit in self.units if Unit.objects.open().filter(pk=unit.pk).exists()]
        Audience.objects.create(decision=decision, unit=self.random.choice([*standing[:1] * 3, *standing]))
        if number == 4:
            self._narrow(decision)
        reached = self.random.choice(self.reached)
        for unit in self.units:
            if self.random.random() < reached:
                UnitReached.objects.create(
                    decision=decision, unit=unit, how=How.HANDED, reached_on=AT.date(), entered_at=AT
                )
        return decision

    def _narrow(self, decision: Decision) -> None:
        AudienceKind.objects.create(audience=decision.audience, kind=self.kinds[-1])
        Audience.objects.filter(pk=decision.audience.pk).update(narrows_kinds=True)
        decision.audience.refresh_from_db()


@pytest.fixture(params=SEEDS)
def wood(request: pytest.FixtureRequest, db: None) -> Wood:
    return Wood(request.param)


def test_a_picture_holds_as_many_levels_as_it_can(wood: Wood, monkeypatch: pytest.MonkeyPatch) -> None:
    for most in (1, 3, 6, 400):
        monkeypatch.setattr(reach_pages, "DRAWN", most)
        for decision, unit in places(wood):
            assert drawn_figures(decision, unit) == _drawn_level_by_level(decision, unit, most)


def test_a_picture_is_one_question(wood: Wood, django_assert_num_queries) -> None:
    decision, unit = wood.decisions[0], wood.units[0]
    assert decision.audience.unit
    with django_assert_num_queries(1):
        drawn_figures(decision, unit)


def test_the_units_around_one_are_those_that_have_figures_there(wood: Wood) -> None:
    for decision, unit in places(wood):
        assert figures_of(decision, around(unit, levels=1)) == figures_of(decision, _levels(unit, 1))


def test_the_decisions_that_reach_a_unit_are_found_from_the_latest_on(wood: Wood) -> None:
    for unit in wood.units:
        line = paths.ancestors_of(unit.path)
        found = decisions_reaching(line, length=len(unit.path), at=AT)
        assert _keys(found) == _keys(_decisions_by_range(unit))


def test_the_cells_not_reached_are_those_of_the_units_asked_for(wood: Wood) -> None:
    for decision, unit in places(wood):
        for units in (Unit.objects.within(unit), Unit.objects.none(), Unit.objects.above(unit).cells()):
            assert _keys(cells_not_reached(decision, units)) == _keys(_not_reached(decision, units))


def test_units_among_others_are_those_with_their_ids(wood: Wood) -> None:
    for one, other in zip(wood.units, reversed(wood.units), strict=True):
        either = Unit.objects.within(one) | Unit.objects.filter(path__in=[other.path])
        found = Unit.objects.above(other).in_units(either.in_order())
        assert set(found) == set(Unit.objects.above(other)) & set(either)


def places(wood: Wood) -> list[tuple[Decision, Unit]]:
    """Return each decision with each unit that it concerns."""
    pairs = [(decision, unit) for decision in wood.decisions for unit in wood.units]
    return [
        (decision, unit)
        for decision, unit in pairs
        if paths.above_both(decision.audience.unit.path, unit.path)
        in {decision.audience.unit.path, unit.path}
    ]


def _levels(unit: Unit, levels: int):
    deepest = len(unit.path) + levels * paths.STEP
    return Unit.objects.within(unit).alias(length=Length("path")).filter(length__lte=deepest)


def _drawn_level_by_level(decision: Decision, unit: Unit, most: int) -> Sequence[object]:
    for levels in (3, 2):
        drawn = figures_of(decision, _levels(unit, levels), most=most + 1)
        if len(drawn) <= most:
            return drawn
    return figures_of(decision, _levels(unit, 1), most=most)


def _decisions_by_range(unit: Unit):
    low, high = paths.range_of(unit.path)
    near = Q(audience__unit__path__in=paths.ancestors_of(unit.path)) | Q(
        audience__unit__path__gte=low, audience__unit__path__lt=high, audience__unit__kind__is_cell=False
    )
    return Decision.objects.conveyed().standing(AT).filter(near).newest_first()


def _not_reached(decision: Decision, units):
    confirmed = UnitReached.objects.filter(decision=decision, unit=OuterRef("pk"))
    cells = units_of(rule_of(decision).audience).cells().filter(pk__in=units.order_by().values("pk"))
    return cells.filter(~Exists(confirmed)).in_order()


def _keys(rows) -> list[UUID]:
    return [each.pk for each in rows]
