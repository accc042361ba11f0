"""What the worker does for members' rights, again and again."""

from datetime import datetime

from folkmoot.rights.actions.finishing import finish_erasures
from folkmoot.rights.actions.retaining import retain_some


def finish_erasures_job(at: datetime) -> bool:
    """Forget what is left of people who were erased, and return whether more wait."""
    return finish_erasures(at)


def retain_job(at: datetime) -> bool:
    """Forget a piece of everything whose time has come, and return whether there may be more."""
    return retain_some(at)
