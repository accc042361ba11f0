from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "folkmoot.news"
    label = "news"
