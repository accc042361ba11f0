"""The worker: one process that chains the ledger, feeds its subscribers and does the jobs that are due.

What waits for a mail server has a worker of its own in another thread, with its own database connection.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import structlog
from django.db import close_old_connections

from folkmoot.config.counting import count_task
from folkmoot.config.jobs import JOBS, Job
from folkmoot.config.ledger import heads, signer
from folkmoot.config.subscribers import SUBSCRIBERS
from folkmoot.kernel.clock import now
from folkmoot.kernel.relay import CHAINED_AT_ONCE, Subscriber, chain_waiting, feed

_IDLE_SECONDS = 0.2
_FEED_SECONDS = 1
Task = Callable[[], bool]
log = structlog.get_logger()


@dataclass
class Worker:
    """Goes round its tasks until told to stop; a task that fails is logged and tried again next time."""

    stopping: threading.Event = field(default_factory=threading.Event)
    jobs: Sequence[Job] = JOBS
    keeps_ledger: bool = True
    done_at: dict[str, float] = field(default_factory=dict)

    def run(self) -> None:
        """Work until stopped, resting only when nothing was left to do."""
        while not self.stopping.is_set():
            if not self.round():
                self.stopping.wait(_IDLE_SECONDS)

    def round(self) -> bool:
        """Do each task that is due once, and return whether any has more to do."""
        done = [self._do(name, work) for name, work in self._due()]
        return any(done)

    def _due(self) -> Iterator[tuple[str, Task]]:
        if self.keeps_ledger:
            yield "relay", _relay
            for subscriber in SUBSCRIBERS:
                if self._is_time_for(subscriber.name, _FEED_SECONDS):
                    yield subscriber.name, partial(_feed, subscriber)
        for job in self.jobs:
            if self._is_time_for(job.name, job.every_seconds):
                yield job.name, partial(_work, job)

    def _is_time_for(self, name: str, every_seconds: float) -> bool:
        return time.monotonic() - self.done_at.get(name, -every_seconds) >= every_seconds

    def _do(self, name: str, work: Task) -> bool:
        has_more = is_failed = False
        try:
            has_more = work()
        except Exception:
            # Rolled back, so still due; one task's fault must not keep the ledger from being chained.
            log.exception("task failed", task=name)
            close_old_connections()
            is_failed = True
        count_task(name, is_done=not has_more, is_failed=is_failed, at=time.time())
        if not has_more:
            self.done_at[name] = time.monotonic()
        return has_more


def _feed(subscriber: Subscriber) -> bool:
    return feed(subscriber) > 0


def _work(job: Job) -> bool:
    return job.work(now())


def _relay() -> bool:
    return chain_waiting(at=now(), signer=signer(), heads=heads()) == CHAINED_AT_ONCE
