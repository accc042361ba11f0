"""What the worker does for consultations."""

from datetime import datetime

from folkmoot.consultations.actions.counting import count_waiting


def count_opinions_job(at: datetime) -> bool:
    """Take the figures of one consultation that is over; return whether there was one."""
    return count_waiting(at)
