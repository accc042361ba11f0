"""The settings of the live server's process, which shows no pages: without the apps that none of its intakes has a use for."""

from folkmoot.config.settings import *  # noqa: F403  -- they are the same but for what follows
from folkmoot.config.settings import INSTALLED_APPS as ALL_APPS

_ONLY_FOR_PAGES = [
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
]
# The highest feature that has an intake. Those above it are half a megabyte of models each, and the last of ours, which
# connects the pages of all features, 20.
_HIGHEST = "folkmoot.decisions"
_ABOVE = ALL_APPS[ALL_APPS.index(_HIGHEST) + 1 : ALL_APPS.index("folkmoot.config") + 1]

LEFT_OUT = [*_ONLY_FOR_PAGES, *_ABOVE]
INSTALLED_APPS = [app for app in ALL_APPS if app not in LEFT_OUT]
