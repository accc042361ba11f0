"""What the worker does again and again; each job looks at the rows for what is due, so none needs a queue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Job:
    """A function that does what is due and says whether there is more to do at once."""

    name: str
    every_seconds: float
    work: Callable[[datetime], bool]


JOBS: Sequence[Job] = ()
