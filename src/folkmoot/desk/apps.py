from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "folkmoot.desk"
    label = "desk"
