"""What every command does first: start Django, and bring the database up to date."""

import os

import django


def start() -> None:
    """Start Django with the settings of this installation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")
    django.setup()


def start_with_database() -> None:
    """Start Django and apply the migrations that this version brings, if any."""
    start()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
