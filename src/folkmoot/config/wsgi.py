"""The pages, as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

from folkmoot.config.room import in_one_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")
application = in_one_room(get_wsgi_application())
