from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "folkmoot.notices"
    label = "notices"
