from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "folkmoot.ui"
    label = "ui"
