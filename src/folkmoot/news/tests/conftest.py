import pytest

from conftest import World
from folkmoot.news.tests.items import open_edition


@pytest.fixture
def edition(world: World, monkeypatch, settings) -> None:
    """An open public edition, at the moment it is in the small world."""
    settings.PUBLIC_URL = "https://union.example"
    monkeypatch.setattr("folkmoot.news.views.public.now", lambda: world.at)
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)
    open_edition(world)
