"""The live server's application: the features' intakes, and who signed in with which session."""

import os

import django

from folkmoot.config.loading import undisturbed

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.live_settings")
with undisturbed():
    django.setup()

# After Django was started.
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from folkmoot.config.health import Pulse, look
from folkmoot.config.intakes import INTAKES, people_of_sessions
from folkmoot.live.doors import Door
from folkmoot.live.interfaces import Finding
from folkmoot.live.server import live_application
from folkmoot.live.writer import BatchWriter


def _look() -> Finding:
    # Any of forty threads may be the one that looks: each would keep a connection.
    try:
        return look()
    finally:
        connection.close()


_address = urlsplit(settings.PUBLIC_URL)
application = live_application(
    {name: BatchWriter(intake, people_of_sessions) for name, intake in INTAKES.items()},
    Door(f"{_address.scheme}://{_address.netloc}", settings.SESSION_COOKIE_NAME),
    Pulse(_look),
)
