import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from conftest import World, make_unit
from folkmoot.circulars.actions import setting
from folkmoot.circulars.actions.batching import discard_batch, print_batch
from folkmoot.circulars.actions.marking import set_paper
from folkmoot.circulars.holdings import KEEPINGS
from folkmoot.circulars.jobs import forget_circulars_job, set_circulars_job
from folkmoot.circulars.models import Batch, BatchPart, PaperCell, State
from folkmoot.circulars.queries import batches
from folkmoot.circulars.queries.batches import folder_of, path_of
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.kernel.errors import Refused
from folkmoot.membership.tests.paging import as_, cost, links, table_rows
from folkmoot.structure.tests.acting import events
from folkmoot.units.models import Unit


@pytest.fixture(autouse=True)
def _files(tmp_path, settings) -> None:
    settings.DATA = tmp_path


def on_paper(world: World, *units: Unit) -> None:
    for unit in units:
        do(world, set_paper, by=world.max, unit_id=unit.pk, is_on_paper=True)


def asked(world: World, decision, *, unit: Unit | None = None, by=None) -> Batch:
    unit_id = (unit or world.union).pk
    pk = do(world, print_batch, by=by or world.max, decision_id=decision.pk, unit_id=unit_id)
    return Batch.objects.get(pk=pk)


def set_all(world: World) -> int:
    steps = 0
    while set_circulars_job(world.at):
        steps += 1
    return steps


def cells_of(batch: Batch) -> list[list[str]]:
    parts = BatchPart.objects.filter(batch=batch).order_by("number")
    return [[Unit.objects.get(pk=pk).name for pk in part.cell_ids] for part in parts]


def test_a_cell_is_put_on_paper_and_taken_off(world: World) -> None:
    on_paper(world, world.hill)
    assert list(PaperCell.objects.values_list("unit", "since")) == [(world.hill.pk, world.at)]
    do(world, set_paper, by=world.ada, unit_id=world.hill.pk, is_on_paper=False)
    assert not PaperCell.objects.exists()
    assert events() == ["PaperSet", "PaperSet"]


@pytest.mark.parametrize(
    ("by", "unit", "is_on_paper", "sentence"),
    [
        ("cy", "hill", True, r"You hold no office that may do this in Hill"),
        ("max", "north", True, r"North is no cell, and circulars go to cells\. Choose one\."),
        ("max", "hill", False, r"Hill gets nothing on paper, so there is nothing to end\."),
    ],
)
def test_who_may_not_and_what_is_not_so_is_refused(world: World, by, unit, is_on_paper, sentence) -> None:
    with pytest.raises(Refused, match=sentence):
        do(world, set_paper, by=getattr(world, by), unit_id=getattr(world, unit).pk, is_on_paper=is_on_paper)
    assert not PaperCell.objects.exists()


def test_a_second_time_changes_nothing(world: World) -> None:
    on_paper(world, world.hill)
    with pytest.raises(Refused, match=r"Hill gets its decisions on paper already\."):
        on_paper(world, world.hill)


def test_circulars_are_set_by_district_and_none_is_named_on_them(world: World, monkeypatch) -> None:
    decision = conveyed(world)
    on_paper(world, world.hill, world.harbour, world.vale)
    batch = asked(world, decision)
    seen: list[Any] = []

    def noted(_circular, sheets, **_at) -> bytes:
        seen.extend(sheets)
        return b"%PDF"

    monkeypatch.setattr(setting, "typeset", noted)
    assert (batch.cells, batch.state) == (3, State.PRINTING)
    set_all(world)
    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.part_count) == (State.DONE, 3, 2)
    assert cells_of(batch) == [["Harbour", "Hill"], ["Vale"]]
    assert [(sheet.cell, list(sheet.names)) for sheet in seen] == [
        ("Harbour", []),
        ("Hill", []),
        ("Vale", []),
    ]
    assert seen[1].address.endswith(f"/circulars/{decision.pk}/{world.hill.pk}/")
    assert events()[-1] == "BatchAsked"


