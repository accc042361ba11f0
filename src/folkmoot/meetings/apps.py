from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "folkmoot.meetings"
    label = "meetings"
