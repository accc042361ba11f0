"""What the worker does for circulars."""

from datetime import datetime

from folkmoot.circulars.actions.setting import forget_batches, go_on_setting


def set_circulars_job(at: datetime) -> bool:
    """Set the next circulars that were asked for, and return whether there were any."""
    return go_on_setting(at)


def forget_circulars_job(at: datetime) -> bool:
    """Delete circulars whose time is over, and return whether there may be more."""
    return forget_batches(at)
