from importlib import import_module

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """One app to Django, with the tables of its three parts: no row moves when the code is parted."""

    name = "folkmoot.meetings"
    label = "meetings"

    def import_models(self) -> None:
        """Load the models of meetings, and by name those of the parts above, which meetings may not import."""
        super().import_models()
        for part in ("motions", "minutes"):
            import_module(f"{self.name}.{part}.models")
