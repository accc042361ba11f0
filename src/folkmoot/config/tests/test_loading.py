import gc
from contextlib import suppress
from importlib import import_module

import pytest

from folkmoot.config.loading import undisturbed


@pytest.fixture(autouse=True)
def as_before():
    yield
    gc.enable()


@pytest.mark.parametrize("module", ["folkmoot.config.room", "folkmoot.config.nowhere"])
def test_garbage_is_looked_for_again_once_all_is_loaded_or_is_not(module: str) -> None:
    before, was_on = gc.get_freeze_count(), []
    with suppress(ModuleNotFoundError), undisturbed():
        was_on.append(gc.isenabled())
        import_module(module)
    assert (was_on, gc.isenabled()) == ([False], True)
    assert gc.get_freeze_count() > before
