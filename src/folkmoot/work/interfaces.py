"""What plans ask of the features above them; `config` registers the answers.

**Reports** know which figures there are, and what was reached: they lie above work, which therefore keeps the id of a form and
the code of an indicator, and asks what those are called and add up to.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from folkmoot.bylaws.rules.calendar import Period
from folkmoot.people.models import Person
from folkmoot.units.models import Unit
from folkmoot.work.rules.plans import Key


@dataclass(frozen=True)
class Countable:
    """A figure that can be planned: an indicator of a form, of which `scale` places stand after the point."""

    form_id: UUID
    code: str
    name: str
    scale: int = 0
    currency: str = ""
    form_name: str = ""


@dataclass(frozen=True)
class Actual:
    """What reports add up to; None is missing, and not zero. `sent` reports of `asked` came, of `periods` that are over."""

    amount: int | None
    sent: int
    asked: int
    periods: int
    url: str = ""


class Figures(Protocol):
    """What reports tell plans."""

    def offered(self, unit: Unit, languages: Sequence[str]) -> Sequence[Countable]:
        """Return the figures that are asked of a unit, or of those below it."""

    def named(self, keys: Collection[Key], languages: Sequence[str]) -> Mapping[tuple[UUID, str], Countable]:
        """Return what figures are called, by the form and the code."""

    def reached(
        self, unit: Unit, keys: Collection[Key], period: Period, *, reader: Person, at: datetime
    ) -> Mapping[Key, Actual]:
        """Return what the reports of a unit and all below it add up to in a period, of each figure.

        Where it is told from what a figure was counted leads an address, for `reader` if they may go there.
        """

    def reached_below(
        self, unit: Unit, units: Collection[UUID], key: Key, period: Period
    ) -> Mapping[UUID, int]:
        """Return what was reached in a period at each of `units`, right below `unit`, without those of which nothing is known."""


_figures: list[Figures] = []


def register_figures(answer: Figures) -> None:
    """Register who knows of figures; called by `config`."""
    _figures[:] = [answer]


def figures() -> Figures:
    """Return who knows of figures."""
    return _figures[0]
