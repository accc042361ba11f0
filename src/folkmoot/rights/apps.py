from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "folkmoot.rights"
    label = "rights"
