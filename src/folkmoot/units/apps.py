from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "folkmoot.units"
    label = "units"
