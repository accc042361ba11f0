from random import Random

import pytest
from django.db.models import F

from conftest import World, make_unit
from folkmoot.decisions.actions.attesting import confirm_conveyed, withdraw_confirmation
from folkmoot.decisions.models import Decision, Figure, UnitReached
from folkmoot.decisions.queries.first_cells import first_cells_not_reached
from folkmoot.decisions.queries.reach import cells_not_reached
from folkmoot.decisions.tests.federation import AT, MINUTES
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.decisions.tests.test_reach_as_it_was import Wood, places
from folkmoot.structure.actions.moving import hang_below
from folkmoot.units.models import Unit

pytestmark = pytest.mark.django_db

LATER = AT + MINUTES


@pytest.fixture(params=range(8))
def wood(request: pytest.FixtureRequest, db: None) -> Wood:
    return Wood(request.param, reached=(0.5, 0.9, 1))


def test_they_are_the_first_of_all_that_are_not_reached(wood: Wood) -> None:
    _compare(wood)


def test_they_are_still_when_much_has_changed_since_figures_were_taken(wood: Wood) -> None:
    for _each in range(3):
        for change in (_found, _move, _reopen, _become_a_cell, _take_a_word_back):
            change(wood, wood.random)
    wood.units = list(Unit.objects.all())
    wood.decisions = list(Decision.objects.order_by("pk"))
    _compare(wood)


def test_below_what_is_wholly_reached_nothing_is_looked_at(wood: Wood) -> None:
    Figure.objects.update(cells_reached=F("cells"))
    for figure in Figure.objects.filter(snapshot__decision__audience__narrows_kinds=False):
        assert first_cells_not_reached(figure.snapshot.decision, figure.unit, most=9) == []


def test_a_word_that_is_taken_back_is_seen_before_figures_are_taken_again(world: World) -> None:
    decision = conveyed(world, to=world.north)
    for act in (confirm_conveyed, withdraw_confirmation):
        do(world, act, by=world.bo, decision_id=decision.pk, unit_id=world.harbour.pk)
    assert Unit.objects.get(stirred_at__isnull=False).name == "Harbour"


def _compare(wood: Wood) -> None:
    for decision, unit in places(wood):
        missing = list(cells_not_reached(decision, Unit.objects.within(unit)))
        for most in (1, 3, 60):
            assert first_cells_not_reached(decision, unit, most=most) == missing[:most]


def _found(wood: Wood, random: Random) -> None:
    parent = Unit.objects.open().get(pk=random.choice(wood.units[:1] * 3 + _open(wood)).pk)
    if parent.depth < 9:
        new = make_unit(f"New {Unit.objects.count()}", random.choice(wood.kinds[1:]), parent)
        Unit.objects.filter(pk=new.pk).update(stirred_at=LATER)


def _move(wood: Wood, random: Random) -> None:
    unit, parent = (Unit.objects.get(pk=random.choice(_open(wood)).pk) for _each in range(2))
    if not parent.path.startswith(unit.path) and parent.depth < 6:
        hang_below(unit, parent, at=LATER)


def _reopen(wood: Wood, random: Random) -> None:
    closed = list(Unit.objects.filter(closed_at__isnull=False).order_by("path"))
    if closed:
        Unit.objects.filter(pk=random.choice(closed).pk).update(closed_at=None, stirred_at=LATER)


def _become_a_cell(wood: Wood, random: Random) -> None:
    changed = random.choice(_open(wood))
    Unit.objects.filter(pk=changed.pk).update(kind=wood.kinds[-1], stirred_at=LATER)


def _take_a_word_back(wood: Wood, random: Random) -> None:
    words = list(UnitReached.objects.order_by("decision", "unit"))
    if words:
        word = random.choice(words)
        Unit.objects.filter(pk=word.unit_id).update(stirred_at=LATER)
        word.delete()


def _open(wood: Wood) -> list[Unit]:
    return list(Unit.objects.open().exclude(pk=wood.units[0].pk).order_by("path"))
