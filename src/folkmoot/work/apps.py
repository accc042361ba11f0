from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "folkmoot.work"
    label = "work"
