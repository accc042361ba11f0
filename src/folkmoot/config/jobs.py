"""What the worker does again and again; each job looks at the rows for what is due, so none needs a queue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from folkmoot.accounts import jobs as accounts


@dataclass(frozen=True)
class Job:
    """A function that does what is due and says whether there is more to do at once."""

    name: str
    every_seconds: float
    work: Callable[[datetime], bool]


JOBS: Sequence[Job] = (
    Job("tell old addresses", 5, accounts.tell_old_addresses),
    Job("apply contact changes", 60, accounts.apply_contact_changes),
    Job("forget expired sign-ins", 3600, accounts.forget_expired),
)
