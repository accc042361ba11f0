import pytest

from conftest import World
from folkmoot.cli import reporting
from folkmoot.reports.actions.rolling_up import begin_roll_ups
from folkmoot.reports.models import ColumnPiece
from folkmoot.reports.tests.forms import opened, sent


@pytest.fixture(autouse=True)
def started(monkeypatch) -> None:
    monkeypatch.setattr(reporting, "start_with_database", lambda: None)


def test_figures_are_made_anew_and_held_against_what_they_were(world: World, capsys) -> None:
    sent(world, opened(world))
    while begin_roll_ups(world.at):
        pass
    assert reporting.reports([]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-01-01  Monthly report: 0 reports, as it was",
        "2026-02-01  Monthly report: 1 reports, as it was",
        "All figures are as they were.",
    ]
    ColumnPiece.objects.filter(code="visits").delete()
    assert reporting.reports(["--first", "2026-02-01"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "2026-02-01  Monthly report: 1 reports, CHANGED",
        "1 periods had other figures before.",
    ]
    assert ColumnPiece.objects.filter(code="visits").count() == 1
