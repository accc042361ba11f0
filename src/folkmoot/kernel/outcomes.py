"""How acts ended, told to whoever counts them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum

from folkmoot.kernel.errors import Refused


class Outcome(StrEnum):
    """How an act ended."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


Listener = Callable[[str, Outcome], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Tell `listener` the name and outcome of every act that is not private."""
    _listeners.append(listener)


@contextmanager
def telling(act: str, *, is_private: bool) -> Iterator[None]:
    """Tell the listeners how what is done inside ended, and hand on whatever it raises.

    Nobody is told of private acts: a number that moves by one whenever somebody acknowledges is no frozen figure.
    """
    outcome = Outcome.FAILED
    try:
        yield
        outcome = Outcome.DONE
    except Refused:
        outcome = Outcome.REFUSED
        raise
    finally:
        for listener in () if is_private else _listeners:
            listener(act, outcome)
