from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "folkmoot.decisions"
    label = "decisions"
