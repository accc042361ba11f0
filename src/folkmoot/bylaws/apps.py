from django.apps import AppConfig


class BylawsConfig(AppConfig):
    name = "folkmoot.bylaws"
    label = "bylaws"