def test_only_cells_that_the_decision_is_for_and_that_are_below_the_unit_get_one(world: World) -> None:
    decision = conveyed(world, to=world.north)
    on_paper(world, world.hill, world.vale)
    assert asked(world, decision).cells == 1
    for_officers = conveyed(world, offices=["secretary"])
    with pytest.raises(Refused, match=r"No cell in Union that it is for gets its decisions on paper"):
        asked(world, for_officers)
    with pytest.raises(Refused, match=r"No cell in South|does not stand for South"):
        asked(world, decision, unit=world.south)


def test_a_batch_is_refused_to_those_who_may_not_and_of_what_does_not_stand(world: World) -> None:
    decision = conveyed(world)
    on_paper(world, world.hill)
    with pytest.raises(Refused, match=r"You hold no office that may do this in Union"):
        asked(world, decision, by=world.ada)
    asked(world, decision)
    with pytest.raises(Refused, match=r"These circulars are being set already"):
        asked(world, decision)
    do(world, repeal_decision, by=world.max, decision_id=decision.pk)
    with pytest.raises(Refused, match=r"This decision does not stand for North"):
        asked(world, decision, unit=world.north, by=world.ada)


@pytest.mark.parametrize("killed_in", ["typeset", "_write", "_note"])
def test_a_batch_that_was_killed_goes_on_and_prints_each_cell_once(
    world: World, monkeypatch, killed_in
) -> None:
    monkeypatch.setattr(batches, "PART_CELLS", 1)
    decision = conveyed(world)
    on_paper(world, world.hill, world.harbour, world.vale)
    batch = asked(world, decision)
    set_circulars_job(world.at)

    def killed(*_given, **_named) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as once:
        once.setattr(setting, killed_in, killed)
        with pytest.raises(KeyboardInterrupt):
            set_circulars_job(world.at)
    set_all(world)
    batch.refresh_from_db()
    assert (batch.state, batch.done) == (State.DONE, 3)
    assert cells_of(batch) == [["Harbour"], ["Hill"], ["Vale"]]
    assert all(path_of(batch.pk, number).read_bytes().startswith(b"%PDF") for number in (1, 2, 3))


def test_a_part_never_holds_more_than_it_may(world: World, monkeypatch) -> None:
    monkeypatch.setattr(batches, "PART_CELLS", 2)
    monkeypatch.setattr(setting, "typeset", lambda *_given, **_named: b"%PDF")
    more = [make_unit(f"Cove {number}", world.vale.kind, world.south) for number in range(4)]
    on_paper(world, world.vale, *more)
    batch = asked(world, conveyed(world))
    set_all(world)
    assert cells_of(batch) == [["Vale", "Cove 0"], ["Cove 1", "Cove 2"], ["Cove 3"]]


def test_what_is_repealed_meanwhile_stops_and_says_why(world: World) -> None:
    decision = conveyed(world)
    on_paper(world, world.hill)
    batch = asked(world, decision)
    do(world, repeal_decision, by=world.max, decision_id=decision.pk)
    set_all(world)
    batch.refresh_from_db()
    assert batch.state == State.STOPPED
    assert "no longer stands" in batch.stopped_because


def test_discarded_circulars_go_with_their_files_and_are_set_no_further(world: World) -> None:
    on_paper(world, world.hill)
    batch = asked(world, conveyed(world))
    set_circulars_job(world.at)
    assert path_of(batch.pk, 1).exists()
    with pytest.raises(Refused, match=r"There are no such circulars"):
        do(world, discard_batch, by=world.cy, batch_id=batch.pk)
    do(world, discard_batch, by=world.max, batch_id=batch.pk)
    assert not set_circulars_job(world.at)
    assert forget_circulars_job(world.at)
    assert not folder_of(batch.pk).exists()
    assert not Batch.objects.exists()
    with pytest.raises(Refused, match=r"There are no such circulars"):
        do(world, discard_batch, by=world.max, batch_id=batch.pk)


