"""The live server's application: the features' intakes, and who signed in with which session."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.live_settings")
django.setup()

from urllib.parse import urlsplit  # noqa: E402  -- after Django was started

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from folkmoot.config.health import Pulse, look  # noqa: E402
from folkmoot.config.intakes import INTAKES, people_of_sessions  # noqa: E402
from folkmoot.live.doors import Door  # noqa: E402
from folkmoot.live.interfaces import Finding  # noqa: E402
from folkmoot.live.server import live_application  # noqa: E402
from folkmoot.live.writer import BatchWriter  # noqa: E402


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
