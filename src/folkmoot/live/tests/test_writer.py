"""A writer that fails tells those who wait, and goes on with those who come."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import UUID

import pytest

from folkmoot.live.interfaces import Arrival
from folkmoot.live.writer import Answer, BatchWriter, Waiting

pytestmark = pytest.mark.django_db(transaction=True)
# Long enough for a batch on a busy machine; whoever waits longer would wait for ever.
SECONDS = 20


class Bells:
    """An intake that takes everything."""

    def enter(self, arrivals: Sequence[Arrival], _at: datetime) -> Sequence[str]:
        return [""] * len(arrivals)


class TooFew(BatchWriter):
    """A writer that forgets the last one of several."""

    def write(self, batch: Sequence[Waiting]) -> list[Answer]:
        return super().write(batch)[: max(1, len(batch) - 1)]


class Silent(BatchWriter):
    """A writer that answers nobody."""

    def write(self, batch: Sequence[Waiting]) -> list[Answer]:
        super().write(batch)
        return []


def everybody(keys: Sequence[str], _at: datetime) -> Mapping[str, UUID]:
    return dict.fromkeys(keys, UUID(int=1))


def told(writer: BatchWriter, times: int, *, then: Callable[[], None] = lambda: None) -> list[object]:
    async def one() -> object:
        try:
            return await asyncio.wait_for(writer.take("ada", UUID(int=11)), SECONDS)
        except Exception as error:  # noqa: BLE001  -- what the sender would be told
            return type(error)

    async def every() -> list[object]:
        found: list[Awaitable[object]] = [one() for _time in range(times)]
        first = await asyncio.gather(*found)
        then()
        return [*first, await one()]

    return asyncio.run(every())


def test_whoever_would_get_no_answer_is_told_that_it_failed() -> None:
    assert told(Silent(Bells(), everybody), 3) == [ValueError] * 4


def test_a_batch_with_an_answer_too_few_is_parted_until_everybody_has_theirs() -> None:
    assert told(TooFew(Bells(), everybody), 5) == [Answer(is_signed_in=True)] * 6


def test_when_the_writer_stops_all_who_wait_are_told_and_the_next_one_is_taken_in() -> None:
    writer = BatchWriter(Bells(), everybody)
    writer.thread.shutdown()

    def mend() -> None:
        writer.thread = ThreadPoolExecutor(1, "intake")

    assert told(writer, 3, then=mend) == [RuntimeError] * 3 + [Answer(is_signed_in=True)]
