"""The pages, as a WSGI application."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

from folkmoot.config.loading import undisturbed
from folkmoot.config.room import in_one_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")
with undisturbed():
    application = in_one_room(get_wsgi_application())
    # Whoever asks first would wait for it.
    import_module("folkmoot.config.urls")
