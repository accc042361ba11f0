from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "folkmoot.library"
    label = "library"
