from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "folkmoot.membership"
    label = "membership"
