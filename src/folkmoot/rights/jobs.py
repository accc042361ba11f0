"""What the worker does for members' rights, again and again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from folkmoot.kernel.keeping import Clock, keepings
from folkmoot.rights.actions.finishing import finish_erasures
from folkmoot.rights.actions.retaining import retain_some


def finish_erasures_job(at: datetime) -> bool:
    """Forget what is left of people who were erased, and return whether more wait."""
    return finish_erasures(at)


def _all_clocks() -> list[Clock]:
    return [keeping.clock for keeping in keepings() if keeping.clock is not None]


@dataclass
class Retaining:
    """Asks every clock once; while some have more, those alone, as the others would look for nothing hundreds of times."""

    all_clocks: Callable[[], Sequence[Clock]] = _all_clocks
    left: Sequence[Clock] = ()

    def __call__(self, at: datetime) -> bool:
        """Forget a piece of everything whose time has come, and return whether there may be more."""
        # After a failure all are asked again.
        clocks, self.left = self.left or self.all_clocks(), ()
        self.left = retain_some(at, clocks)
        return bool(self.left)


retain_job = Retaining()
