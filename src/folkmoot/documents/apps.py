from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "folkmoot.documents"
    label = "documents"
