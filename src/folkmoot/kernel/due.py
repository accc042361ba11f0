"""Working off what is due, thing by thing: one that is refused is left to the operator, and those after it are done."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import structlog

from folkmoot.kernel.acts import Via, act_of, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import keyed_id

log = structlog.get_logger()
# Returns so many of what is due, always in the same order, without so many that come first.
Due = Callable[[int, int], Sequence[UUID]]


def work_off(due: Due, do: Callable[[UUID], bool], *, most: int) -> int:
    """Do up to `most` of what is due, past whatever is refused, and return how many were done.

    `due(skip, limit)` is asked again after what was done is no longer in it.
    """
    done = refused = 0
    while done < most and (batch := due(refused, most - done)):
        for each in batch:
            if do(each):
                done += 1
            else:
                refused += 1
    return done


def did(
    function: Callable[..., UUID], given: Mapping[str, object], *, on: UUID, called: str, at: datetime
) -> bool:
    """Do once for the worker what is due of `on`, and return whether it was done: what refuses is logged, and not raised.

    What is `called` so of the same thing has the same id for ever, so that a worker that was killed half-way does it once.
    """
    try:
        run(function, given, act_id=keyed_id(on, called), by=None, at=at, via=Via.WORKER)
    except Refused:
        # Without the sentence: it may name somebody.
        log.warning("refused to the worker", act=act_of(function).name, on=str(on))
        return False
    return True
