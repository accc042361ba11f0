from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "folkmoot.kernel"
    label = "kernel"
