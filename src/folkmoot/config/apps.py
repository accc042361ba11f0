"""Connects the features once Django is ready."""

from django.apps import AppConfig


class FolkmootConfig(AppConfig):
    name = "folkmoot.config"
    label = "config"

    def ready(self) -> None:
        from folkmoot.config.acts import load_acts  # noqa: PLC0415  -- models exist only now
        from folkmoot.config.wiring import connect  # noqa: PLC0415  -- models exist only now

        load_acts()
        connect()
