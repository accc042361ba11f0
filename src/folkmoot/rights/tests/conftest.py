import pytest


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    """Heads and erasures are written beside the database: each test has a folder of its own."""
    settings.DATA = tmp_path
