import pytest

from conftest import World
from folkmoot.cli import retaining


@pytest.mark.parametrize("arguments", [[], ["--dry-run"]])
def test_the_report_is_printed(world: World, arguments, capsys, monkeypatch) -> None:
    monkeypatch.setattr(retaining, "start_with_database", lambda: None)
    assert retaining.retention(arguments) == 0
    said = capsys.readouterr().out
    assert "people_membership: ten years after it ended" in said
    assert ("Nothing was forgotten" in said) is bool(arguments)
