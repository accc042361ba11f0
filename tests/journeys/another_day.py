"""Run as a process of its own: another module, some days from now: `python -m tests.journeys.another_day DAYS MODULE ...`."""

import runpy
import sys
from datetime import timedelta

from django.utils import timezone

from folkmoot.kernel import clock


def turn_on(days):
    """Let everything that is imported from now on read a clock that is some days ahead."""
    read, ahead = clock.now, timedelta(days=days)
    clock.now = lambda: read() + ahead
    # Django writes down by its own clock until when somebody is signed in.
    timezone.now = lambda: read() + ahead


if __name__ == "__main__":
    turn_on(int(sys.argv[1]))
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
