from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import World, make_unit
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.reports.models import Form
from folkmoot.reports.tests.forms import opened
from folkmoot.reports.tests.planning import adopted, aimed, drafted, visits
from folkmoot.units.models import Unit
from folkmoot.work.actions import reckoning
from folkmoot.work.actions.sharing import share_target
from folkmoot.work.jobs import forget_unused_pieces_job
from folkmoot.work.models import ShareOut, SharePiece, Target
from folkmoot.work.queries.sharing import shares_in


@pytest.fixture
def form(world: World) -> Form:
    return opened(world)


@pytest.fixture
def target(world: World, form: Form) -> Target:
    plan = drafted(world)
    made = aimed(world, plan, **visits(form))
    adopted(world, plan)
    return made


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of two units, of which two are written at once."""
    monkeypatch.setattr("folkmoot.work.rules.pieces.PIECE", 2)
    monkeypatch.setattr(reckoning, "AT_ONCE", 2)


def shared(world: World, target: Target, **given: Any) -> ShareOut:
    asked = {"plan_target_id": target.pk, "rule": "equally"} | given
    return ShareOut.objects.get(pk=do(world, share_target, by=world.ada, **asked))


def cells(world: World, count: int) -> list[Unit]:
    return [make_unit(f"c{number}", world.hill.kind, world.north) for number in range(count)]


def test_with_many_units_shares_are_written_before_and_add_up_the_same(
    world: World, target: Target, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = [world.harbour, world.hill, *cells(world, 9)]
    given = {"exceptions": [{"unit_id": world.hill.pk, "amount": "50"}]}
    before = shared(world, target, **given)
    assert SharePiece.objects.filter(share_out=before).count() == 6
    monkeypatch.setattr(reckoning, "AT_ONCE", 100)
    at_once = shared(world, target, **given)
    ids = [each.pk for each in units]
    found = shares_in(before.pk, ids)
    assert found == shares_in(at_once.pk, ids)
    assert (len(found), sum(each.share for each in found.values()), found[world.hill.pk].share) == (
        11,
        120,
        50,
    )


def test_the_transaction_asks_and_writes_as_much_for_many_units_as_for_few(
    world: World, target: Target, small: None
) -> None:
    counts = []
    # What comes after a first one looks at what was accepted of that.
    shared(world, target)
    for count in (4, 10):
        cells_there = Unit.objects.filter(parent=world.north).count()
        for number in range(cells_there, count + 2):
            make_unit(f"d{number}", world.hill.kind, world.north)
        with CaptureQueriesContext(connection) as asked:
            shared(world, target)
        said = [query["sql"] for query in asked]
        begun = next(place for place, sql in enumerate(said) if sql.startswith('INSERT INTO "work_shareout"'))
        assert not [sql for sql in said[begun:] if "work_sharepiece" in sql]
        counts.append(len(said) - begun)
    assert counts[0] == counts[1]


def test_what_was_worked_out_and_never_shared_out_goes_after_an_hour_and_all_else_stays(
    world: World, target: Target, small: None
) -> None:
    cells(world, 9)
    kept = shared(world, target)
    day = world.north.local(world.at).date()
    with pytest.raises(Refused, match=r"Choose a day from today on"):
        shared(world, target, answer_by=day - timedelta(days=1))
    assert (ShareOut.objects.count(), SharePiece.objects.count()) == (1, 12)
    assert not forget_unused_pieces_job(now())
    later = now() + timedelta(hours=2)
    while forget_unused_pieces_job(later):
        pass
    assert set(SharePiece.objects.values_list("share_out", flat=True)) == {kept.pk}
    assert SharePiece.objects.count() == 6


def test_what_was_worked_out_for_one_who_may_not_is_nothing(
    world: World, target: Target, small: None
) -> None:
    cells(world, 9)
    with pytest.raises(Refused):
        do(world, share_target, by=world.bo, plan_target_id=target.pk, rule="equally")
    assert SharePiece.objects.count() == 0


def test_a_target_that_changed_since_it_was_worked_out_is_shared_out_once_more(
    world: World, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out = reckoning._reckon

    def meanwhile(*args: Any, **given: Any) -> Any:
        found = worked_out(*args, **given)
        Target.objects.filter(pk=target.pk).update(amount=7)
        return found

    monkeypatch.setattr(reckoning, "_reckon", meanwhile)
    with pytest.raises(Refused, match=r"This was changed meanwhile"):
        shared(world, target)
    assert not ShareOut.objects.exists()
