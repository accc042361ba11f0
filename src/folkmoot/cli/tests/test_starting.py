import gc

import django
import pytest

from folkmoot.cli.starting import start


def test_a_command_starts_without_looking_for_garbage_and_looks_for_it_afterwards(
    monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    was_on: list[bool] = []
    monkeypatch.setenv("FOLKMOOT_DATA", str(tmp_path))
    monkeypatch.setattr(django, "setup", lambda: was_on.append(gc.isenabled()))
    start()
    assert (was_on, gc.isenabled()) == ([False], True)
