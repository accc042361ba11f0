from django.apps import AppConfig


class StudyConfig(AppConfig):
    name = "folkmoot.study"
    label = "study"
