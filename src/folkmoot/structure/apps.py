from django.apps import AppConfig


class StructureConfig(AppConfig):
    name = "folkmoot.structure"
    label = "structure"
