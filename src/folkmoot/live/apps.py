from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "folkmoot.live"
    label = "live"