def test_circulars_are_kept_for_a_week(world: World) -> None:
    on_paper(world, world.hill)
    batch = asked(world, conveyed(world))
    set_all(world)
    clock: Any = KEEPINGS[0].clock
    assert not forget_circulars_job(world.at + timedelta(days=7))
    later = world.at + timedelta(days=7, seconds=1)
    assert clock.due(later) == 1
    assert clock.forget(later, 10) == 1
    assert not folder_of(batch.pk).exists()
    assert clock.due(later) == 0


def test_an_officer_prints_for_the_cells_on_paper_and_takes_one_file(world: World, client) -> None:
    decision = conveyed(world)
    max_ = as_(client, world.max)
    address = f"/circulars/{decision.pk}/{world.union.pk}/batches/"
    assert "No cell here gets its decisions on paper" in max_.get(address).content.decode()
    max_.post(f"/units/{world.hill.pk}/paper/", {"is_on_paper": "yes"})
    assert "on paper" in max_.get(f"/units/{world.hill.pk}/").content.decode()
    place = max_.post(address)["Location"]
    assert "0 of 1 cells" in max_.get(place).content.decode()
    set_all(world)
    page = max_.get(place)
    assert table_rows(page) == [["00001-north.pdf", "North", "1 cell"]]
    assert b"".join(max_.get(f"{place}1.pdf")).startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(b"".join(max_.get(links(page)["Take them all (ZIP)"])))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["00001-north.pdf", "cells.csv"]
        assert archive.read("cells.csv").decode().splitlines()[1] == "00001-north.pdf,North,Hill,hill"
    listed = b"".join(max_.get(f"{place}cells.csv")).decode()
    assert "00001-north.pdf,North,Hill,hill" in listed
    assert (
        "North,Hill,hill"
        in b"".join(max_.get(f"/circulars/{decision.pk}/{world.union.pk}/cells.csv")).decode()
    )
    assert max_.post(f"{place}discarding/")["Location"] == address
    assert max_.get(place).status_code == 404


def test_only_whoever_may_print_there_finds_a_batch(world: World, client) -> None:
    decision = conveyed(world)
    on_paper(world, world.hill)
    batch = asked(world, decision)
    set_all(world)
    for tail in ("", "1.pdf", "all.zip", "cells.csv"):
        assert as_(client, world.ada).get(f"/circulars/batches/{batch.pk}/{tail}").status_code == 404
        assert as_(client, world.cy).get(f"/circulars/batches/{batch.pk}/{tail}").status_code == 404
        answer = as_(client, world.max).get(f"/circulars/batches/{batch.pk}/{tail}")
        assert (answer.status_code, b"".join(answer) != b"") == (200, True)
    assert as_(client, world.max).get(f"/circulars/batches/{batch.pk}/?after={'1' * 5000}").status_code == 200
    assert as_(client, world.max).get(f"/circulars/batches/{batch.pk}/2.pdf").status_code == 404
    assert as_(client, world.cy).get(f"/circulars/{decision.pk}/{world.union.pk}/batches/").status_code == 404
    assert as_(client, world.cy).get(f"/units/{world.hill.pk}/paper/").status_code == 404


def test_a_refusal_is_shown(world: World, client) -> None:
    decision = conveyed(world)
    answer = as_(client, world.max).post(f"/circulars/{decision.pk}/{world.union.pk}/batches/")
    assert answer.status_code == 422
    assert "Say so on the cell’s page first" in answer.content.decode()


@pytest.mark.parametrize("cells", [1, 3])
def test_the_pages_cost_the_same_however_many_cells(world: World, client, cells, monkeypatch) -> None:
    monkeypatch.setattr(batches, "PART_CELLS", 1)
    monkeypatch.setattr(setting, "typeset", lambda *_given, **_named: b"%PDF")
    decision = conveyed(world)
    on_paper(world, *[world.hill, world.harbour, world.vale][:cells])
    batch = asked(world, decision)
    set_all(world)
    max_ = as_(client, world.max)
    assert cost(max_, f"/circulars/{decision.pk}/{world.union.pk}/batches/") <= 12
    assert cost(max_, f"/circulars/batches/{batch.pk}/") <= 12
