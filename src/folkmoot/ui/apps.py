from django.apps import AppConfig
from django.forms import Field
from django.urls import register_converter
from django.utils.translation import gettext_lazy as _

from folkmoot.ui.exports import FileForm


class UiConfig(AppConfig):
    name = "folkmoot.ui"
    label = "ui"

    def ready(self) -> None:
        """Let addresses end in the form of a file, and every form say of an empty field what to do about it."""
        register_converter(FileForm, "file_form")
        Field.default_error_messages = {"required": _("This is empty. Fill it in.")}
