"""What the worker does for reports."""

from datetime import datetime

from folkmoot.reports.actions.rolling_up import begin_roll_ups, roll_up_waiting


def begin_roll_ups_job(at: datetime) -> bool:
    """Begin the figures of one period that is over; return whether there may be more."""
    return begin_roll_ups(at)


def roll_up_waiting_job(at: datetime) -> bool:  # noqa: ARG001  -- of its shape
    """Add some reports to the figures of their periods; return whether there may be more."""
    return roll_up_waiting()
