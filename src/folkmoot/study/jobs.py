"""What the worker does for study."""

from datetime import datetime


def take_known_job(at: datetime) -> bool:
    """Take one step of the week's figures of how well texts are known; return whether there may be more."""
    from folkmoot.study.actions.taking_known import take_known  # noqa: PLC0415  -- brings numpy, once there are cards

    return take_known(at)
