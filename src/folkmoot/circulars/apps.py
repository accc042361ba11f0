from django.apps import AppConfig


class CircularsConfig(AppConfig):
    name = "folkmoot.circulars"
    label = "circulars"
