from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "folkmoot.access"
    label = "access"
