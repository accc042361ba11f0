from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "folkmoot.consultations"
    label = "consultations"
