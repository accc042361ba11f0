from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "folkmoot.reports"
    label = "reports"
