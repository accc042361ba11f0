"""The batch writer: one thread, one transaction for all that came in while the last one was being written."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import UUID

from django.db import OperationalError, close_old_connections
from django.utils.translation import gettext as _

from folkmoot.kernel.clock import now
from folkmoot.live.interfaces import Arrival, Intake, PeopleOfSessions

# The most rows of one transaction, and the most that may wait; beyond it the sender is asked to come back.
BATCH = 1_000
WAITING = 20_000


class Full(Exception):
    """More is waiting than can be taken in now."""


@dataclass(frozen=True)
class Answer:
    """What the sender is told: signed in or not, and the sentence that refuses, if any."""

    is_signed_in: bool
    refusal: str = ""


@dataclass
class Waiting:
    """An arrival whose sender waits for its answer."""

    session_key: str
    subject_id: UUID
    answer: "asyncio.Future[Answer]"


@dataclass
class BatchWriter:
    """Collects arrivals of one intake and writes them in batches; an answer means: on the disk."""

    intake: Intake
    people_of_sessions: PeopleOfSessions
    waiting: list[Waiting] = field(default_factory=list)
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "intake"))
    is_writing: bool = False

    async def take(self, session_key: str, subject_id: UUID) -> Answer:
        """Enter one arrival and answer when it is durable.

        :raises Full: if 20,000 are waiting already.
        """
        if len(self.waiting) >= WAITING:
            raise Full
        loop = asyncio.get_running_loop()
        mine = Waiting(session_key, subject_id, loop.create_future())
        self.waiting.append(mine)
        if not self.is_writing:
            self.is_writing = True
            self.writing = loop.create_task(self._write_all())
        return await mine.answer

    async def _write_all(self) -> None:
        loop = asyncio.get_running_loop()
        batch: list[Waiting] = []
        try:
            while self.waiting:
                batch, self.waiting = self.waiting[:BATCH], self.waiting[BATCH:]
                await loop.run_in_executor(self.thread, self.write_or_part, batch, loop)
        except Exception as error:  # noqa: BLE001  -- handed on: no sender may wait for a writer that stopped
            _fail([*batch, *self.waiting], error)
            self.waiting = []
        finally:
            self.is_writing = False

    def write_or_part(self, batch: Sequence[Waiting], loop: asyncio.AbstractEventLoop) -> None:
        """Write a batch and answer its senders; if one of them spoils it, part it until only that one fails."""
        try:
            answers = self.write(batch)
            # Found out in the loop, it would be told to nobody who waits.
            if len(answers) != len(batch):
                raise ValueError(f"{len(answers)} answers to {len(batch)} arrivals")  # noqa: TRY301  -- as any other fault
        except Exception as error:  # noqa: BLE001  -- handed on: whoever sent it is told that it failed
            # A full disk or a lost database fails for all alike, and at once.
            if len(batch) == 1 or isinstance(error, (OSError, OperationalError)):
                loop.call_soon_threadsafe(_fail, batch, error)
                return
            half = len(batch) // 2
            self.write_or_part(batch[:half], loop)
            self.write_or_part(batch[half:], loop)
        else:
            loop.call_soon_threadsafe(_answer, batch, answers)

    def write(self, batch: Sequence[Waiting]) -> list[Answer]:
        """Find out who sent a batch and enter what may be entered, in one transaction; called in the writer's thread."""
        # This thread is outside any request, so a connection that broke must be let go of here.
        close_old_connections()
        at = now()
        people = self.people_of_sessions([each.session_key for each in batch], at)
        arrivals = {
            place: Arrival(people[each.session_key], each.subject_id)
            for place, each in enumerate(batch)
            if each.session_key in people
        }
        refusals = dict(zip(arrivals, self.intake.enter(list(arrivals.values()), at), strict=True))
        return [Answer(place in arrivals, refusals.get(place, "")) for place in range(len(batch))]


def full_sentence() -> str:
    """Return what a sender is told when too much is waiting."""
    return _("Very many people are sending at this moment. Nothing was lost: try again in a few seconds.")


def _answer(batch: Sequence[Waiting], answers: Sequence[Answer]) -> None:
    for each, answer in zip(batch, answers, strict=True):
        if not each.answer.done():
            each.answer.set_result(answer)


def _fail(batch: Sequence[Waiting], error: Exception) -> None:
    for each in batch:
        if not each.answer.done():
            each.answer.set_exception(error)
