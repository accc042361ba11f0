from pathlib import Path

from django.test import override_settings

from folkmoot.config.static import CollectedStorage


def test_an_address_is_kept_until_files_are_collected_again(tmp_path: Path) -> None:
    storage = CollectedStorage(location=tmp_path, base_url="/static/")
    storage.hashed_files = {"ui/icons.svg": "ui/icons.1.svg"}
    assert storage.url("ui/icons.svg") == "/static/ui/icons.1.svg"
    storage.hashed_files = {"ui/icons.svg": "ui/icons.2.svg"}
    assert storage.url("ui/icons.svg") == "/static/ui/icons.1.svg"
    storage.save_manifest()
    assert storage.url("ui/icons.svg") == "/static/ui/icons.2.svg"


def test_while_a_developer_looks_addresses_are_plain_and_not_kept(tmp_path: Path) -> None:
    storage = CollectedStorage(location=tmp_path, base_url="/static/")
    storage.hashed_files = {"ui/icons.svg": "ui/icons.1.svg"}
    with override_settings(DEBUG=True):
        assert storage.url("ui/icons.svg") == "/static/ui/icons.svg"
    assert storage.url("ui/icons.svg") == "/static/ui/icons.1.svg"
