"""The settings of the live server's process, which shows no pages: without the apps that only pages need."""

from folkmoot.config.settings import *  # noqa: F403  -- they are the same but for what follows
from folkmoot.config.settings import INSTALLED_APPS as ALL_APPS

_ONLY_FOR_PAGES = {
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "folkmoot.desk",
    "folkmoot.demo",
    # Connects the pages of all features: 20 MB that no intake has a use for.
    "folkmoot.config",
}
INSTALLED_APPS = [app for app in ALL_APPS if app not in _ONLY_FOR_PAGES]
