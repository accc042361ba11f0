from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "folkmoot.ui"
    label = "ui"

    def ready(self) -> None:
        """Let every form say of an empty field what to do about it."""
        Field.default_error_messages = {"required": _("This is empty. Fill it in.")}
